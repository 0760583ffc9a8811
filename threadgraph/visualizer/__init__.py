"""Spread → something one can look at and cite: explorer, quick look, figures, tables, graph files, report."""

from threadgraph.visualizer.convokit import write_convokit
from threadgraph.visualizer.explorer import explore
from threadgraph.visualizer.figures import write_figures
from threadgraph.visualizer.graphfiles import write_graph
from threadgraph.visualizer.quicklook import quicklook
from threadgraph.visualizer.report import write_report
from threadgraph.visualizer.results import write_actors, write_results
from threadgraph.visualizer.tables import write_tables

__all__ = [
    "explore",
    "quicklook",
    "write_actors",
    "write_convokit",
    "write_figures",
    "write_graph",
    "write_report",
    "write_results",
    "write_tables",
]
