"""Write docs/sources.md from the scrapers themselves; with --check, only say whether it is stale.

python scripts/sources.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from threadgraph.scrapers import Scraper, scrapers

PAGE = Path(__file__).resolve().parent.parent / "docs" / "sources.md"
GIVES = ("parents", "dates", "scores", "owner", "links")

HEAD = """\
# Sources

<!-- Written by scripts/sources.py from the scrapers; edit those. -->

What can be read, and what its posts carry: whom a post answers, as far as the platform itself says so (*parents*), when it was written (*dates*), points or likes (*scores*), whether the page marks the owner of the site or thread (*owner*), the links in it (*links*). `threadgraph sources` prints the same list, with the plug-ins that are installed.

A source is recognised by what stands on the page or in the file; nothing needs to be configured. Where an interface holds less than another one of the same platform, the better one is fetched too, and the ledger says what is missing.
"""

FILES = """\

## Files of any size

These are read a piece at a time, plain or packed (`.gz`, `.bz2`, `.xz`, `.zst`), so that a dump larger than memory will do:

{streams}

A table's columns are found by their usual names. Where they have others, say so:

```
threadgraph collect talk.csv --into DIR --columns "text=body,author=user,published=created_utc,parent_id=in_reply_to"
```

## Keys

Most sources need none. Where a service wants one, it comes from the environment or from `~/.config/threadgraph/keys.toml`, is added as the request leaves, and is kept nowhere: no capture, log, message or export holds it.

| service | environment | in `keys.toml` |
|---|---|---|
| Disqus, its interface | `THREADGRAPH_DISQUS_KEY` | `disqus = "…"` |
| GitHub (works without, slowly) | `THREADGRAPH_GITHUB_KEY` | `github = "…"` |
| GitLab | `THREADGRAPH_GITLAB_KEY` | `gitlab = "…"` |
| Reddit, oauth.reddit.com | `THREADGRAPH_REDDIT_KEY` | `reddit = "…"` |
| Stack Exchange (works without, for 300 requests a day) | `THREADGRAPH_STACKEXCHANGE_KEY` | `stackexchange = "…"` |
| YouTube, its Data API | `THREADGRAPH_YOUTUBE_KEY` | `youtube = "…"` |
| a server of another name | | `[hosts."git.example"]`, `header = "PRIVATE-TOKEN"` or `query = "api_key"`, `key = "…"` |
"""


def row(scraper: Scraper) -> str:
    says = (scraper.__doc__ or "").strip().splitlines()[0].rstrip(".")
    marks = " | ".join("✓" if g in scraper.gives else "" for g in GIVES)
    return f"| `{scraper.name}` | {says} | {marks} | `{scraper.example}` |"


def page() -> str:
    """The whole page, of the scrapers of this package alone."""
    ours = [s for s in scrapers() if type(s).__module__.startswith("threadgraph.")]
    table = [f"| name | reads | {' | '.join(GIVES)} | for example |", "|" + "---|" * (len(GIVES) + 3)]
    streams = ", ".join(f"`{s.name}`" for s in ours if s.streams)
    return "\n".join([HEAD, *table, *map(row, ours), FILES.format(streams=streams)])


def main() -> int:
    now = page()
    if "--check" in sys.argv[1:]:
        stale = not PAGE.is_file() or PAGE.read_text("utf-8") != now
        print(
            "docs/sources.md is stale: python scripts/sources.py"
            if stale
            else "docs/sources.md is up to date"
        )
        return int(stale)
    PAGE.write_text(now, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
