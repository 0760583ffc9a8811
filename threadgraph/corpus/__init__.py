"""Posts at rest: a folder with captures and a DuckDB file."""

from threadgraph.corpus.collect import Progress, collect
from threadgraph.corpus.convert import Converted, convert
from threadgraph.corpus.corpus import Corpus
from threadgraph.corpus.follow import Follow
from threadgraph.corpus.imports import import_posts
from threadgraph.corpus.plan import Planned, plan
from threadgraph.corpus.reread import reread

__all__ = [
    "Converted",
    "Corpus",
    "Follow",
    "Planned",
    "Progress",
    "collect",
    "convert",
    "import_posts",
    "plan",
    "reread",
]
