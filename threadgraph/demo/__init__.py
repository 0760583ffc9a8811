"""A crisis that never was, to try everything on: invented sites of 2005, served on loopback.

A blog host is attacked in the night of 13 to 14 October 2005. News of it runs through a dozen
French sites by links, trackbacks and hearsay, and its head answers where people talk, correcting
times, numbers and names. `truth` says what really happened, so that a method can be checked.
"""

from __future__ import annotations

from threadgraph.demo.server import DemoServer
from threadgraph.demo.study import write_study
from threadgraph.demo.tale import Comment, Entry, Site, Trackback, story, truth

__all__ = [
    "Comment",
    "DemoServer",
    "Entry",
    "Site",
    "Trackback",
    "story",
    "truth",
    "write_study",
]
