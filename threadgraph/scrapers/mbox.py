"""Mail: mbox files of list archives, and single messages (.eml)."""

from __future__ import annotations

import email
import email.policy
import re
from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from datetime import UTC
from email.errors import MessageError
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

__all__ = ["Mbox", "message_post", "read_mail"]

_POSTMARK = re.compile(rb"From .*\d\d:\d\d.*\d{4}")
_CLOCK = re.compile(rb"From .*\d:\d\d|From \S+@\S+\s*$")
_HEADER = re.compile(rb"[!-9;-~]+:|>From ")
_QUOTED = re.compile(rb">+From ")
#: Messages whose threads are remembered, for lists of any length.
_REMEMBERED = 200_000
_LONGEST = 32_000_000
_ID = re.compile(r"<([^<>\s]+)>")
_LINK = re.compile(r"https?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]")


class Mbox(Scraper):
    """Mailing-list archives and saved messages."""

    name = "mbox"
    example = "file:///archive/list.mbox"
    gives = ("parents", "dates", "links")
    streams = True

    def claims(self, page: Page) -> float:
        if page.looks == "mail":
            return 0.9
        return 0.5 if page.looks == "text" and page.path.endswith((".mbox", ".eml", ".mbx")) else 0.0

    def read(self, page: Page) -> Reading:
        return Reading(posts=read_mail(page, self.name), trust=4)


def read_mail(page: Page, source: str) -> Iterator[Post]:
    """The posts of an mbox or of one message, one at a time.

    Parameters
    ----------
    page : Page
    source : str
    """
    roots: OrderedDict[str, str] = OrderedDict()
    for at, raw in enumerate(_messages(page)):
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        yield replace(message_post(message, page, min(at, 2**31 - 1), roots), source=source)
        while len(roots) > _REMEMBERED:
            roots.popitem(last=False)


def _messages(page: Page) -> Iterator[bytes]:
    """Each message of an mbox, or the one message of an .eml file.

    A line that begins with "From " parts two messages only where headers follow it: bodies hold such
    lines too, and not every archive quotes them.
    """
    lines: list[bytes] = []
    mark: bytes | None = None
    size, blank, box = 0, True, False
    for line in page.lines():
        if mark is not None:
            if _HEADER.match(line):
                if box or any(k.strip() for k in lines):
                    yield b"".join(lines)
                lines, size, box = [], 0, True
            else:
                lines.append(mark)
            mark = None
        if line.startswith(b"From ") and (_CLOCK if blank else _POSTMARK).match(line):
            mark = line
        elif size < _LONGEST:
            lines.append(line[1:] if box and _QUOTED.match(line) else line)
            size += len(line)
        blank = not line.strip()
    if any(k.strip() for k in lines):
        yield b"".join(lines).lstrip()


def message_post(message: Message, page: Page, at: int, roots: MutableMapping[str, str]) -> Post:
    """The post that a message is.

    Parameters
    ----------
    message : Message
    page : Page
    at : int
        Its place.
    roots : dict
        The first message of the thread of each message that was read before; completed.
    """
    native = (_ID.findall(_header(message, "Message-ID")) or [None])[0]
    subject = _header(message, "Subject")
    text = _body(message)
    name, address = _sender(_header(message, "From"))
    native = native or fingerprint(address, _header(message, "Date"), subject, text)
    references = _ID.findall(_header(message, "References"))
    answered = _ID.findall(_header(message, "In-Reply-To")) or references[-1:]
    parent = answered[0] if answered else None
    root = roots.get(parent or native) or (references[0] if references else parent or native)
    root = roots.get(root, root)
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


def _sender(value: str) -> tuple[str, str]:
    """Name and address, also as Pipermail writes them: ``anne at x.example (Anne Martin)``."""
    if m := re.fullmatch(r"(\S+) at (\S+?\.\S+)(?: \((.*)\))?", value):
        return m[3] or m[1], f"{m[1]}@{m[2]}"
    return parseaddr(value)


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
    except (LookupError, UnicodeError, ValueError, MessageError):
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
