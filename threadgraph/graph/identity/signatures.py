"""What is known of somebody who signed somewhere, and how strongly two such signatures belong together."""

from __future__ import annotations

from dataclasses import dataclass

from threadgraph.addresses import host_of, normal
from threadgraph.graph.identity.names import Name

__all__ = ["Link", "Signature", "home_page"]


@dataclass(frozen=True, slots=True)
class Signature:
    """One name on one site, with its addresses.

    Attributes
    ----------
    shown : str
        The name as signed.
    name : Name
    site : str
        Where; empty where that is unknown.
    home : str
        The profile or home page, in its normal spelling; or empty.
    key : str
        Hash of an e-mail address, or account, with its kind before a colon; or empty.
    local : str
        Hash of the part of an e-mail address before the @; or empty.
    """

    shown: str
    name: Name
    site: str = ""
    home: str = ""
    key: str = ""
    local: str = ""

    def elsewhere(self, other: Signature) -> bool:
        """Whether the two name different home pages, or different accounts of one platform.

        A page and a page below it (``luc.example`` and ``luc.example/blog``) are no different home pages.
        """
        if self.home and other.home:
            short, long = sorted((self.home, other.home), key=len)
            if short != long and not long.startswith((f"{short}/", f"{short}?")):
                return True
        mine, theirs = self.key.partition("/")[0], other.key.partition("/")[0]
        return self.key.startswith("account:") and mine == theirs and self.key != other.key

    def apart(self, other: Signature) -> bool:
        """Whether any address of the two differs: home page, account or e-mail."""
        kind = self.key.partition(":")[0]
        return self.elsewhere(other) or bool(
            self.key and other.key != self.key and other.key.startswith(f"{kind}:")
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A reason to think that two signatures are one person's.

    Attributes
    ----------
    a, b : int
        Numbers of the signatures, the smaller first.
    score : float
        From 0 to 1: a setting of ours for each rule, not a calibrated estimate.
    why : str
        The rule, in words; no name and no address stands in it.
    merges : bool
        Whether it is enough to merge the two; else they are a candidate.
    address : bool
        Whether an address stands behind it, and not the names alone.
    what : str
        The address, if it can be read: a home page.
    by_hand : bool
        Whether the study says so.
    """

    a: int
    b: int
    score: float
    why: str
    merges: bool
    address: bool = False
    what: str = ""
    by_hand: bool = False


def home_page(url: str | None) -> str:
    """An address as a home page, in its normal spelling; empty for what is none, such as ``http://none``.

    >>> home_page("https://www.luc.example/"), home_page("luc.example"), home_page("http://none")
    ('luc.example', 'luc.example', '')
    """
    url = (url or "").strip()
    url = url if "://" in url else f"http://{url}"
    return normal(url) if "." in host_of(url) else ""
