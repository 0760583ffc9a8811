"""A study: what is collected, whose replies are followed, which story; and the walk through the whole house."""

from __future__ import annotations

import difflib
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from threadgraph.corpus import Corpus, Follow, Progress, collect
from threadgraph.corpus.pseudonyms import key_of, pseudonymise, shown_as
from threadgraph.errors import NothingFound, StudyError
from threadgraph.graph import ThreadGraph, build, build_table
from threadgraph.graph.identity.rulings import authors_from, read_authors
from threadgraph.graph.people import resolve
from threadgraph.model import Authors, Focal, Story, edges_table
from threadgraph.spread import Spread, spread
from threadgraph.spread.story import focal_people
from threadgraph.visualizer import explore, write_actors, write_graph, write_results
from threadgraph.web import Archive

__all__ = ["Manners", "Study", "graph_of", "load", "people_of", "run", "spread_of"]

#: The keys of a study file and the types that their values must have.
_KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "": {"title": (str,), "seeds": (list,), "timezone": (str,)},
    "window": {"start": (date,), "end": (date,)},
    "follow": {
        "links": (bool,),
        "trackbacks": (bool,),
        "authors": (bool,),
        "feeds": (bool,),
        "backlinks": (list,),
        "relevant": (bool,),
        "depth": (int,),
        "hosts": (list,),
        "pages": (int,),
        "minutes": (int, float),
    },
    "archive": {"url": (str,), "index": (str,), "start": (date,), "end": (date,)},
    "focal": {"name": (str,), "aliases": (list,), "urls": (list,), "organisation": (str,)},
    "authors": {"same": (list,), "different": (list,)},
    "story": {"terms": (list,), "urls": (list,)},
    "privacy": {"pseudonyms": (bool,)},
    "manners": {
        "delay": (int, float),
        "robots": (bool,),
        "allow_private": (bool,),
        "resolve": (dict,),
        "contact": (str,),
    },
}


@dataclass(frozen=True)
class Manners:
    """How sites are asked: see `collect`."""

    delay: float = 1.0
    robots: bool = True
    allow_private: bool = False
    resolve: Mapping[str, str] = field(default_factory=dict)
    contact: str | None = None


@dataclass(frozen=True)
class Study:
    """What a study file says.

    Attributes
    ----------
    title : str
    seeds : tuple of str or Path
        Addresses, and local files relative to the study file.
    timezone : str
        Assumed where a page states none.
    start, end : datetime, optional
        The window, aware.
    follow : Follow
    archive : Archive, optional
        Where the sources' snapshots are, if they aren't read from the living web.
    focal : Focal, optional
        Whose replies are followed.
    others : tuple of Focal
        Further actors, each with a report of his own.
    authors : Authors, optional
        Authors merged and kept apart by hand.
    story : Story, optional
    pseudonyms : bool
    manners : Manners
    """

    title: str
    seeds: tuple[str | Path, ...]
    timezone: str = "UTC"
    start: datetime | None = None
    end: datetime | None = None
    follow: Follow = field(default_factory=Follow)
    archive: Archive | None = None
    focal: Focal | None = None
    others: tuple[Focal, ...] = ()
    authors: Authors | None = None
    story: Story | None = None
    pseudonyms: bool = False
    manners: Manners = field(default_factory=Manners)


def load(path: str | Path) -> Study:
    """Read a study file.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        If there is no such file, it is no TOML, or a key is unknown or of the wrong type; the message
        names the key and the nearest right one.
    """
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError) as e:
        raise StudyError(f"no study file {file}; docs/first-study.md shows one to start from") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise StudyError(f"{file}: not valid TOML: {e}") from e
    _check(data, file)
    seeds = tuple(_seed(s, file) for s in data.get("seeds", []))
    if not seeds:
        raise StudyError(
            f'{file}: no seeds; add a line such as: seeds = ["https://blog.example/2005/10/14/attack/"]'
        )
    zone = data.get("timezone", "UTC")
    try:
        start, end = _window(data.get("window", {}), ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as e:
        raise StudyError(f"{file}: unknown timezone {zone!r}; names are such as Europe/Paris") from e
    story = Story(**{k: tuple(v) for k, v in data["story"].items()}) if data.get("story") else None
    actors = data.get("focal", [])
    actors = [actors] if isinstance(actors, dict) else actors
    if any(not a.get("name") for a in actors):
        raise StudyError(f"{file}: [focal] needs a name")
    return Study(
        title=data.get("title", file.parent.resolve().name),
        seeds=seeds,
        timezone=zone,
        start=start,
        end=end,
        follow=_follow(data.get("follow", {}), story, start, end, file),
        archive=_archive(data.get("archive"), start, end, ZoneInfo(zone), file),
        focal=_focal(actors[0]) if actors else None,
        others=tuple(map(_focal, actors[1:])),
        authors=authors_from(data["authors"], file) if data.get("authors") else None,
        story=story,
        pseudonyms=data.get("privacy", {}).get("pseudonyms", False),
        manners=Manners(**data.get("manners", {})),
    )


def _follow(
    rules: Mapping[str, Any], story: Story | None, start: datetime | None, end: datetime | None, file: Path
) -> Follow:
    for place in rules.get("backlinks", ()):
        if "{url}" not in place or not place.startswith(("http://", "https://")):
            raise StudyError(
                f"{file}: follow.backlinks: {place!r} is no address with {{url}} where the page's address goes"
            )
    given: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in rules.items() if k != "relevant"
    }
    return Follow(**given, start=start, end=end, story=story if rules.get("relevant", True) else None)


def _archive(
    given: Mapping[str, Any] | None,
    start: datetime | None,
    end: datetime | None,
    zone: ZoneInfo,
    file: Path,
) -> Archive | None:
    if given is None:
        return None
    if not str(given.get("url", "")).startswith(("http://", "https://")):
        raise StudyError(f'{file}: [archive] needs a url, such as "https://web.archive.org/web"')
    first, last = _window(given, zone)
    return Archive(given["url"], first or start, last or end, given.get("index"))


def _focal(given: Mapping[str, Any]) -> Focal:
    return Focal(
        name=given["name"],
        aliases=tuple(given.get("aliases", ())),
        urls=tuple(given.get("urls", ())),
        organisation=given.get("organisation"),
    )


def _check(data: dict[str, Any], file: Path) -> None:
    for key, value in data.items():
        if key == "focal" and isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            for actor in value:  # [[focal]], once for each actor
                for inner, content in actor.items():
                    _one(f"{key}.{inner}", inner, content, _KEYS[key], file)
        elif key in _KEYS and key:
            if not isinstance(value, dict):
                raise StudyError(f"{file}: {key} is a section; write [{key}] on a line of its own")
            for inner, content in value.items():
                _one(f"{key}.{inner}", inner, content, _KEYS[key], file)
        else:
            _one(key, key, value, _KEYS[""] | {k: (dict,) for k in _KEYS if k}, file)


def _one(full: str, key: str, value: object, known: Mapping[str, tuple[type, ...]], file: Path) -> None:
    if key not in known:
        everywhere = {k: f"{s}.{k}" if s else k for s, keys in _KEYS.items() for k in keys}
        near = difflib.get_close_matches(key, known, 1, 0.5) or difflib.get_close_matches(
            key, everywhere, 1, 0.6
        )
        prefix = full.rpartition(".")[0]
        right = near[0] if near else None
        if right is not None and right in known:
            right = f"{prefix}.{right}" if prefix else right
        elif right is not None:
            right = everywhere[right]
        hint = f"; did you mean {right!r}?" if right else f"; known are {', '.join(known)}"
        raise StudyError(f"{file}: unknown key {full!r}{hint}")
    wanted = known[key]
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        raise StudyError(f"{file}: {full} must be a {wanted[0].__name__}, not a {type(value).__name__}")
    groups = full.startswith("authors.")  # lists of lists, which `authors_from` checks
    if isinstance(value, list) and not groups and not all(isinstance(v, str) for v in value):
        raise StudyError(f"{file}: {full} must be a list of texts in quotes")


def _seed(seed: str, file: Path) -> str | Path:
    if "://" in seed:
        return seed
    path = Path(seed)
    return path if path.is_absolute() else file.parent / path


def _window(window: Mapping[str, date], zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """The window's bounds; a day as end is meant to be included."""

    def aware(value: date, last: bool) -> datetime:
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=zone)
        return datetime.combine(value + timedelta(days=int(last)), time(), zone)

    start, end = window.get("start"), window.get("end")
    return aware(start, False) if start else None, aware(end, True) if end else None


def graph_of(corpus: Corpus, study: Study | None = None, engine: str = "local") -> ThreadGraph:
    """The graph of a corpus, under pseudonyms where the study wants them."""
    if study is None:
        return build(corpus, engine)
    if not study.pseudonyms:
        return build(corpus, engine, authors=study.authors)
    actors = [study.focal, *study.others] if study.focal else []
    known = [name for a in actors for name in (a.name, *a.aliases)]
    key, posts = key_of(corpus.path), corpus.table()
    # who is who is told by the names themselves, and only then are these replaced
    who = resolve(posts, study.authors, shown_as(posts, key, known))
    hidden = pseudonymise(posts, key, known)
    return build_table(hidden, corpus.title, corpus.ledger(), engine, identities=who)


def people_of(corpus: Corpus, study: Study | None = None) -> tuple[ThreadGraph, tuple[str, ...]]:
    """Who is who in a corpus, as a graph without edges, and the persons who are the focal actor.

    Under their true names, since only these can be judged.
    """
    posts = corpus.table()
    who = resolve(posts, study.authors if study else read_authors(corpus.path / "study.toml"))
    table = posts.append_column("person", who.persons)
    graph = ThreadGraph(table, edges_table([]), who.people, corpus.title, candidates=who.candidates)
    return graph, focal_people(graph, study.focal if study else None)


def spread_of(
    graph: ThreadGraph, study: Study, codes: Sequence[str | Path] = (), focal: Focal | str | None = None
) -> Spread:
    """The spread that a study asks for, with the codes of coding sheets; of another actor where one is given."""
    return spread(
        graph,
        focal or study.focal,
        study.story,
        start=study.start,
        end=study.end,
        timezone=study.timezone,
        codes=codes,
    )


def run(
    study_path: str | Path,
    out: str | Path | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Path:
    """Collect, link, measure and show: all that a study file asks for.

    The same call again continues a collection that was stopped and writes the results anew.

    Parameters
    ----------
    study_path : str or Path
        A ``study.toml``.
    out : str or Path, optional
        Where to write; by default ``output/`` and the name of the study's folder.
    progress : callable, optional
        Called with a `Progress` after each page.
    say : callable, optional
        Called with a line of text at each step.

    Returns
    -------
    Path
        The folder: ``corpus/``, ``explorer.html``, ``report.html``, ``methods.txt``, ``references.bib``, ``tables/``, ``figures/``,
        ``graph.gexf``; of a study with several actors also ``actors/``, a folder each.

    Raises
    ------
    StudyError
        If the study file is wrong.
    NothingFound
        If nothing was collected, or nobody is the focal actor.
    """
    file = Path(study_path)
    study = load(file)
    folder = Path(out) if out is not None else Path("output") / file.resolve().parent.name
    folder.mkdir(parents=True, exist_ok=True)
    m = study.manners
    say("collecting")
    corpus = collect(
        study.seeds,
        folder / "corpus",
        follow=study.follow,
        archive=study.archive,
        delay=m.delay,
        robots=m.robots,
        allow_private=m.allow_private,
        resolve=m.resolve,
        contact=m.contact,
        timezone=study.timezone,
        title=study.title,
        progress=progress,
    )
    with corpus:
        shutil.copyfile(file, corpus.path / "study.toml")
        if not len(corpus):
            raise NothingFound(f"no posts were collected; threadgraph status {corpus.path} says why")
        say(f"linking {len(corpus)} posts")
        graph = graph_of(corpus, study)
    say("measuring")
    result = spread_of(graph, study)
    say("drawing")
    explore(result, folder / "explorer.html")
    write_results(result, folder)
    if study.others:
        others = [spread_of(graph, study, focal=focal) for focal in study.others]
        write_actors([result, *others], folder / "actors")
    write_graph(graph, folder / "graph.gexf", "gexf")
    return folder
