"""The command line: parse, call the face, print."""

from __future__ import annotations

import json
import sys
import webbrowser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.table import Table

import threadgraph as tg
from threadgraph.cli import bulk
from threadgraph.cli.people import people_as_json, print_people
from threadgraph.cli.terminal import Watch, bar, err, escape, out
from threadgraph.errors import NothingFound, Refused, ThreadgraphError, UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Collect comment threads, link who answered and relayed whom with evidence, show how a story spread.",
    epilog="Exit codes: 0 done, 2 usage, 3 nothing found, 4 partly done (see [b]threadgraph status[/b]), 5 refused (robots, address guard).",
)
_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


class GraphFormat(StrEnum):
    gexf = "gexf"
    graphml = "graphml"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class View(StrEnum):
    posts = "posts"
    authors = "authors"
    sites = "sites"


class On(StrEnum):
    local = "local"
    spark = "spark"


Into = Annotated[
    Path, typer.Option("--into", help="The corpus' folder; made if it isn't there.", show_default=False)
]
Folder = Annotated[Path, typer.Argument(help="The corpus' folder.", show_default=False)]


def main() -> None:
    """Run a command; errors of ours become one line and an exit code."""
    try:
        app()
    except ThreadgraphError as e:
        err.print(f"[red]threadgraph:[/red] {escape(str(e))}", soft_wrap=True)
        sys.exit(e.exit_code)
    except BrokenPipeError:
        sys.exit(0)


@app.command()
def demo(
    to: Annotated[Path, typer.Option("-o", "--output", help="Where to write.")] = Path("output/demo"),
    open_: Annotated[bool, typer.Option("--open", help="Open the explorer in a browser.")] = False,
) -> None:
    """The whole way on the case that ships with the package: an invented crisis of 2005, served on loopback."""
    with tg.demo.DemoServer() as server, bar() as shown:
        study = tg.demo.write_study(to / "study", server.address)
        watch = Watch(shown)
        folder = tg.run(study, to, progress=watch, say=watch.say)
    with tg.Corpus(folder / "corpus") as corpus:
        missing = corpus.problems()
        posts = len(corpus)
    out.print(f"{posts} posts collected; {len(missing)} pages that the demo makes fail or lie on purpose:")
    for url, why in missing:
        out.print(f"  {escape(url)}: {escape(why)}", soft_wrap=True)
    out.print(f"explorer: {(folder / 'explorer.html').resolve()}", soft_wrap=True, highlight=False)
    out.print(f"report:   {(folder / 'report.html').resolve()}", soft_wrap=True, highlight=False)
    if open_:
        webbrowser.open((folder / "explorer.html").resolve().as_uri())


@app.command()
def run(
    study: Annotated[Path, typer.Argument(help="A study.toml.", show_default=False)],
    to: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Where to write; by default output/ and the name of the study's folder."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched, and fetch nothing.")
    ] = False,
) -> None:
    """Collect, link, measure and show all that a study file asks for.

    [dim]threadgraph run crisis/study.toml[/dim]
    """
    if dry_run:
        asked = tg.study.load(study)
        into = (to or Path("output") / study.resolve().parent.name) / "corpus"
        _planned(tg.plan(asked.seeds, into, follow=asked.follow, archive=asked.archive))
        return
    with bar() as shown:
        watch = Watch(shown)
        folder = tg.run(study, to, progress=watch, say=watch.say)
    out.print(f"explorer: {folder / 'explorer.html'}", soft_wrap=True, highlight=False)
    out.print(f"report:   {folder / 'report.html'}", soft_wrap=True, highlight=False)
    with tg.Corpus(folder / "corpus") as corpus:
        _finish(corpus)


@app.command()
def collect(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|FILE...",
            help="Pages, feeds, saved pages, mbox, WXR, WARC, folders.",
            show_default=False,
        ),
    ],
    into: Into,
    links: Annotated[
        bool, typer.Option("--links", help="Follow the links of posts, and trackbacks.")
    ] = False,
    authors: Annotated[bool, typer.Option("--authors", help="Go to the home pages of commenters.")] = False,
    feeds: Annotated[bool, typer.Option("--feeds", help="Read the feeds that pages name.")] = False,
    backlinks: Annotated[
        list[str] | None,
        typer.Option("--backlinks", metavar="ADDRESS", help="Who links to {url}? May be repeated."),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            help="Of pages reached by a hop, keep those with this word or a link to a kept page; may be repeated."
        ),
    ] = None,
    depth: Annotated[int, typer.Option(min=0, help="Hops from the sources.")] = 1,
    hosts: Annotated[
        list[str] | None, typer.Option("--host", help="Host pattern that a hop may reach; may be repeated.")
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="Most pages altogether.")] = 5_000,
    minutes: Annotated[float | None, typer.Option(min=0, help="Stop after so long; the rest waits.")] = None,
    archive: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Read snapshots of a web archive: pywb, the Wayback Machine."),
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_TIMES, help="First day of snapshots, or of links.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_TIMES, help="Last day of them.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched, and fetch nothing.")
    ] = False,
    columns: Annotated[
        str,
        typer.Option(metavar="FIELD=COLUMN,...", help="What the columns of a CSV or JSON Lines file hold."),
    ] = "",
    timezone: Annotated[str, typer.Option(help="Assumed where a page states none.")] = "UTC",
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one host.")] = 1.0,
    contact: Annotated[
        str | None, typer.Option(help="An address that the sites' owners can write to.")
    ] = None,
    robots: Annotated[bool, typer.Option("--robots/--no-robots", help="Obey robots.txt.")] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow loopback and private addresses.")
    ] = False,
    resolve: Annotated[
        list[str] | None,
        typer.Option("--resolve", metavar="HOST=ADDRESS:PORT", help="Serve a host pattern from an address."),
    ] = None,
) -> None:
    """Collect posts and replies into a corpus. The same command again continues.

    [dim]threadgraph collect https://blog.example/2005/10/14/attack/ --into crisis[/dim]
    [dim]threadgraph collect saved-pages/ list.mbox export.xml --into crisis[/dim]
    [dim]threadgraph collect URL --archive https://web.archive.org/web --from 2005-10-13 --to 2005-10-18 --into crisis[/dim]
    """
    pairs = dict(_pair(r) for r in resolve or [])
    start, end = _day(first, timezone), _day(last, timezone, last=True)
    follow = tg.Follow(
        links=links,
        trackbacks=links,
        authors=authors,
        feeds=feeds,
        backlinks=tuple(backlinks or ()),
        depth=depth,
        hosts=tuple(hosts or ()),
        pages=pages,
        start=start,
        end=end,
        minutes=minutes,
        story=tg.Story(terms=tuple(term)) if term else None,
    )
    kept = tg.Archive(archive, start, end) if archive else None
    if dry_run:
        _planned(tg.plan(sources, into, follow=follow, archive=kept))
        return
    from threadgraph.scrapers.columns import named_columns

    with bar() as shown:
        corpus = tg.collect(
            sources,
            into,
            follow=follow,
            archive=kept,
            delay=delay,
            robots=robots,
            allow_private=allow_private,
            resolve=pairs,
            contact=contact,
            timezone=timezone,
            columns=named_columns(columns),
            progress=Watch(shown),
        )
    with corpus:
        out.print(f"{len(corpus)} posts in {escape(str(into))}", highlight=False)
        _finish(corpus)


@app.command()
def reread(folder: Folder) -> None:
    """Rebuild a corpus from its captures with today's scrapers, without the network."""
    follow = tg.study.load(folder / "study.toml").follow if (folder / "study.toml").is_file() else None
    with bar() as shown:
        corpus = tg.reread(folder, follow=follow, progress=Watch(shown))
    with corpus:
        out.print(f"{len(corpus)} posts in {escape(str(folder))}", highlight=False)
        _finish(corpus)


@app.command()
def status(folder: Folder) -> None:
    """What a corpus holds, what is waiting, and what could not be had, and why."""
    with tg.Corpus(folder) as corpus:
        pages = corpus.pages()
        counts = pages["state"].value_counts().to_dict()
        out.print(f"{escape(corpus.title)}: {len(corpus)} posts", highlight=False)
        out.print(
            "pages: " + (", ".join(f"{n} {s}" for s, n in sorted(counts.items())) or "none"), highlight=False
        )
        problems = corpus.problems()
        for url, why in problems:
            out.print(f"  {escape(url)}: {escape(why)}", soft_wrap=True, highlight=False)
        short = [
            r for r in corpus.ledger().to_pylist() if r["unreachable"] or (r["stated"] or 0) > r["collected"]
        ]
        for r in short:
            out.print(
                f"  {escape(r['thread_id'])}: {r['stated'] if r['stated'] is not None else '?'} replies stated, {r['collected']} collected, "
                f"{r['deleted']} deleted, {r['unreachable']} unreachable",
                soft_wrap=True,
                highlight=False,
            )
        if counts.get("waiting"):
            out.print("the same collect command continues with the pages that wait", highlight=False)
        if problems or counts.get("waiting"):
            raise typer.Exit(4)


@app.command()
def extract(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", show_default=False)],
    url: Annotated[str | None, typer.Option(help="Where a file came from.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="JSON Lines, one post a line.")] = False,
) -> None:
    """One page's posts, nothing kept.

    [dim]threadgraph extract page.html --url https://blog.example/attack --json[/dim]
    """
    if "://" in source:
        from threadgraph.web.session import Session

        answer = Session().get(source)
        body, place = answer.body, answer.url
        kind = next((v for k, v in answer.headers if k.lower() == "content-type"), "")
    else:
        if not Path(source).is_file():
            raise UsageError(f"no such file: {source} (addresses begin with https://)")
        body, place, kind = Path(source).read_bytes(), url or Path(source).resolve().as_uri(), ""
    posts = tg.extract(body, place, content_type=kind)
    if json_:
        for p in posts:
            print(json.dumps(p.to_dict(), ensure_ascii=False, default=lambda t: t.isoformat()))  # noqa: T201
    else:
        table = Table("kind", "author", "published (UTC)", "text")
        for p in posts:
            when = f"{p.published:%Y-%m-%d %H:%M}" if p.published else ""
            table.add_row(p.kind, escape(p.author or ""), when, escape(" ".join(p.text.split())[:100]))
        out.print(table)
    if not posts:
        err.print("no posts found")
        raise typer.Exit(3)


@app.command()
def authors(
    folder: Folder,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object, with all candidates.")] = False,
) -> None:
    """Who is who: merged signatures with the evidence, candidates for review, the focal actor's identities.

    Each candidate comes with the lines for [b]study.toml[/b] that merge the two or keep them apart.

    [dim]threadgraph authors crisis[/dim]
    """
    with tg.Corpus(folder) as corpus:
        if not len(corpus):
            raise NothingFound(f"{folder} holds no posts")
        known, focal = tg.study.people_of(corpus, _study(folder))
    if json_:
        print(people_as_json(known, focal))  # noqa: T201
    else:
        print_people(known, focal)


@app.command()
def graph(
    folder: Folder,
    as_: Annotated[GraphFormat, typer.Option("--as", help="The format.")] = GraphFormat.gexf,
    to: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file; by default graph and the format's ending."),
    ] = None,
    view: Annotated[View, typer.Option(help="What the nodes are.")] = View.posts,
    engine: Annotated[
        On, typer.Option(help="What links replies: this machine, or a Spark cluster.")
    ] = On.local,
) -> None:
    """Write the graph for other tools: Gephi (GEXF with dates), GraphML, JSON, CSV, Parquet."""
    with tg.Corpus(folder) as corpus:
        result = tg.study.graph_of(corpus, _study(folder), engine.value)
    for path in tg.write_graph(result, to or Path(f"graph.{as_.value}"), as_.value, view.value):
        out.print(str(path), soft_wrap=True, highlight=False)


@app.command()
def spread(
    folder: Folder,
    focal: Annotated[
        list[str] | None,
        typer.Option(
            help="The actor whose replies are followed, as he signs; by default the study's. Several times: a report each."
        ),
    ] = None,
    term: Annotated[
        list[str] | None, typer.Option(help="A word of the story; may be repeated; by default the study's.")
    ] = None,
    codes: Annotated[
        list[Path] | None,
        typer.Option(help="A coder's strategy.csv with [b]human[/b] filled in; once for each coder."),
    ] = None,
    to: Annotated[Path, typer.Option("-o", "--output", help="Where to write.")] = Path("output/spread"),
) -> None:
    """Tables (CSV and Parquet), figures (SVG and PNG), report.html, methods.txt and references.bib.

    [dim]threadgraph spread crisis --focal "Anne Martin" -o results[/dim]
    [dim]threadgraph spread crisis --focal "Anne Martin" --focal "Luc Roy" -o results[/dim]
    [dim]threadgraph spread crisis --codes anne.csv --codes luc.csv -o results[/dim]
    """
    if codes and len(focal or ()) > 1:
        raise UsageError("--codes are of one actor's sentences: give one --focal")
    study = _study(folder)
    actors: list[str | tg.Focal | None] = [*(focal or ())]
    if not actors:
        actors = [study.focal, *study.others] if study else [None]
    spread_of_actor = _spreads(folder, study, term)
    results = [spread_of_actor(actor, codes or ()) for actor in (actors[:1] if codes else actors)]
    paths = [tg.write_results(results[0], to)] if len(results) == 1 else tg.write_actors(results, to)
    for path in paths:
        out.print(str(path), soft_wrap=True, highlight=False)


@app.command()
def explore(
    folder: Folder,
    to: Annotated[Path, typer.Option("-o", "--output", help="The file.")] = Path("output/explorer.html"),
    focal: Annotated[str | None, typer.Option(help="The actor to follow; by default the study's.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A pyvis page of who answered whom, for up to 500 people.")
    ] = False,
) -> None:
    """Write the explorer: one HTML file that can be mailed."""
    study = _study(folder)
    with tg.Corpus(folder) as corpus:
        if not len(corpus):
            raise NothingFound(f"{folder} holds no posts")
        result = tg.study.graph_of(corpus, study)
    if quick:
        path = tg.quicklook(result, to)
    elif focal or (study and (study.focal or study.story)):
        path = tg.explore(_spread(folder, focal), to)
    else:
        path = tg.explore(tg.spread(result), to)
    out.print(str(path), soft_wrap=True, highlight=False)


app.command()(bulk.convert)
app.command()(bulk.measure)
app.command()(bulk.standing)


@app.command()
def sources() -> None:
    """The scrapers, and what their posts carry."""
    table = Table("name", "reads", "gives", "example")
    for s in tg.scrapers.scrapers():
        table.add_row(s.name, (s.__doc__ or "").strip().splitlines()[0], ", ".join(s.gives), s.example)
    out.print(table)


def _study(folder: Path) -> tg.Study | None:
    return tg.study.load(folder / "study.toml") if (folder / "study.toml").is_file() else None


def _spread(folder: Path, focal: str | None) -> tg.Spread:
    study = _study(folder)
    return _spreads(folder, study, None)(focal or (study.focal if study else None), ())


def _spreads(
    folder: Path, study: tg.Study | None, terms: list[str] | None
) -> Callable[[str | tg.Focal | None, Sequence[Path]], tg.Spread]:
    """What gives the spread of an actor, with the codes of coding sheets; the corpus is linked once."""
    with tg.Corpus(folder) as corpus:
        graph = tg.study.graph_of(corpus, study)

    def of(focal: str | tg.Focal | None, codes: Sequence[Path]) -> tg.Spread:
        if study is not None and not terms:
            return tg.study.spread_of(graph, study, codes, focal)
        story = tg.Story(terms=tuple(terms)) if terms else None
        zone = study.timezone if study else "UTC"
        return tg.spread(graph, focal, story, timezone=zone, codes=codes)

    return of


def _planned(pages: list[tg.Planned]) -> None:
    """What would be fetched, one page a line: hops, reason, address, and the page that leads there."""
    for p in pages:
        origin = f"  (from {p.came_from})" if p.came_from else ""
        out.print(escape(f"{p.depth}  {p.why:<10}  {p.url}{origin}"), soft_wrap=True, highlight=False)
    err.print(
        f"{len(pages)} pages would be fetched; nothing was. Where a page leads is known when it was read.",
        highlight=False,
    )


def _day(day: datetime | None, zone: str, last: bool = False) -> datetime | None:
    """A day of the command line as a moment; a last day is meant to be included."""
    if day is None:
        return None
    whole = timedelta(days=1) - timedelta(seconds=1) if last and day.time() == time() else timedelta()
    try:
        return (day + whole).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError) as e:
        raise UsageError(f"unknown timezone {zone!r}; names are such as Europe/Paris") from e


def _pair(text: str) -> tuple[str, str]:
    host, mark, address = text.partition("=")
    if not mark or not host or not address:
        raise UsageError(f"--resolve wants HOST=ADDRESS:PORT, not {text!r}")
    return host, address


def _finish(corpus: tg.Corpus) -> None:
    """Say what is missing, and leave with the code that tells it."""
    problems = corpus.problems()
    for url, why in problems[:20]:
        err.print(f"  {escape(url)}: {escape(why)}", soft_wrap=True, highlight=False)
    if len(problems) > 20:
        err.print(f"  and {len(problems) - 20} more: threadgraph status {corpus.path}", highlight=False)
    if not len(corpus) and problems and all(s == "refused" for s in corpus.pages()["state"]):
        _leave(Refused.exit_code)
    if not len(corpus) and all(s == "done" for s in corpus.pages()["state"]):
        err.print("no posts found")
        _leave(3)
    if problems:
        _leave(4)


def _leave(code: int) -> NoReturn:
    raise typer.Exit(code)
