<?php // A blog that answers by its pages alone, as those do whose owners shut REST and feeds: when the option says so.
if (get_option('interfaces_closed')) {
    add_filter('rest_authentication_errors', fn() => new WP_Error('rest_closed', 'Only for members', ['status' => 401]));
    foreach (['do_feed_rss2', 'do_feed_atom'] as $feed) {
        add_action($feed, fn() => wp_die('No feeds here', '', ['response' => 410]), 1);
    }
}
