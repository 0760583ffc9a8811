"""Fill the blog with one post and its comments, in Django's own venv: fill.py SITE < comments.json"""

import datetime
import json
import sys

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0, run_syncdb=True)

from blog.models import Post  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django_comments_xtd.models import XtdComment  # noqa: E402


def main() -> None:
    told = json.load(sys.stdin)
    Site.objects.update(domain=sys.argv[1])
    post = Post.objects.create(title=told["title"], body=told["body"])
    kind = ContentType.objects.get_for_model(post)
    numbers: list[int] = []
    for said in told["comments"]:
        made = XtdComment.objects.create(
            content_type=kind,
            object_pk=post.pk,
            site_id=1,
            user_name=said["author"],
            user_email=f"{len(numbers)}@readers.example",
            user_url=said["home"],
            comment=said["text"],
            submit_date=datetime.datetime.fromisoformat(said["when"]),
            parent_id=0 if said["answers"] is None else numbers[said["answers"]],
        )
        numbers.append(made.pk)
    for at, said in enumerate(told["comments"]):
        if said["removed"]:
            XtdComment.objects.filter(pk=numbers[at]).update(is_removed=True)


main()
