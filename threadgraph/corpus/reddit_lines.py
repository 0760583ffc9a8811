"""A block of lines of Reddit's dumps as a table of posts, at once: DuckDB reads what is plain, the scraper the rest.

What comes out equals what `threadgraph.scrapers.reddit_dump` reads line by line. A row whose values are of
another type, that holds HTML, entities beyond ``&gt;``, ``&lt;`` and ``&amp;``, or nested quotes, is odd: its
line goes through the scraper.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from threadgraph.model import POST_SCHEMA, Post, posts_table
from threadgraph.scrapers import Page
from threadgraph.scrapers.payload import spaced_quotes, web_links
from threadgraph.scrapers.reddit_dump import dump_post

__all__ = ["Block", "reddit_block"]

#: A line of more than this many bytes is read by the scraper, with its whole block.
_LONGEST = 4_000_000
_TEXTS = (
    "id", "link_id", "parent_id", "author", "created_utc", "body", "selftext", "title", "subreddit", "permalink", "url",
)  # fmt: skip
_VALUES = ("score", "is_submitter", "is_self", "removed_by_category", "body_html", "selftext_html")
_COLUMNS = ", ".join([f"'{c}': 'VARCHAR'" for c in _TEXTS] + [f"'{c}': 'JSON'" for c in _VALUES])

#: What stands in the other columns of a row that is not odd: id, time, community, author, permalink, score, thread, parent.
_PLAIN_ROW = (
    r"[0-9a-z]+\|(?:0|[1-9]\d{0,10})\|\w+\|(?:[\w-]+|\[(?:deleted|removed)\])\|(?:/[\w-][\w/-]*)?"
    r"\|(?:0|-?[1-9]\d{0,14}|null)?\|(?:t3_[0-9a-z]+)?\|(?:t[13]_[0-9a-z]+)?"
)


def _plain(column: str) -> str:
    return f"replace(replace(replace({column}, '&gt;', '>'), '&lt;', '<'), '&amp;', '&')"


def _entities(column: str, plain: str) -> str:
    """Whether anything is escaped that `_plain` leaves."""
    mended = f"replace(replace(replace({column}, '&gt;', ''), '&lt;', ''), '&amp;', '')"
    return f"CASE WHEN contains({plain}, '&') THEN contains({mended}, '&') ELSE false END"  # AND would look at all


#: Texts are mended step by step as the scraper does: most are one line of plain ASCII, and need none of it.
_LINES = f"""
WITH lines AS (
    SELECT *, link_id IS NOT NULL AND body IS NOT NULL AS comment, coalesce(CASE WHEN comment THEN body ELSE selftext END, '') AS typed,
        CASE WHEN author NOT IN ('[deleted]', '[removed]') THEN author END AS person
    FROM read_ndjson(?, columns={{{_COLUMNS}}}, records='true', ignore_errors=true, maximum_object_size={_LONGEST})
), looked AS (
    SELECT *, NOT contains(typed, '&') AND NOT contains(typed, chr(10)) AND NOT contains(typed, chr(13)) AS simple FROM lines
), mended AS (
    SELECT *, CASE WHEN simple OR NOT contains(typed, '&') THEN typed ELSE {_plain("typed")} END AS b1 FROM looked
), ended AS (
    SELECT *, CASE WHEN ends_with(b1, ' ') OR ends_with(b1, chr(9)) THEN regexp_replace(b1, '(?m)[ \\t]+$', '', 'g')
        WHEN simple THEN b1
        WHEN contains(b1, ' ' || chr(10)) OR contains(b1, chr(9) || chr(10)) THEN regexp_replace(b1, '(?m)[ \\t]+$', '', 'g')
        ELSE b1 END AS b2
    FROM mended
), parted AS (
    SELECT *, CASE WHEN simple OR NOT contains(b2, chr(10)) THEN b2
        WHEN contains(b2, chr(10) || chr(10) || chr(10))
        THEN trim(regexp_replace(b2, '\\n{{3,}}', chr(10) || chr(10), 'g'), chr(10)) ELSE trim(b2, chr(10)) END AS words
    FROM ended
)
SELECT
    coalesce(NOT (
        regexp_full_match(concat(id, '|', created_utc, '|', subreddit, '|', author, '|', permalink, '|', score, '|', link_id, '|', parent_id), '{_PLAIN_ROW}')
        AND id NOT IN ('true', 'false') AND subreddit NOT IN ('true', 'false') AND author NOT IN ('true', 'false')
        AND CASE WHEN comment THEN link_id <> '' AND coalesce(body_html, 'null') = 'null' AND coalesce(is_submitter, 'null') IN ('true', 'false', 'null')
            ELSE link_id IS NULL AND body IS NULL AND title IS NOT NULL AND (selftext IS NOT NULL OR is_self IS NOT NULL)
            AND coalesce(selftext_html, 'null') = 'null' AND coalesce(removed_by_category, 'null') = 'null'
            AND coalesce(is_self, 'null') IN ('true', 'false', 'null') AND NOT ({_entities("title", "title")})
            AND (url IS NULL OR NOT ({_entities("url", "url")})) END
        AND CASE WHEN simple THEN NOT ends_with(words, chr(160)) AND NOT ends_with(words, chr(8203)) WHEN contains(b1, chr(13)) OR contains(b1, chr(160)) OR contains(b1, chr(8203)) THEN false
            ELSE NOT ({_entities("typed", "b1")}) END
    ), true) AS odd,
    CASE WHEN NOT comment AND coalesce(is_self, 'null') <> 'true' AND starts_with(url, 'http')
        AND NOT contains(url, '/comments/' || id || '/')
        AND words NOT IN ('[deleted]', '[removed]') THEN {_plain("url")} END AS away,
    contains(words, '>') AS quotes,
    contains(words, '://') OR away IS NOT NULL AS held,
    'reddit.com:' || CASE WHEN comment THEN 't1_' ELSE 't3_' END || id AS id,
    'reddit.com:' || CASE WHEN comment THEN link_id ELSE 't3_' || id END AS thread_id,
    CASE WHEN comment THEN 'reddit.com:' || nullif(parent_id, '') END AS parent_id,
    CASE WHEN comment THEN 'comment' ELSE 'post' END AS kind,
    'reddit_dump' AS source,
    'reddit.com/r/' || subreddit AS site,
    person AS author,
    'https://www.reddit.com/user/' || person AS author_url,
    'account:reddit.com/' || person AS author_key,
    CASE WHEN person IS NOT NULL AND (NOT comment OR is_submitter = 'true') THEN true END AS is_owner,
    make_timestamptz(TRY_CAST(created_utc AS BIGINT) * 1000000) AS published,
    created_utc AS published_text,
    'second' AS precision,
    'stated' AS zone,
    CASE WHEN comment THEN '' ELSE {_plain("title")} END AS title,
    CASE WHEN words IN ('[deleted]', '[removed]') THEN '' ELSE words END AS text,
    '' AS html,
    'https://www.reddit.com' || coalesce(nullif(permalink, ''),
        CASE WHEN comment THEN '/comments/' || link_id[4:] || '/_/' || id || '/' ELSE '/comments/' || id || '/' END) AS url,
    TRY_CAST(score AS BIGINT) AS score,
    NULL::VARCHAR AS lang,
    CASE words WHEN '[deleted]' THEN 'deleted' WHEN '[removed]' THEN 'removed' ELSE 'ok' END AS status,
    NULL::VARCHAR AS capture
FROM parted
"""  # noqa: S608 - names of ours


class Block:
    """The posts of some lines, and the lines that hold none.

    Attributes
    ----------
    posts : pyarrow.Table
        With `POST_SCHEMA`, in the order of the lines.
    lines : int
        How many lines there were, empty ones aside.
    unread : list of (int, str, bytes)
        Line that holds no post (counted from 0 in the block), why, and the line.
    """

    def __init__(self, posts: pa.Table, lines: int, unread: list[tuple[int, str, bytes]]) -> None:
        self.posts = posts
        self.lines = lines
        self.unread = unread


def reddit_block(con: duckdb.DuckDBPyConnection, block: Path, first: int, page: Page) -> Block:
    """The posts of a file of plain lines.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
    block : Path
        JSON Lines, unpacked.
    first : int
        How many lines of the dump came before.
    page : Page
        The dump.

    Returns
    -------
    Block
    """
    try:
        read = con.sql(_LINES, params=[str(block)]).to_arrow_table()
    except duckdb.Error:  # a line longer than DuckDB takes: the scraper reads it all
        return _slowly(_lines(block), first, page)
    odd = np.flatnonzero(read["odd"].to_numpy())
    lines = _lines(block) if len(odd) else []
    if len(odd) and len(lines) != len(read):
        return _slowly(lines, first, page)
    posts = _completed(read, first)
    if not len(odd):
        return Block(posts, len(read), [])
    slow = _slowly([lines[i] for i in odd], 0, page, [first + int(i) for i in odd])
    at = np.concatenate([np.delete(np.arange(len(read)), odd), slow.posts["position"].to_numpy() - first])
    both = pa.concat_tables([posts.filter(pa.array(~read["odd"].to_numpy())), slow.posts])
    unread = [(int(odd[i]), why, line) for i, why, line in slow.unread]
    return Block(both.take(pa.array(np.argsort(at, kind="stable"))), len(read), unread)


def _lines(block: Path) -> list[bytes]:
    return [line for line in block.read_bytes().split(b"\n") if line.strip()]


def _completed(read: pa.Table, first: int) -> pa.Table:
    """What was read as posts: quotes and links, which few texts hold, and their places."""
    texts = read["text"].combine_chunks()
    quotes, held = read["quotes"].combine_chunks(), read["held"].combine_chunks()
    texts = pc.replace_with_mask(
        texts, quotes, pa.array(map(spaced_quotes, texts.filter(quotes).to_pylist()), pa.string())
    )
    away = read["away"].combine_chunks()
    sizes = np.zeros(len(read) + 1, dtype=np.int32)
    links: list[str] = []
    at = np.flatnonzero(held.to_numpy(zero_copy_only=False))
    for i, words, out in zip(at, texts.filter(held).to_pylist(), away.filter(held).to_pylist(), strict=True):
        found = web_links(words)
        if out is not None:
            found = (out, *(u for u in found if u != out))
        links += found
        sizes[i + 1] = len(found)
    values = {name: read[name] for name in read.column_names}
    values["text"] = texts
    values["links"] = pa.ListArray.from_arrays(np.cumsum(sizes, dtype=np.int32), pa.array(links, pa.string()))
    values["position"] = pa.array(np.minimum(first + np.arange(len(read)), 2**31 - 1).astype(np.int32))
    return pa.table({f.name: values[f.name].cast(f.type) for f in POST_SCHEMA}, schema=POST_SCHEMA)


def _slowly(lines: list[bytes], first: int, page: Page, places: list[int] | None = None) -> Block:
    posts: list[Post] = []
    unread = []
    for i, line in enumerate(lines):
        try:
            row: Any = json.loads(line)
        except (ValueError, RecursionError):
            unread.append((i, "no JSON", line))
            continue
        post = dump_post(row, page, places[i] if places else first + i) if isinstance(row, dict) else None
        if post is None:
            unread.append((i, "no submission or comment of Reddit", line))
        else:
            posts.append(post)
    return Block(posts_table(posts), len(lines), unread)
