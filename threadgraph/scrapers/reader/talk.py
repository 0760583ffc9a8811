"""Discussions with no markup but indentation and signatures: talk pages of wikis, and pages kept like them.

A comment ends with a signature: a name, mostly a link to its owner's page, and a time. It begins where
the one before it ended, or at a heading. It answers the last comment before it, under the same
heading, that is less indented.

The rule is that of MediaWiki's DiscussionTools (https://www.mediawiki.org/wiki/Extension:DiscussionTools).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, unquote

from threadgraph.addresses import absolute, parts_of
from threadgraph.scrapers.reader.dates import Moment, find_date
from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import SILENT, Sheet, visible
from threadgraph.scrapers.reader.text import is_quote

__all__ = ["Topic", "talk"]

#: A time of day, and near it a year, then the zone: how wikis sign in any language.
_STAMP = re.compile(
    r"(?<!\d)(?:\d{1,2}[:.]\d\d(?::\d\d)?[^()\n]{5,40}?(?:19|20)\d\d(?:[^()\n\d]{0,12})|(?:19|20)\d\d[^()\n]{4,30}?\d{1,2}[:.]\d\d(?::\d\d)?|\d{1,2}[^()\n]{2,24}?(?:19|20)\d\d[^()\n]{1,12}?\d{1,2}[:.]\d\d(?::\d\d)?)"
    r"\s*\((?:[A-Z]{2,5}|[^()\n]{3,32})\)"
)
_NUMBER = re.compile(r"(?<!\d)\d")
_USER = re.compile(
    r"(?:User|Benutzer(?:in)?|Utilisateur|Utilisatrice|Usuario|Usuaria|Utente|Usu[áa]ri[oa]|Wikipedyst(?:a|ka)|Użytkownik|Użytkowniczka|Корисник|Корисница|Korisnik|Suradnik|Suradnica|"
    r"Участни(?:к|ца)|Користувач(?:ка)?|مستخدم(?:ة)?|משתמש(?:ת)?|Gebruiker|Användare|Bruker|Bruger|Käyttäjä|Kullanıcı|Szerkesztő|Uživatel(?:ka)?|Redaktor(?:ka)?|Uporabni(?:k|ca)|Utilizator|Χρήστης|"
    r"利用者|用户|用戶|사용자|Thành viên|Pengguna|Usuari(?:a)?|Lankide|Потребител|کاربر|ผู้ใช้|सदस्य|Kasutaja|Naudotojas|Dalībnieks)$",
    re.I,
)
_USER_TALK = re.compile(
    r"(?:User[ _]talk|Benutzer(?:in)?[ _]Diskussion|Discussion[ _]utilisat(?:eur|rice)|Usuari[oa][ _]discusi[oó]n|Discussioni[ _]utente|Usu[áa]ri[oa][ _](?:Discuss[ãa]o|conversa)|Dyskusja[ _](?:wikipedyst\w+|użytkown\w+)|"
    r"Разговор[ _]са[ _]\w+|Razgovor[ _]sa?[ _]\w+|Обсуждение[ _]участни\w+|Обговорення[ _]користувача|نقاش[ _]المستخدم(?:ة)?|Overleg[ _]gebruiker|Användardiskussion|Brukerdiskusjon|Brugerdiskussion|"
    r"Keskustelu[ _]käyttäjästä|Kullanıcı[ _]mesaj|Szerkesztővita|Diskuse[ _]s[ _]uživatelem|利用者‐会話|User‐talk)$",
    re.I,
)
_CONTRIBUTIONS = re.compile(
    r"^[^/:]+:(?:Contributions|Contribs|Beiträge|Contribuciones|Contributions|Contributi|Contribui[cç][õo]es|Wkład|Доприноси|Вклад|مساهمات|Bijdragen|Bidrag|Muokkaukset|Katkılar)/(.+)$",
    re.I,
)
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ITEMS = frozenset(["li", "dd", "dt"])
_BLOCKS = frozenset(["p", "div", "dl", "ul", "ol", "li", "dd", "dt", "table", "tr", "td", "th", "tbody", "blockquote", "pre", "section", "center", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "figure"])  # fmt: skip
#: Boxes of a page that are no discussion.
_APART = re.compile(
    r"(?:^|[-_ ])(?:toc|navbox|noprint|mw-editsection|catlinks|mw-jump|siteSub|printfooter|infobox|metadata|tmbox|ombox|hatnote|mw-indicators|mbox-\w+|sidebar|navigation|footer)(?:$|[-_ ])",
    re.I,
)
_REACH = 130
_DEEPEST = 250


@dataclass
class Topic:
    """A section of a talk page.

    Attributes
    ----------
    title : str
    mark : str
        Its fragment.
    level : int
        Of its heading.
    records : list of Record
        In page order, with their parents among them.
    """

    title: str = ""
    mark: str = ""
    level: int = 2
    records: list[Record] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """A run of text as it stands: its depth, the link that it is part of, the quotes that it stands in."""

    text: str
    depth: int
    link: Any
    element: Any
    quotes: int


def talk(sheet: Sheet, base: str) -> list[Topic]:
    """The sections of a talk page, with their comments.

    Parameters
    ----------
    sheet : Sheet
    base : str
        The page's address.

    Returns
    -------
    list of Topic
        Those without a signed comment are left out.
    """
    reader = _Reader(sheet, base)
    body = next((e for e in sheet.body.iter("div") if "mw-parser-output" in (e.get("class") or "")), None)
    if body is None:
        body = next(
            (
                e
                for e in sheet.body.iter("div")
                if (e.get("id") or "") in ("mw-content-text", "bodyContent", "content")
            ),
            sheet.body,
        )
    reader.walk(body, 0, None, 0)
    reader.end_topic()
    return [t for t in reader.topics if t.records]


class _Reader:
    def __init__(self, sheet: Sheet, base: str) -> None:
        self.sheet, self.base = sheet, base
        self.topics: list[Topic] = []
        self.topic = Topic()
        self.levels: list[int] = []
        self.pieces: list[_Piece] = []
        self.line: list[_Piece] = []

    def walk(self, el: Any, depth: int, link: Any, quotes: int, deep: int = 0) -> None:
        tag = el.tag
        if (
            not isinstance(tag, str)
            or deep > _DEEPEST
            or tag in SILENT
            or (
                tag in ("div", "table", "span", "ul", "nav", "figure")
                and _apart(f"{el.get('class') or ''} {el.get('id') or ''}")
            )
        ):
            return
        if tag in _HEADS:
            self.heading(el)
            return
        if tag == "div" and "mw-heading" in (el.get("class") or ""):
            head = next((e for e in el if e.tag in _HEADS), None)
            if head is not None:
                self.heading(head)
                return
        block = tag in _BLOCKS
        if block:
            self.end_line()
        if tag in _ITEMS:
            depth += 1
        if tag == "a" and el.get("href"):
            link = el
        quote = tag == "blockquote" or (bool(el.get("class")) and is_quote(el))
        quotes += quote
        if el.text:
            self.line.append(_Piece(el.text, depth, link, el, quotes))
        for child in el:
            self.walk(child, depth, link, quotes, deep + 1)
            if child.tail:
                self.line.append(_Piece(child.tail, depth, link, el, quotes))
        if block:
            self.end_line()

    def heading(self, el: Any) -> None:
        self.end_line()
        headline = next((e for e in el.iter("span") if "mw-headline" in (e.get("class") or "")), el)
        level = int(el.tag[1])
        title = visible(headline)
        if level > 2 and self.topics and not self.topic.records and self.pieces:
            self.pieces.append(_Piece(title, 0, None, el, 0))
        self.end_topic()
        self.topic = Topic(title, headline.get("id") or el.get("id") or "", level)
        self.topics.append(self.topic)

    def end_topic(self) -> None:
        self.end_line()
        self.pieces, self.levels = [], []

    def end_line(self) -> None:
        """Look for signatures in a line; what stands before one is a comment, with the lines before it."""
        line, self.line = self.line, []
        if not any(p.text.strip() for p in line):
            return
        text = "".join(p.text for p in line)
        start = 0
        for m in _stamps(text):
            stamp = re.sub(r"\s+", " ", m.group())
            moment = find_date(stamp, day_first=True, zone=self.sheet.zone)
            if moment is None or moment.precision not in ("minute", "second"):
                continue
            signed = self._signature(line, text, start, m.start())
            if signed is None:
                continue
            name, href, at = signed
            said, rest = _cut(line, at, m.end())
            self._comment([*self.pieces, *said], name, href, moment)
            self.pieces, line, start = [], rest, 0
            if (
                rest
                and len("".join(p.text for p in rest).split()) <= 6
                and not _STAMP.search("".join(p.text for p in rest))
            ):
                return  # a few words after the signature on its own line
            if rest:
                self.line = rest
                self.end_line()
            return
        self.pieces.extend([*line, _Piece("\n", line[0].depth, None, line[0].element, 0)])

    def _signature(
        self, line: list[_Piece], text: str, start: int, stamp: int
    ) -> tuple[str, str | None, int] | None:
        """Who signed before a time: the name, the link, and where the signature begins in the line."""
        at = 0
        found: tuple[str, str | None, int] | None = None
        ends: list[tuple[int, int, Any]] = []
        for p in line:
            ends.append((at, at + len(p.text), p))
            at += len(p.text)
        near = stamp
        for a, b, p in reversed(ends):
            if a >= stamp or p.link is None:
                continue
            if near - b > _REACH or stamp - b > 3 * _REACH:
                break
            name = user_of(p.link.get("href") or "")
            if name is None:
                continue
            if found is not None and _same(found[0]) != _same(name):
                break
            found = (name, absolute(self.base, p.link.get("href")), a)
            near = a
        if found is not None:
            return found
        m = re.search(
            r"(?:--|—|–|\bunsigned comment (?:added )?by|Preceding unsigned comment added by)\s*([^—–\n]{2,60}?)\s*[,(]?\s*$",
            text[start:stamp],
        )
        name = clean_name(m[1]) if m else None
        if m and name and is_name(name):
            return name, None, start + m.start()
        return None

    def _comment(self, pieces: list[_Piece], name: str, href: str | None, moment: Moment) -> None:
        text = _text(pieces)
        spoken = [p for p in pieces if p.text.strip()]
        depths = [spoken[0].depth, spoken[-1].depth] if spoken else [pieces[0].depth if pieces else 0]
        level = min(depths)
        record = Record([])
        record.author, record.author_url, record.moment, record.text = name, href, moment, text
        record.title = ""
        record.mark = f"c-{name.replace(' ', '_')}-{moment.when:%Y%m%d%H%M}"
        record.parent = next((i for i in range(len(self.levels) - 1, -1, -1) if self.levels[i] < level), None)
        record.links = tuple(
            dict.fromkeys(
                u for p in pieces if p.link is not None and (u := absolute(self.base, p.link.get("href")))
            )
        )
        if not self.topics:
            self.topics.append(self.topic)
        self.topic.records.append(record)
        self.levels.append(level)


def _stamps(text: str) -> Iterator[re.Match[str]]:
    """The times in a line, each looked for only where a number begins."""
    start = 0
    while "(" in text and (number := _NUMBER.search(text, start)) is not None:
        m = _STAMP.match(text, number.start())
        if m is not None:
            yield m
        start = m.end() if m is not None else number.end()


@lru_cache(maxsize=4096)
def _apart(label: str) -> bool:
    return bool(_APART.search(label))


def _cut(line: list[_Piece], start: int, end: int) -> tuple[list[_Piece], list[_Piece]]:
    """A line before a place, and after another."""
    before, after, at = [], [], 0
    for p in line:
        a, b = at, at + len(p.text)
        at = b
        if a < start:
            before.append(_Piece(p.text[: max(0, start - a)], p.depth, p.link, p.element, p.quotes))
        if b > end:
            after.append(_Piece(p.text[max(0, end - a) :], p.depth, p.link, p.element, p.quotes))
    return before, after


def _text(pieces: list[_Piece]) -> str:
    lines: list[str] = []
    line: list[str] = []
    quotes = 0
    for p in [*pieces, _Piece("\n", 0, None, None, 0)]:
        if p.text == "\n":
            said = re.sub(r"\s+", " ", "".join(line)).strip()
            if said:
                lines.append("> " * quotes + said)
            line, quotes = [], 0
        else:
            line.append(p.text)
            quotes = max(quotes, p.quotes)
    if lines:
        lines[-1] = re.sub(r"\s*(?:--+|—|–|-)\s*$", "", lines[-1])
    return "\n\n".join(x for x in lines if x)


@lru_cache(maxsize=16384)
def user_of(href: str) -> str | None:
    """The name of the user whose page, talk page or contributions a link of a wiki leads to.

    >>> user_of("/wiki/User_talk:Anne_Roe"), user_of("/w/index.php?title=Benutzer:Luc&redlink=1"), user_of("/wiki/Talk:Anne")
    ('Anne Roe', 'Luc', None)
    """
    parts = parts_of(href)
    title = parse_qs(parts.query).get("title", [""])[0]
    if not title:
        title = unquote(re.sub(r"^.*?/(?=[^/]*:)", "", parts.path))
    title = unquote(title).replace("_", " ").strip(" /")
    space, mark, name = title.partition(":")
    if not mark or not name:
        return None
    if m := _CONTRIBUTIONS.match(title):
        return _named(m[1])
    if _USER.match(space.strip()) or _USER_TALK.match(space.strip()):
        return _named(name.split("/")[0])
    return None


def _named(name: str) -> str | None:
    name = name.split("#")[0].strip()
    return name[:1].upper() + name[1:] if name else None


def _same(name: str) -> str:
    return name.casefold().replace("_", " ")
