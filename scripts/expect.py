"""Print what a scraper reads on a page as a table of expectations, to be checked by eye and kept beside the page.

python scripts/expect.py wordpress page.json https://blog.example/wp-json/wp/v2/comments?post=7
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from threadgraph.scrapers import Page, scrapers

FIELDS = (
    "id",
    "parent_id",
    "kind",
    "author",
    "author_url",
    "is_owner",
    "published",
    "precision",
    "title",
    "text",
)
FIELDS += ("links", "url", "score", "status")
USUAL = {"kind": "comment", "precision": "second", "status": "ok"}


def value(v: object) -> str:
    if isinstance(v, datetime):
        return v.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(v, tuple):
        return json.dumps(v, ensure_ascii=False)
    return json.dumps(v, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scraper")
    parser.add_argument("file", type=Path)
    parser.add_argument("url")
    parser.add_argument("--fetched", type=datetime.fromisoformat)
    parser.add_argument("--content-type", default="")
    args = parser.parse_args()
    page = Page(args.url, args.file.read_bytes(), args.content_type, args.fetched)
    reading = next(s for s in scrapers() if s.name == args.scraper).read(page)
    posts = list(reading.posts)
    print(f"[[page]]\nfile = {value(args.file.name)}\nurl = {value(args.url)}")
    if args.fetched:
        print(f"fetched = {value(args.fetched)}")
    for key in ("thread_id", "stated"):
        if getattr(reading, key) is not None:
            print(f"{key} = {value(getattr(reading, key))}")
    print(f"next = {json.dumps(sorted(r.url for r in reading.next))}")
    if reading.notes:
        print(f"notes = {len(reading.notes)}")
    missing = sorted({p.parent_id for p in posts if p.parent_id} - {p.id for p in posts})
    if missing:
        print(f"missing = {json.dumps(missing)}")
    for p in posts:
        print("\n[[page.post]]")
        for key in FIELDS:
            v = getattr(p, key)
            if v not in (None, "", ()) and v != USUAL.get(key):
                print(f"{key} = {value(v)}")


if __name__ == "__main__":
    main()
