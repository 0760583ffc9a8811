"""All that a spread gives, in one folder; and of several actors a folder each, with how they compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from threadgraph.graph.cues import fold
from threadgraph.spread.compare import compare
from threadgraph.spread.result import Spread
from threadgraph.visualizer.figures import write_figures
from threadgraph.visualizer.report import write_report
from threadgraph.visualizer.tables import write_csv, write_tables

__all__ = ["write_actors", "write_results"]


def write_results(spread: Spread, folder: str | Path) -> Path:
    """Write tables, figures and the report of a spread.

    Parameters
    ----------
    spread : Spread
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    Path
        The report.

    Examples
    --------
    >>> write_results(spread, tmp_path / "results").name
    'report.html'
    """
    into = Path(folder)
    write_tables(spread, into / "tables")
    write_figures(spread, into / "figures")
    return write_report(spread, into)


def write_actors(spreads: Sequence[Spread], folder: str | Path) -> list[Path]:
    """Write the results of several actors, a folder each, and ``comparison.csv``: the first beside each other one.

    Parameters
    ----------
    spreads : sequence of Spread
        Each with a focal actor of its own.
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    list of Path
        The reports, and the comparison where there are two actors or more.

    Examples
    --------
    >>> [p.parent.name for p in write_actors([spread], tmp_path / "actors")]
    ['ada-stone']
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    paths, taken = [], set[str]()
    for k, spread in enumerate(spreads, 1):
        name = spread.focal.name if spread.focal else f"actor {k}"
        place = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60] or f"actor-{k}"
        place = place if place not in taken else f"{place}-{k}"
        taken.add(place)
        paths.append(write_results(spread, into / place))
    tables = []
    for other in spreads[1:]:
        names = [s.focal.name if s.focal else None for s in (spreads[0], other)]
        table = compare(spreads[0], other)
        table.insert(0, "actor_b", names[1])
        table.insert(0, "actor_a", names[0])
        tables.append(table)
    if tables:
        paths.append(write_csv(pd.concat(tables, ignore_index=True), into / "comparison.csv"))
    return paths
