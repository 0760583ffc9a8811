"""Times that texts tell: "dans la nuit du 13 au 14 octobre", "by noon the next day", as intervals with their evidence."""

from threadgraph.spread.told.intervals import Told, told_times

__all__ = ["Told", "told_times"]
