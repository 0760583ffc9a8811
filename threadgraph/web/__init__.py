"""The only code that opens a socket: polite fetching, and captures of all that was received."""

from threadgraph.web.archive import Archive, Snapshot, snapshot_of
from threadgraph.web.captures import Capture, CaptureWriter, read_captures
from threadgraph.web.guard import Guard
from threadgraph.web.session import Response, Session

__all__ = [
    "Archive",
    "Capture",
    "CaptureWriter",
    "Guard",
    "Response",
    "Session",
    "Snapshot",
    "read_captures",
    "snapshot_of",
]
