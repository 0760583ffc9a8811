"""Pseudonyms: names, profile addresses, mentions and attributions replaced by keyed hashes.

Text is never anonymous: a quoted sentence can be searched for. What is done here keeps names out of
tables and pictures; the key stays with the researcher.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Collection
from pathlib import Path

import pyarrow as pa

from threadgraph.model import POST_SCHEMA

__all__ = ["key_of", "pseudonym", "pseudonymise", "shown_as"]


def key_of(folder: Path) -> bytes:
    """The corpus' secret key, made on first use; not part of exports."""
    file = folder / "pseudonyms.key"
    if not file.is_file():
        file.write_text(secrets.token_hex(32), encoding="ascii")
        file.chmod(0o600)
    return bytes.fromhex(file.read_text(encoding="ascii").strip())


def pseudonym(value: str, key: bytes) -> str:
    """The same value and key give the same pseudonym, and nobody without the key can tell which.

    >>> pseudonym("Anne", b"k") == pseudonym(" anne ", b"k") != pseudonym("Anne", b"other")
    True
    """
    digest = hmac.new(
        key, " ".join(value.split()).casefold().encode("utf-8", "replace"), "sha256"
    ).hexdigest()
    return f"person-{digest[:10]}"


def shown_as(posts: pa.Table, key: bytes, known: Collection[str] = ()) -> Callable[[str], str]:
    """How a name or profile address of a table of posts is written where `pseudonymise` has been.

    Parameters
    ----------
    posts : pyarrow.Table
        With their true names.
    key : bytes
    known : collection of str
        Names that stay, with their addresses.

    Returns
    -------
    callable
        From the true text to the one that is shown.
    """
    stay = {" ".join(n.split()).casefold() for n in known}
    rows = posts.select(["author", "author_url"]).to_pylist()
    homes = {r["author_url"] for r in rows if r["author_url"]}
    hidden = {r["author_url"] for r in rows if " ".join((r["author"] or "").split()).casefold() not in stay}

    def shown(text: str) -> str:
        if text in homes:
            return f"https://{pseudonym(text, key)}.invalid/" if text in hidden else text
        return text if " ".join(text.split()).casefold() in stay else pseudonym(text, key)

    return shown


def pseudonymise(posts: pa.Table, key: bytes, known: Collection[str] = ()) -> pa.Table:
    """A table of posts without the names of those who wrote them.

    Parameters
    ----------
    posts : pyarrow.Table
    key : bytes
    known : collection of str
        Names that stay: those of a public actor whom the study is about.

    Returns
    -------
    pyarrow.Table
        `html` is emptied; names of three letters and more, and the parts of longer ones, are replaced in text
        and titles too.
    """
    stay = {" ".join(n.split()).casefold() for n in known}
    rows = posts.to_pylist()
    names = {
        r["author"] for r in rows if r["author"] and " ".join(r["author"].split()).casefold() not in stay
    }
    held = {word for name in stay for word in name.split()}
    homes = {r["author_url"] for r in rows if r["author_url"] and r["author"] in names}
    swaps = {n: pseudonym(n, key) for n in names | homes}
    for name in names:  # who is "Anne Roux" in a signature is "Anne" where others answer her
        for part in re.findall(r"[^\W\d_][\w'’-]{2,}", name) if " " in name.strip() else ():
            if part[0].isupper() and part.casefold() not in held:
                swaps.setdefault(part, swaps[name])
    long = sorted((n for n in swaps if len(n) >= 3), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in long)) if long else None

    def swap(text: str) -> str:
        return pattern.sub(lambda m: swaps[m.group()], text) if pattern and text else text

    for r in rows:
        hidden = r["author"] in names
        r["text"], r["title"], r["html"] = swap(r["text"] or ""), swap(r["title"] or ""), ""
        r["links"] = [swaps.get(u, u) for u in r["links"] or []]
        if hidden:
            r["author_key"] = pseudonym(r["author_key"], key) if r["author_key"] else None
            r["author_url"] = f"https://{swaps[r['author_url']]}.invalid/" if r["author_url"] else None
            r["author"] = swaps[r["author"]]
    return pa.Table.from_pylist(rows, schema=POST_SCHEMA)
