"""Edges → who broke the news, who relayed it, where one actor answered, and how fast."""

from threadgraph.spread.bulk import Measured, measure
from threadgraph.spread.compare import compare
from threadgraph.spread.compute import spread
from threadgraph.spread.result import Spread
from threadgraph.spread.trees import cascade_graphs

__all__ = ["Measured", "Spread", "cascade_graphs", "compare", "measure", "spread"]
