"""The explorer: a graph or a spread as one HTML file that opens anywhere and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import html
from importlib.resources import files
from pathlib import Path

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import clean, prepare, write_whole
from threadgraph.visualizer.columns import columns, pack_columns

__all__ = ["csp_hash", "explore"]

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="threadgraph">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<noscript><p>This page draws a network and needs JavaScript; it asks the network for nothing.</p></noscript>
<div id="app"></div>
<script type="application/octet-stream" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def csp_hash(text: str) -> str:
    """The source expression by which a content security policy allows an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def explore(spread_or_graph: Spread | ThreadGraph, path: str | Path) -> Path:
    """Write the explorer: network, timeline, thread reader, chronicle and measures in one file.

    The file works without a server or a network. The same input gives the same bytes.

    Parameters
    ----------
    spread_or_graph : Spread or ThreadGraph
        A graph alone shows no focal actor and no measures.
    path : str or Path
        Where to write; in a folder, ``explorer.html``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    RuntimeError
        If the package was installed without the explorer's built bundle.

    Examples
    --------
    >>> explore(spread, tmp_path / "explorer.html").name
    'explorer.html'
    """
    target = prepare(path, "explorer.html")
    script, style = _bundle("explorer.js"), _bundle("explorer.css")
    graph = spread_or_graph.graph if isinstance(spread_or_graph, Spread) else spread_or_graph
    policy = (
        f"default-src 'none'; script-src {csp_hash(script)}; style-src {csp_hash(style)}; "
        "img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    page = _PAGE.format(
        policy=policy,
        title=html.escape(clean(graph.title) or "threadgraph"),
        style=style,
        script=script,
        data=pack_columns(columns(spread_or_graph)),
    )
    write_whole(target, page.encode("utf-8"))
    return target


def _bundle(name: str) -> str:
    text = (files("threadgraph.visualizer") / "explorer" / "dist" / name).read_text("utf-8")
    # What an HTML parser would read as an end of the element would break the page and its hash.
    if any(s in text.lower() for s in ("</script", "</style", "<!--", "\r", "\0")):
        raise RuntimeError(f"{name} holds text that cannot stand inside an HTML element; build it again")
    return text
