"""Everything that threadgraph raises on purpose.

::

    Exception
    └── ThreadgraphError        exit code 1
        ├── UsageError          2   what was asked for makes no sense
        │   ├── StudyError      2   a study file with a wrong or unknown key
        │   └── NotACorpus      2   a folder that holds no corpus
        ├── NothingFound        3   the work was done and there is nothing to show
        ├── PartlyDone          4   something is missing; ``threadgraph status`` says what
        │   ├── FetchError      4   a page could not be had
        │   └── ReadError       4   bytes that no scraper can read
        └── Refused             5   manners or safety forbid it
            ├── RobotsRefused   5   robots.txt says no
            └── AddressRefused  5   a private or loopback address

A message says what went wrong and what to do next, in one line.
"""

from __future__ import annotations

__all__ = [
    "AddressRefused",
    "FetchError",
    "NotACorpus",
    "NothingFound",
    "PartlyDone",
    "ReadError",
    "Refused",
    "RobotsRefused",
    "StudyError",
    "ThreadgraphError",
    "UsageError",
]


class ThreadgraphError(Exception):
    """The root of the tree."""

    exit_code = 1


class UsageError(ThreadgraphError):
    """What was asked for makes no sense."""

    exit_code = 2


class StudyError(UsageError):
    """A study file has a wrong or unknown key."""


class NotACorpus(UsageError):
    """The folder holds no corpus."""


class NothingFound(ThreadgraphError):
    """The work was done and there is nothing to show."""

    exit_code = 3


class PartlyDone(ThreadgraphError):
    """Something is missing; ``threadgraph status`` says what and why."""

    exit_code = 4


class FetchError(PartlyDone):
    """A page could not be had."""


class ReadError(PartlyDone):
    """Bytes that no scraper can read."""


class Refused(ThreadgraphError):
    """Manners or safety forbid it."""

    exit_code = 5


class RobotsRefused(Refused):
    """The site's robots.txt says no."""


class AddressRefused(Refused):
    """A private or loopback address, and the study does not allow those."""
