"""The records that every room of the house speaks: `Post`, `Edge`, and whom a study is about.

A post is what somebody said somewhere; an edge says that one post follows from another, and
why we think so. Beside each dataclass stands its Arrow schema, so that a table of a million
posts has the same columns as one `Post` has fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

import pyarrow as pa

__all__ = [
    "CANDIDATE_SCHEMA",
    "EDGE_SCHEMA",
    "PEOPLE_SCHEMA",
    "POST_SCHEMA",
    "Authors",
    "Edge",
    "EdgeClass",
    "EdgeKind",
    "Focal",
    "Kind",
    "Post",
    "Precision",
    "Status",
    "Story",
    "edges_table",
    "posts_from_table",
    "posts_table",
]

Kind = Literal["post", "comment", "trackback", "email", "notice"]
Status = Literal["ok", "deleted", "removed", "placeholder"]
Precision = Literal["second", "minute", "hour", "day", "month", "year", "unknown"]
EdgeKind = Literal["reply", "link", "quote", "mention", "relay", "correct"]
EdgeClass = Literal["E1", "E2", "E3"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One thing that one author said in one place at one time.

    Parameters
    ----------
    id : str
        Stable and unique in the world: ``host:native-id``, else the permalink, else
        thread, position and a hash.
    thread_id : str
        The thread it stands in (for a blog, the address of the opening post).
    parent_id : str, optional
        The post that the platform itself says it answers. Guesses are edges, never written here.
    kind : {'post', 'comment', 'trackback', 'email', 'notice'}
        An opening post or article, a comment, a trackback or pingback, a mail, a notice.
    source : str
        The scraper that read it.
    site : str
        The registered domain, list or community.
    author, author_url, author_key : str, optional
        The name as shown, the profile or home page, a hash of the e-mail or avatar.
    is_owner : bool, optional
        The page marks this author as the site's or the thread's owner.
    published : datetime, optional
        Aware, with the offset that was stated: the hour that its readers saw.
    published_text : str, optional
        The time as the page prints it.
    precision : {'second', 'minute', 'hour', 'day', 'month', 'year', 'unknown'}
        How much of `published` is known.
    zone : {'stated', 'assumed'}, optional
        Whether the page gave the time zone.
    title, text, html : str
        `text` keeps quotes as lines that begin with ``> ``; `html` is sanitised.
    links : tuple of str
        Absolute, in the order of the text.
    url : str, optional
        The permalink.
    position : int
        Place on its page, from 0.
    score : int, optional
        Points, likes or votes.
    lang : str, optional
        As the page declares it.
    status : {'ok', 'deleted', 'removed', 'placeholder'}
        A placeholder stands for a post that others answer and nobody has.
    capture : str, optional
        Which stored response it came from: WARC file name, ``#``, record id.

    Examples
    --------
    >>> Post(id="blog.example:c1", thread_id="blog.example/attack", text="Well said").kind
    'comment'
    """

    id: str
    thread_id: str
    parent_id: str | None = None
    kind: Kind = "comment"
    source: str = ""
    site: str = ""
    author: str | None = None
    author_url: str | None = None
    author_key: str | None = None
    is_owner: bool | None = None
    published: datetime | None = None
    published_text: str | None = None
    precision: Precision = "unknown"
    zone: Literal["stated", "assumed"] | None = None
    title: str = ""
    text: str = ""
    html: str = ""
    links: tuple[str, ...] = ()
    url: str | None = None
    position: int = 0
    score: int | None = None
    lang: str | None = None
    status: Status = "ok"
    capture: str | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.thread_id:
            raise ValueError("a post needs an id and a thread_id")
        if self.kind not in get_args(Kind):
            raise ValueError(f"unknown kind of post {self.kind!r}; one of {', '.join(get_args(Kind))}")
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"post {self.id}: published must be an aware datetime")
        if not isinstance(self.links, tuple):
            object.__setattr__(self, "links", tuple(self.links))

    def to_dict(self) -> dict[str, Any]:
        """The post as a dictionary of plain values (times stay datetimes)."""
        # not asdict, which copies every value: this runs once for each post of a dump
        return {name: getattr(self, name) for name in self.__slots__} | {"links": list(self.links)}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Post:
        """The post that `to_dict`, a table row or a line of JSON describes; unknown keys are ignored."""
        names = {f.name for f in fields(cls)}
        values = {k: v for k, v in row.items() if k in names and v is not None}
        if isinstance(values.get("published"), str):
            values["published"] = datetime.fromisoformat(values["published"].replace("Z", "+00:00"))
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One post follows from another, with the reason.

    Parameters
    ----------
    source, target : str
        Post ids. The source is the later one: reply → parent, citing → cited, relayer → relayed.
    kind : {'reply', 'link', 'quote', 'mention', 'relay', 'correct'}
    cls : {'E1', 'E2', 'E3'}
        Explicit, evidenced by the text, inferred (the column is named ``class`` in tables).
    probability : float
        1.0 for what the platform states.
    rule : str
        The name of the rule or model that made the edge.
    evidence : str
        The span that shows it, verbatim; or the model's reason.
    evidence_post : str, optional
        The id of the post in which the span stands.
    url : str, optional
        Where a reader can check it.
    time : datetime, optional
        When the source was published.
    """

    source: str
    target: str
    kind: EdgeKind
    cls: EdgeClass
    probability: float
    rule: str
    evidence: str
    evidence_post: str | None = None
    url: str | None = None
    time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Focal:
    """The actor whose replies a study follows.

    Parameters
    ----------
    name : str
        As he signs most often.
    aliases : tuple of str
        Other signatures that are certainly his.
    urls : tuple of str
        Profiles and home pages that are his.
    organisation : str, optional
        Whom he speaks for.
    """

    name: str
    aliases: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """What a researcher knows about who is who, and no rule can.

    A signature is a name as signed, which means everybody who signs so, or ``name @ place``, where the
    place is the site on which it is signed or the home page that it gives.

    Parameters
    ----------
    same : tuple of tuple of str
        Groups of signatures, each of one person.
    different : tuple of tuple of str
        Groups of signatures of which no two are one person's.
    """

    same: tuple[tuple[str, ...], ...] = ()
    different: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the news is: a post belongs to the story when it holds a term or links to a story page.

    Parameters
    ----------
    terms : tuple of str
        Words or phrases, matched without regard to case and accents.
    urls : tuple of str
        Pages that are the story.
    """

    terms: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


_UTC = pa.timestamp("us", tz="UTC")

POST_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("thread_id", pa.string(), nullable=False),
        ("parent_id", pa.string()),
        ("kind", pa.string()),
        ("source", pa.string()),
        ("site", pa.string()),
        ("author", pa.string()),
        ("author_url", pa.string()),
        ("author_key", pa.string()),
        ("is_owner", pa.bool_()),
        ("published", _UTC),
        ("published_text", pa.string()),
        ("precision", pa.string()),
        ("zone", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("html", pa.string()),
        ("links", pa.list_(pa.string())),
        ("url", pa.string()),
        ("position", pa.int32()),
        ("score", pa.int64()),
        ("lang", pa.string()),
        ("status", pa.string()),
        ("capture", pa.string()),
    ]
)

EDGE_SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("target", pa.string(), nullable=False),
        ("kind", pa.string()),
        ("class", pa.string()),
        ("probability", pa.float64()),
        ("rule", pa.string()),
        ("evidence", pa.string()),
        ("evidence_post", pa.string()),
        ("url", pa.string()),
        ("time", _UTC),
    ]
)

PEOPLE_SCHEMA = pa.schema(
    [
        pa.field("person", pa.string(), nullable=False),  # stable id, e.g. "p:blog.example/michel"
        ("name", pa.string()),  # the signature used most often
        ("names", pa.list_(pa.string())),
        ("urls", pa.list_(pa.string())),
        ("sites", pa.list_(pa.string())),
        ("posts", pa.int64()),
        ("evidence", pa.list_(pa.string())),  # one line a merge: which rule, on what
    ]
)

CANDIDATE_SCHEMA = pa.schema(
    [
        pa.field("person", pa.string(), nullable=False),  # two persons who may be one
        pa.field("other", pa.string(), nullable=False),
        ("name", pa.string()),  # a signature of each, where it stands, and how a study file writes it
        ("site", pa.string()),
        ("written", pa.string()),
        ("other_name", pa.string()),
        ("other_site", pa.string()),
        ("other_written", pa.string()),
        ("score", pa.float64()),  # a setting for each rule, not a calibrated estimate
        ("reason", pa.string()),
    ]
)


def posts_table(posts: Iterable[Post]) -> pa.Table:
    """Posts as an Arrow table with `POST_SCHEMA`."""
    return pa.Table.from_pylist([p.to_dict() for p in posts], schema=POST_SCHEMA)


def posts_from_table(table: pa.Table) -> list[Post]:
    """The posts of an Arrow table; columns beyond `POST_SCHEMA` are left aside."""
    return [Post.from_dict(row) for row in table.to_pylist()]


def edges_table(edges: Iterable[Edge]) -> pa.Table:
    """Edges as an Arrow table with `EDGE_SCHEMA`, in a stable order."""
    rows = [
        {
            "source": e.source,
            "target": e.target,
            "kind": e.kind,
            "class": e.cls,
            "probability": e.probability,
            "rule": e.rule,
            "evidence": e.evidence,
            "evidence_post": e.evidence_post,
            "url": e.url,
            "time": e.time,
        }
        for e in edges
    ]
    rows.sort(key=lambda r: (str(r["source"]), str(r["target"]), str(r["kind"]), str(r["rule"])))
    return pa.Table.from_pylist(rows, schema=EDGE_SCHEMA)
