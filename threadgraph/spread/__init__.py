"""Edges → who broke the news, who relayed it, where one actor answered, and how fast."""

from threadgraph.spread.compute import spread
from threadgraph.spread.result import Spread

__all__ = ["Spread", "spread"]
