"""threadgraph: collect comment threads, link them with evidence, show how a story spread.

>>> import threadgraph as tg
>>> posts = tg.extract(b"<h1>Down</h1><div class=post><p>The host has been down since midnight.</div>", "http://a.example/down")
>>> posts[0].kind, posts[0].title
('post', 'Down')
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

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

try:
    __version__ = version("threadgraph")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
