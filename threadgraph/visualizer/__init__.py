"""Spread → something one can look at and cite: explorer, quick look, figures, tables, graph files, report."""

from threadgraph.visualizer.explorer import explore

__all__ = ["explore"]
