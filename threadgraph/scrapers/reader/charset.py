"""Bytes → text, in the charset that the bytes are really in.

What a page says about itself is believed only as far as its bytes agree: pages that say Latin-1 and
are UTF-8, and the reverse, are common.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

__all__ = ["decode", "misdeclared"]

_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
_HTTP = re.compile(r"""charset\s*=\s*["']?([\w:.-]{2,40})""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What browsers take these names for (WHATWG Encoding).
_WEB = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page.

    Parameters
    ----------
    body : bytes
    content_type : str
        The Content-Type header, with its charset if it has one.

    Returns
    -------
    str
        Never fails: what can't be decoded becomes U+FFFD.

    Examples
    --------
    >>> decode("déjà".encode(), "text/html; charset=iso-8859-1")
    'déjà'
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    head = body[:4096]
    if head[:2] == b"<\0" or head[:2] == b"\0<":
        return body.decode("utf-16-le" if head[:1] == b"<" else "utf-16-be", "replace")
    if head[:4] in (b"<\0\0\0", b"\0\0\0<"):
        return body.decode("utf-32-le" if head[:1] == b"<" else "utf-32-be", "replace")
    http = _HTTP.search(content_type)
    said = [http[1]] if http else []
    said += [m[1].decode("ascii") for m in (_XML.search(head), _META.search(body[:65536])) if m]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as e:
        # one stray byte, or a cut in the middle of a character, does not make a page Latin-1
        bad = body.decode("utf-8", "replace").count("\ufffd")
        multi = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]", body))
        if e.start >= len(body) - 3 or multi > 20 * bad:
            return body.decode("utf-8", "replace")
    else:
        if _is_legacy(said, body):
            return body.decode(_known(said[0]) or "utf-8", "replace")
        return text
    for name in said:
        known = _known(name)
        if known and known != "utf-8":
            try:
                return body.decode(known)
            except (UnicodeDecodeError, LookupError):
                continue
    if said and all((_known(n) or "") in ("cp1252", "utf-8") for n in said):
        return _latin(body)
    guess = from_bytes(body[:100_000]).best()
    if guess is not None and guess.encoding:
        return body.decode(guess.encoding, "replace")
    return _latin(body)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return _WEB.get(found, found)


def _is_legacy(said: list[str], body: bytes) -> bool:
    """Seven-bit charsets look like valid UTF-8: those, and only those, are taken at their word."""
    if not said:
        return False
    known = (_known(said[0]) or "").lower()
    return known.startswith(("iso2022", "hz", "utf-7")) and all(b < 128 for b in body[:65536])


def _latin(body: bytes) -> str:
    """Windows-1252, with the five bytes that it leaves open kept as control characters."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            bytes([b]).decode("cp1252", "ignore") or chr(b) if 0x80 <= b < 0xA0 else chr(b) for b in body
        )


def misdeclared(body: bytes, content_type: str = "") -> str | None:
    """What a page says of its charset, where its bytes prove it wrong.

    Examples
    --------
    >>> misdeclared("déjà".encode(), "text/html; charset=iso-8859-1")
    'says iso-8859-1 but is UTF-8; read as UTF-8'
    """
    if any(body.startswith(bom) for bom, _ in _BOMS) or body.isascii():
        return None
    http, meta = _HTTP.search(content_type), _XML.search(body[:4096]) or _META.search(body[:65536])
    said = http.group(1) if http else meta.group(1).decode("ascii") if meta else None
    known = _known(said) if said else None
    if said is None or known is None:
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as e:
        if known == "utf-8" and e.start < len(body) - 4:
            return f"says {said} but its bytes are not; read as far as they allow"
        return None
    if known in ("cp1252", "iso8859-1", "iso8859-15", "cp1254", "cp1250", "iso8859-2"):
        return f"says {said} but is UTF-8; read as UTF-8"
    return None
