"""threadgraph: collect comment threads, link them with evidence, show how a story spread.

>>> import threadgraph as tg
>>> posts = tg.extract(b"<h1>Down</h1><div class=post><p>The host has been down since midnight.</div>", "http://a.example/down")
>>> posts[0].kind, posts[0].title
('post', 'Down')
"""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threadgraph import demo as demo
    from threadgraph import scrapers as scrapers
    from threadgraph import study as study
    from threadgraph.corpus import (
        Converted,
        Corpus,
        Follow,
        Planned,
        collect,
        convert,
        import_posts,
        plan,
        reread,
    )
    from threadgraph.errors import ThreadgraphError
    from threadgraph.graph import ThreadGraph, author_measures, build, infer_replies, resolve_names
    from threadgraph.model import Authors, Edge, Focal, Post, Story
    from threadgraph.scrapers import Page, Reading, Request, Scraper
    from threadgraph.scrapers.face import extract
    from threadgraph.spread import Measured, Spread, cascade_graphs, compare, measure, spread
    from threadgraph.study import Study, run
    from threadgraph.visualizer import (
        explore,
        quicklook,
        write_actors,
        write_convokit,
        write_figures,
        write_graph,
        write_report,
        write_results,
        write_tables,
    )
    from threadgraph.web import Archive

__all__ = [
    "Archive",
    "Authors",
    "Converted",
    "Corpus",
    "Edge",
    "Focal",
    "Follow",
    "Measured",
    "Page",
    "Planned",
    "Post",
    "Reading",
    "Request",
    "Scraper",
    "Spread",
    "Story",
    "Study",
    "ThreadGraph",
    "ThreadgraphError",
    "author_measures",
    "build",
    "cascade_graphs",
    "collect",
    "compare",
    "convert",
    "explore",
    "extract",
    "import_posts",
    "infer_replies",
    "measure",
    "plan",
    "quicklook",
    "reread",
    "resolve_names",
    "run",
    "spread",
    "write_actors",
    "write_convokit",
    "write_figures",
    "write_graph",
    "write_report",
    "write_results",
    "write_tables",
]

#: Where each name lives. It is imported when it is first asked for: reading a page needs no pandas and no matplotlib.
_WHERE = {
    "Archive": "threadgraph.web",
    "Authors": "threadgraph.model",
    "Converted": "threadgraph.corpus",
    "Corpus": "threadgraph.corpus",
    "Edge": "threadgraph.model",
    "Focal": "threadgraph.model",
    "Follow": "threadgraph.corpus",
    "Measured": "threadgraph.spread",
    "Page": "threadgraph.scrapers",
    "Planned": "threadgraph.corpus",
    "Post": "threadgraph.model",
    "Reading": "threadgraph.scrapers",
    "Request": "threadgraph.scrapers",
    "Scraper": "threadgraph.scrapers",
    "Spread": "threadgraph.spread",
    "Story": "threadgraph.model",
    "Study": "threadgraph.study",
    "ThreadGraph": "threadgraph.graph",
    "ThreadgraphError": "threadgraph.errors",
    "author_measures": "threadgraph.graph",
    "build": "threadgraph.graph",
    "cascade_graphs": "threadgraph.spread",
    "collect": "threadgraph.corpus",
    "compare": "threadgraph.spread",
    "convert": "threadgraph.corpus",
    "explore": "threadgraph.visualizer",
    "extract": "threadgraph.scrapers.face",
    "import_posts": "threadgraph.corpus",
    "infer_replies": "threadgraph.graph",
    "measure": "threadgraph.spread",
    "plan": "threadgraph.corpus",
    "quicklook": "threadgraph.visualizer",
    "reread": "threadgraph.corpus",
    "resolve_names": "threadgraph.graph",
    "run": "threadgraph.study",
    "write_actors": "threadgraph.visualizer",
    "write_convokit": "threadgraph.visualizer",
    "write_figures": "threadgraph.visualizer",
    "write_graph": "threadgraph.visualizer",
    "write_report": "threadgraph.visualizer",
    "write_results": "threadgraph.visualizer",
    "write_tables": "threadgraph.visualizer",
}


#: Parts that the commands use whole.
_PARTS = ("demo", "scrapers", "study")


class _Face(ModuleType):
    """The package. `spread` is a function of it, though a package within bears the name too."""

    @property
    def spread(self) -> Any:
        return importlib.import_module("threadgraph.spread.compute").spread

    @spread.setter
    def spread(self, package: ModuleType) -> None:
        """Importing the package would put it in the function's place."""


sys.modules[__name__].__class__ = _Face


def __getattr__(name: str) -> object:
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    if name in _PARTS:
        return importlib.import_module(f"threadgraph.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE, "spread"})


try:
    __version__ = version("threadgraph")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
