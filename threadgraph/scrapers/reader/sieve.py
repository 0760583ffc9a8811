"""Which marks can't stand in a page: of the hundred by which engines are known, all but a few are turned down by it.

All runs of four bytes of the page are noted in a table, once. A mark with a run that is not noted stands
nowhere in the page, and need not be searched for.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

__all__ = ["Sieve"]

_RUN, _BITS = 4, 18
_SPREAD = 2654435761  # Knuth's, for multiplicative hashing


class Sieve:
    """The runs of bytes that some bytes hold.

    Parameters
    ----------
    data : bytes

    Examples
    --------
    >>> sieve = Sieve(b"powered by nothing")
    >>> sieve.may_hold(b"by nothing"), sieve.may_hold(b"by phpbb")
    (True, False)
    """

    def __init__(self, data: bytes) -> None:
        seen = np.zeros(1 << _BITS, np.uint8)
        for start in range(min(_RUN, max(0, len(data) - _RUN + 1))):
            seen[_places(data, start)] = 1
        self._seen = seen.tobytes()

    def may_hold(self, mark: bytes) -> bool:
        """False where a mark surely does not stand in the bytes."""
        seen = self._seen
        return all(seen[at] for at in _runs(mark))


def _places(data: bytes, start: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The places in the table of each fourth run from a start."""
    runs = np.frombuffer(data, "<u4", (len(data) - start) // _RUN, start)
    return (runs * np.uint32(_SPREAD)) >> np.uint32(32 - _BITS)


@lru_cache(maxsize=4096)
def _runs(mark: bytes) -> tuple[int, ...]:
    return tuple(int(_places(mark[i : i + _RUN], 0)[0]) for i in range(len(mark) - _RUN + 1))
