"""The quick look: a small network as one pyvis page, to be seen in five minutes and thrown away."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any, Literal, get_args

from pyvis.network import Network

from threadgraph.errors import UsageError
from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.visualizer._values import prepare, shorten, site_colours, write_whole
from threadgraph.visualizer.layout import Points, place

__all__ = ["LIMIT", "quicklook"]

#: Above this number of nodes a browser labours and a reader sees a hairball.
LIMIT = 500
_DASHES: dict[str, bool | list[int]] = {"E1": False, "E2": [8, 5], "E3": [2, 5]}
_FETCHING = re.compile(
    r"<link\b[^>]*\b(?:href)\s*=\s*[\"'](?!data:)[^\"']*[\"'][^>]*>|<script\b[^>]*\bsrc\s*=[^>]*>\s*</script\s*>",
    re.IGNORECASE,
)
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'\">"
    '<link rel="icon" href="data:,">'
)


def quicklook(
    graph: ThreadGraph, path: str | Path, view: Literal["authors", "posts", "sites"] = "authors"
) -> Path:
    """Write a small network as a pyvis page that needs no network.

    Parameters
    ----------
    graph : ThreadGraph
    path : str or Path
        Where to write; in a folder, ``quicklook.html``.
    view : {'authors', 'posts', 'sites'}

    Returns
    -------
    Path
        The file written; nothing else is left anywhere.

    Raises
    ------
    UsageError
        If the view has more than 500 nodes (`explore` takes any number), or is none of those named.

    Examples
    --------
    >>> quicklook(spread.graph, tmp_path / "quick.html").name
    'quick.html'
    """
    if view not in get_args(Literal["authors", "posts", "sites"]):
        raise UsageError(f"unknown view {view!r}; choose one of authors, posts, sites")
    chosen = getattr(graph, view)()
    if chosen.number_of_nodes() > LIMIT:
        raise UsageError(
            f"{chosen.number_of_nodes()} {view} are too many for a quick look (at most {LIMIT}): use explore(), "
            "`threadgraph explore` on the command line, which takes any number"
        )
    target = prepare(path, "quicklook.html")
    net = Network(
        height="96vh",
        width="100%",
        directed=True,
        cdn_resources="in_line",
        bgcolor="#ffffff",
        font_color="#1a1d21",
    )
    net.toggle_physics(False)
    places = _places(graph, view)
    main = _main_site(graph, view)
    colours = site_colours(sorted(set(main.values())))
    number: dict[Any, int] = {}
    for i, (node, held) in enumerate(chosen.nodes(data=True)):
        number[node] = i
        x, y = places.get(node, (0.0, 0.0))
        weight = held.get("posts") or 1
        net.add_node(
            i,
            label=_safe(shorten(held.get("label") or node, 32)),
            title=_escaped(f"{shorten(held.get('label') or node, 90)} · {main.get(node, '')}"),
            x=x * 34,
            y=-y * 34,
            size=6 + 2.4 * float(weight) ** 0.5,
            color=colours.get(main.get(node, ""), "#5f6873"),
            physics=False,
        )
    for a, b, held in chosen.edges(data=True):
        _line(net, number[a], number[b], held)
    write_whole(target, _offline(net.generate_html(notebook=False), graph.title).encode("utf-8", "replace"))
    return target


def _line(net: Network, a: int, b: int, held: dict[str, Any]) -> None:
    cls = held.get("class") or ("E3" if held.get("inferred", 0) >= 0.5 else "E1")
    said = (
        held.get("evidence") or f"weight {held.get('weight', 1):.2f}, inferred {held.get('inferred', 0):.0%}"
    )
    net.add_edge(
        a,
        b,
        title=_escaped(f"{cls} · {shorten(said, 160)}"),
        dashes=_DASHES[cls],
        color="#8a929b",
        arrowStrikethrough=False,
    )


def _safe(text: str) -> str:
    # pyvis puts its JSON inside a script element; these would end it.
    return text.replace("<", "‹").replace(">", "›")


def _escaped(text: str) -> str:
    return html.escape(_safe(text))


def _places(graph: ThreadGraph, view: str) -> dict[Any, tuple[float, float]]:
    rows = graph.table.to_pylist()
    sites = {s: i for i, s in enumerate(dict.fromkeys(r["site"] for r in rows))}
    threads = {t: i for i, t in enumerate(dict.fromkeys(r["thread_id"] for r in rows))}
    people = {p: i for i, p in enumerate(dict.fromkeys(r["person"] or r["thread_id"] for r in rows))}
    ids = {r["id"]: i for i, r in enumerate(rows)}
    pairs = [
        (ids[e["source"]], ids[e["target"]])
        for e in graph.edges.to_pylist()
        if e["source"] in ids and e["target"] in ids
    ]
    at: tuple[Points, Points, Points] = place(
        [sites[r["site"]] for r in rows],
        [threads[r["thread_id"]] for r in rows],
        [people[r["person"] or r["thread_id"]] for r in rows],
        pairs,
    )
    index, points = {"posts": (ids, at[0]), "authors": (people, at[1]), "sites": (sites, at[2])}[view]
    return {key: (float(points[i][0]), float(points[i][1])) for key, i in index.items()}


def _main_site(graph: ThreadGraph, view: str) -> dict[Any, str]:
    counts: dict[Any, dict[str, int]] = {}
    for r in graph.table.to_pylist():
        key = {"posts": r["id"], "authors": r["person"], "sites": r["site"]}[view]
        held = counts.setdefault(key, {})
        held[r["site"] or ""] = held.get(r["site"] or "", 0) + 1
    return {key: max(sorted(held), key=lambda s: held[s]) for key, held in counts.items()}


def _offline(page: str, title: str) -> str:
    """The page without anything that a browser would fetch, and with a policy that forbids it to try."""
    page = _FETCHING.sub("", page)
    name = html.escape(shorten(title, 120) or "threadgraph")
    head = f'<head><meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>{_POLICY}'
    page = page.replace("<head>", head, 1)
    return page if page.lstrip().lower().startswith("<!doctype") else "<!doctype html>\n" + page.lstrip()
