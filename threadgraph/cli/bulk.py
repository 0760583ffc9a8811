"""The commands for dumps that no corpus need hold: convert, measure, standing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.status import Status

import threadgraph as tg
from threadgraph.cli.terminal import err, escape, out
from threadgraph.errors import NothingFound, PartlyDone, UsageError

__all__ = ["convert", "measure", "standing"]


def convert(
    dumps: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Dumps, packed or not: NDJSON, CSV, mbox, XML.", show_default=False
        ),
    ],
    into: Annotated[
        Path, typer.Option("--into", help="The folder for the Parquet files.", show_default=False)
    ],
    columns: Annotated[
        str,
        typer.Option(metavar="FIELD=COLUMN,...", help="What the columns of a CSV or JSON Lines file hold."),
    ] = "",
    timezone: Annotated[str, typer.Option(help="Assumed where a dump states none.")] = "UTC",
) -> None:
    """Dumps of any size into Parquet, as a stream. The same command again continues.

    [dim]threadgraph convert RS_2011-12.zst RC_2011-12.zst --into posts[/dim]
    """
    with _telling("stopped; what was written is kept, and the same command continues") as status:
        from threadgraph.scrapers.columns import named_columns

        done = tg.convert(dumps, into, columns=named_columns(columns), timezone=timezone, progress=status)
    out.print(
        f"{done.posts} posts in {len(done.files)} files in {escape(str(into))}",
        soft_wrap=True,
        highlight=False,
    )
    if not done.posts:
        raise NothingFound("no posts found")
    if done.unread:
        raise PartlyDone(
            f"{done.unread} lines held no post; {into}/*.unread.jsonl names them with the reason"
        )


def measure(
    posts: Annotated[
        str, typer.Argument(metavar="FOLDER|FILE", help="Parquet files of posts.", show_default=False)
    ],
    to: Annotated[Path, typer.Option("-o", "--output", help="Where to write.")] = Path("output/measures"),
) -> None:
    """Replies, author graph and cascade measures of millions of posts: replies.parquet, authors.parquet, cascades.parquet.

    [dim]threadgraph measure posts -o measures[/dim]
    """
    with _telling("stopped; nothing was written, and the same command begins anew") as status:
        done = tg.measure(posts, to, progress=status)
    out.print(f"{done.posts} posts measured", highlight=False)
    if done.orphans:
        out.print(
            f"{done.orphans} replies to posts that are not there: each begins a tree of its own",
            highlight=False,
        )
    if done.circles:
        out.print(f"{done.circles} circles of replies cut", highlight=False)
    for path in (done.replies, done.authors, done.cascades):
        out.print(str(path), soft_wrap=True, highlight=False)


def standing(
    graph: Annotated[Path, typer.Argument(metavar="AUTHORS.PARQUET", show_default=False)],
    to: Annotated[Path, typer.Option("-o", "--output", help="The table; .csv or .parquet.")] = Path(
        "output/standing.csv"
    ),
) -> None:
    """PageRank, component, core and community of each author; needs the extra [b]scale[/b].

    [dim]threadgraph standing measures/authors.parquet -o standing.csv[/dim]
    """
    if to.suffix not in (".csv", ".parquet"):
        raise UsageError(f"can't write {to.name}: one of .csv, .parquet")
    if not graph.is_file():
        raise UsageError(f"no such file: {graph} (threadgraph measure writes it)")
    found = tg.author_measures(graph)
    to.parent.mkdir(parents=True, exist_ok=True)
    from threadgraph.visualizer.tables import write_csv, write_parquet

    path = write_csv(found, to) if to.suffix == ".csv" else write_parquet(found, to)
    out.print(f"{len(found)} authors: {escape(str(path))}", soft_wrap=True, highlight=False)


@contextmanager
def _telling(stopped: str) -> Iterator[_Teller]:
    """What is being done, on one line of a terminal; an interrupt is answered with what is left."""
    try:
        with err.status("reading") as status:
            yield _Teller(status)
    except KeyboardInterrupt as e:
        raise PartlyDone(stopped) from e


class _Teller:
    def __init__(self, status: Status) -> None:
        self.status = status

    def __call__(self, said: str) -> None:
        self.status.update(escape(said))
