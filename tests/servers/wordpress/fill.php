<?php // fill.php ROOT URL: installs the blog, writes two posts and the comments under the first.
[, $root, $url] = $argv;
$_SERVER['HTTP_HOST'] = substr($url, 7);
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', true);
require "$root/wp-load.php";
require_once "$root/wp-admin/includes/upgrade.php";
add_filter('pre_wp_mail', '__return_true');
wp_install('Night watch', 'admin', 'admin@watch.example', true, '', 'not-a-secret');
foreach ([
    'permalink_structure' => '/%year%/%monthnum%/%postname%/',
    'timezone_string' => 'Europe/Paris', // what is printed isn't what is stored in GMT
    'thread_comments' => 1,
    'thread_comments_depth' => 4,
    'page_comments' => 0,
    'comment_moderation' => 0,
    'comment_previously_approved' => 0,
    'default_ping_status' => 'open',
    'default_comment_status' => 'open',
    'show_avatars' => 1,
] as $name => $value) {
    update_option($name, $value);
}
global $wp_rewrite;
$wp_rewrite->init();
flush_rewrite_rules();

$owner = wp_insert_user(['user_login' => 'ines', 'user_pass' => 'not-a-secret', 'user_email' => 'ines@watch.example',
    'display_name' => 'Inès Valmont', 'role' => 'author']);

function article(string $slug, string $title, string $text, string $when): int
{
    global $owner;
    return wp_insert_post(['post_name' => $slug, 'post_title' => $title, 'post_content' => $text, 'post_author' => $owner,
        'post_status' => 'publish', 'post_date' => get_date_from_gmt($when), 'post_date_gmt' => $when], true);
}

function comment(int $post, string $who, string $when, string $text, int $parent = 0, int|string $approved = 1): int
{
    global $owner;
    $own = $who === 'Inès Valmont';
    $name = sanitize_title($who) ?: 'guest';
    return wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => $who, 'user_id' => $own ? $owner : 0,
        'comment_author_email' => $own ? 'ines@watch.example' : "$name@readers.example",
        'comment_author_url' => $own ? '' : "http://$name.example/",
        'comment_content' => $text, 'comment_parent' => $parent, 'comment_approved' => $approved, 'comment_type' => 'comment',
        'comment_date' => get_date_from_gmt($when), 'comment_date_gmt' => $when]);
}

$post = article('the-host-is-down', 'The host is down', "<p>Since midnight nothing answers. The host says that it is under attack, and that no data is lost.</p>\n<p>I will write here what I hear, hour by hour.</p>", '2024-03-14 22:10:00');
$alice = comment($post, 'Alice Martin', '2024-03-14 22:30:00', 'Is <em>my</em> blog gone for good & forever?');
$reply = comment($post, 'Inès Valmont', '2024-03-14 22:41:10', 'No: every blog is saved twice a day.', $alice);
$third = comment($post, 'Benoît Lefèvre', '2024-03-14 22:55:00', "Merci pour ces précisions, c'est rassurant. À quand le retour ?", $reply);
$fourth = comment($post, 'Carla Núñez', '2024-03-14 23:05:30', 'They said tomorrow at eight.', $third);
$fifth = comment($post, 'Dmitri Orlov', '2024-03-14 23:30:00', 'Deeper than the theme draws: eight in which time zone?', $fourth);
comment($post, 'Carla Núñez', '2024-03-14 23:45:00', 'Deeper still: in ours, I think.', $fifth);
$arabic = comment($post, 'مريم الحداد', '2024-03-15 05:12:00', 'هل تعرفون متى تعود الخدمة؟ مدونتي لا تعمل منذ البارحة.');
comment($post, 'Inès Valmont', '2024-03-15 07:02:00', 'At eight, Paris time; I will write as soon as it is back.', $arabic);
comment($post, 'Emma Schmidt', '2024-03-15 07:20:00', 'The same here: nothing since midnight.');
comment($post, 'Emma Schmidt', '2024-03-31 00:59:59', 'Written one second before the clocks went forward.');
comment($post, 'Emma Schmidt', '2024-03-31 01:00:01', 'And this one just after.');
comment($post, 'Alice Martin', '2024-04-02 12:00:00', 'Thank you all.', $alice);
comment($post, 'Waiting Reader', '2024-04-02 12:01:00', 'Nobody has approved this.', $alice, 0);
comment($post, 'Seller', '2024-04-02 12:02:00', 'Buy.', 0, 'spam');

$link = get_permalink($post);
$second = article('what-others-wrote', 'What others wrote', "<p>The night is told in <a href=\"$link\">the host is down</a>, and in its comments.</p>", '2024-03-16 09:00:00');
comment($second, 'Dmitri Orlov', '2024-03-16 10:00:00', 'A good summary, thank you.');
wp_delete_post(1, true); // the sample post
echo json_encode(['post' => $post, 'link' => $link, 'second' => $second, 'second_link' => get_permalink($second)]);
