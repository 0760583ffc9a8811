"""Posts → edges with evidence: who is who, who answered, linked, quoted and named whom."""

from threadgraph.graph.build import build, build_table
from threadgraph.graph.identity import resolve_names
from threadgraph.graph.replies import infer_replies
from threadgraph.graph.standing import author_measures
from threadgraph.graph.threadgraph import ThreadGraph

__all__ = ["ThreadGraph", "author_measures", "build", "build_table", "infer_replies", "resolve_names"]
