"""Who is who: signatures read as names, linked by addresses and names, joined into persons with evidence."""

from threadgraph.graph.identity.records import resolve_names

__all__ = ["resolve_names"]
