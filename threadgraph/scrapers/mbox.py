"""Mail: mbox files of list archives, and single messages (.eml)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from hashlib import sha256

from threadgraph.addresses import site_of
from threadgraph.model import Post
from threadgraph.scrapers.base import Page, Reading, Scraper
from threadgraph.scrapers.page import fingerprint
from threadgraph.scrapers.reader.charset import decode
from threadgraph.scrapers.reader.text import tidy, unescaped

__all__ = ["Mbox"]

_FROM = re.compile(rb"(?:^|(?<=\n))From [^\n]*\d{4}\r?\n|(?:^|(?<=\n\n))From \S+[^\n]*\n")
_ID = re.compile(r"<([^<>\s]+)>")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]")


class Mbox(Scraper):
    """Mailing-list archives and saved messages."""

    name = "mbox"
    example = "file:///archive/list.mbox"
    gives = ("parents", "dates", "links")

    def claims(self, page: Page) -> float:
        if page.looks == "mail":
            return 0.9
        return 0.5 if page.looks == "text" and page.path.endswith((".mbox", ".eml", ".mbx")) else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=self._posts(page), trust=4)

    def _posts(self, page: Page) -> Iterator[Post]:
        roots: dict[str, str] = {}
        for at, raw in enumerate(_messages(page.body)):
            message = email.message_from_bytes(raw, policy=email.policy.compat32)
            yield _post(message, page, at, roots)


def _messages(body: bytes) -> Iterator[bytes]:
    """Each message of an mbox, or the one message of an .eml file."""
    starts = [m.span() for m in _FROM.finditer(body)] if body.lstrip()[:5] == b"From " else []
    if not starts:
        yield body.lstrip()
        return
    for (_, begin), end in zip(starts, [s[0] for s in starts[1:]] + [len(body)], strict=True):
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", body[begin:end])


def _post(message: Message, page: Page, at: int, roots: dict[str, str]) -> Post:
    native = (_ID.findall(_header(message, "Message-ID")) or [None])[0]
    subject = _header(message, "Subject")
    text = _body(message)
    name, address = parseaddr(_header(message, "From"))
    native = native or fingerprint(address, _header(message, "Date"), subject, text)
    references = _ID.findall(_header(message, "References"))
    answered = _ID.findall(_header(message, "In-Reply-To")) or references[-1:]
    parent = answered[0] if answered else None
    root = references[0] if references else roots.get(parent, parent) if parent else native
    root = roots.get(root or native, root or native)
    roots[native] = root
    published = None
    zone = None
    stamp = _header(message, "Date")
    try:
        published = parsedate_to_datetime(stamp)
        zone = "stated" if published.tzinfo else "assumed"
        published = published if published.tzinfo else published.replace(tzinfo=page.zone)
        published.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        published = None
    return Post(
        id=f"mail:{native}",
        thread_id=f"mail:{root}",
        parent_id=f"mail:{parent}" if parent and parent != native else None,
        kind="email",
        source="mbox",
        site=_list(message, address),
        author=name or address.partition("@")[0] or None,
        author_key=f"email:{sha256(address.lower().encode()).hexdigest()[:32]}" if "@" in address else None,
        published=published,
        published_text=stamp or None,
        precision="second" if published else "unknown",
        zone=zone if published else None,  # type: ignore[arg-type]
        title=subject,
        text=text,
        links=tuple(dict.fromkeys(_LINK.findall(text))),
        url=_ID.sub(r"\1", _header(message, "Archived-At")) or None,
        position=at,
        capture=page.capture,
    )


def _list(message: Message, address: str) -> str:
    ident = _ID.findall(_header(message, "List-Id"))
    if ident:
        return str(ident[0]).lower()
    recipients = getaddresses([_header(message, "To"), _header(message, "Cc")])
    for _, a in recipients:
        if re.search(r"(?:^|[-.])(?:dev|users?|list|announce|discuss)[-@.]", a):
            return a.lower().replace("@", ".")
    return site_of("http://" + address.partition("@")[2]) if "@" in address else "mail"


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeError, ValueError):
        text = str(value)
    return " ".join(text.encode("utf-8", "replace").decode("utf-8", "replace").split())


def _body(message: Message) -> str:
    """The first plain text, failing that the first HTML as text."""
    html = None
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart() or kind not in ("text/plain", "text/html") or part.get_filename():
            continue
        raw = part.get_payload(decode=True)
        if not isinstance(raw, bytes):
            continue
        charset = part.get_content_charset() or ""
        text = decode(raw, f"text/plain; charset={charset}" if charset else "")
        if kind == "text/plain":
            return tidy(text)
        html = html or text
    return unescaped(html)[0] if html else ""
