"""Which part of a record names its author: decided once for all records of a group.

A place wins by what stands there over all records: a short text that the markup, the address of its
link or the picture beside it calls a name, and that is not the same word everywhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.furniture import FURNITURE
from threadgraph.scrapers.reader.names import BYLINE, NOBODY, ROLE, SAYS, clean_name, is_name
from threadgraph.scrapers.reader.records import Record
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import has_digit

__all__ = ["authors", "beside"]

#: Where a byline turns from the name to the day.
_DATED = re.compile(
    r"\s(?:on|at|le|am|um|el|il|em|à|a las|dnia|op|den|dne|på)(?:\s+(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|die?|mit|don|fre|son|mo|di|mi|do|fr|sa|so)\w{0,7}\.?)?\s*$",
    re.I,
)
_SURE = {"b": 0.3, "strong": 0.3, "a": 0.25, "dt": 0.35, "h2": 0.15, "h3": 0.25, "h4": 0.3, "h5": 0.3, "h6": 0.3, "td": 0.1, "span": 0.12, "div": 0.1, "p": 0.08, "li": 0.06,
         "font": 0.12, "i": 0.1, "em": 0.12, "u": 0.15, "small": 0.08, "th": 0.1, "label": 0.05, "button": 0.02, "dd": 0.04, "header": 0.1}  # fmt: skip
#: What a name of one letter stands in, which elsewhere is an initial or a button.
_BOLD = frozenset(["b", "strong", "cite"])
#: What follows a name: "Anne wrote:"
_SAYS = re.compile(
    rf"\s*(?:{SAYS})(?!\w).{{0,3}}\s*(?:[:…@]|\.{{3}}|$|on\b|am\b|le\b|el\b|il\b|em\b|op\b)",
    re.I,
)
#: What stands before a name: "14 October, by Anne".
_LEADS = re.compile(
    r"(?<![^\W\d_])(?:(?:by|par|von|por|door|przez|od|от|від)\s*:?|(?:de|da|di|av|af|from|autor|author|auteur)\s*:)\s*$",
    re.I,
)
_WEEKDAY = re.compile(
    r"(?:(?:le|on|am|el|il|em|the)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|permalink|permalien|\d+[.)]?|le|on|at|à|am|um|the|date|erstellt|posted|published|publié|sent|envoyé|written|created|replied|reply|answered)\W*$",
    re.I,
)
_AVATAR = re.compile(
    r"(?:'s|’s)?\s*(?:avatar|profile picture|photo|user avatar)\b|\b(?:avatar|photo) (?:of|de|von)\s*|^avatar\s*:?",
    re.I,
)
_SUBJECT = re.compile(
    r"\W*(?:(?:re|aw|antw|sv|odp|rv|res)\s*(?:\[\d+\]|\^\d+)?\s*:|(?:no (?:title|subject)|untitled|sans titre|ohne titel|kein titel|sin t[ií]tulo|senza titolo|無題|ノータイトル|无题)\W*$)",
    re.I,
)
_GRAVATAR = re.compile(r"(?:gravatar\.com|/avatar)/(?:avatar/)?([0-9a-f]{32}|[0-9a-f]{64})\b")
#: The label of a name, among the fields of a form that was filled in.
_NAME = re.compile(
    r"(?:your )?(?:name|nom|nombre|nome|naam|imię|nick(?:name)?|pseudo|author|auteur|autor|имя|お名前|名前)(?:\s?/\s?[^\W\d_]+)?\s*:$",
    re.I,
)
_ANCHOR = re.compile(r"^(?:#|javascript:)|#[a-z_-]{0,12}\d+$", re.I)
_BARS = re.compile(r"^[^\w(]+|[^\w)]+$")
_NOBODY: list[tuple[bool, str, float]] = []


def authors(
    records: list[Record],
    elements: list[list[int]],
    placed: list[dict[int, int]],
    sheet: Sheet,
    base: str,
) -> None:
    """Give each record its author, his address, and the hash of his e-mail where a picture tells it.

    Parameters
    ----------
    records : list of Record
        With their dates.
    elements : list of list of int
        The numbers of each record's own elements.
    placed : list of dict
        The places of these.
    sheet : Sheet
    base : str
        The page's address.
    """
    rank: dict[int, float] = defaultdict(float)
    values: dict[int, Counter[str]] = defaultdict(Counter)
    found: list[dict[int, tuple[int, str]]] = []
    for r, o, place in zip(records, elements, placed, strict=True):
        here: dict[int, tuple[int, str]] = {}
        pictures = _pictures(o, sheet)
        dated = next((sheet.index[e] for e in r.marks), -1)
        above = set(sheet.above(dated)) if dated >= 0 else set()
        known = sheet.candidates
        for k, i in enumerate(o):
            if i == dated or i in above:
                names = _named(i, sheet, r, i == dated)
            else:
                names = known[i] if i in known else _remember(i, sheet, r)
            if not names:
                continue
            slot = place[i]
            if slot in here and i != dated:
                continue
            for extra, name, sure in names:
                at = -slot - 1 if extra else slot
                if at in here:
                    continue
                here[at] = (i, name)
                key = _key(name)
                sure += 0.35 if key in pictures else 0.0
                sure += 0.4 if "@" not in name and _in_link(sheet, i, key) else 0.0
                sure += 0.12 if dated >= 0 and abs(i - dated) <= 4 else 0.0
                sure -= min(0.3, k / 250) + (0.6 if sheet.quotes[i] else 0.0)
                rank[at] += sure
                values[at][name] += 1
        found.append(here)
    n = len(records)
    for slot, counted in values.items():
        total = sum(counted.values())
        if total >= 4 and len(counted) == 1:
            rank[slot] *= 0.25  # the same word everywhere is a label
        elif total == 3 and len(counted) == 1:
            rank[slot] *= 0.7
        elif total >= 4:
            rank[slot] *= 0.6 + 0.4 * min(1.0, 2 * len(counted) / total)
        if any(_SUBJECT.match(k) for k in counted):
            rank[slot] *= 0.3  # subjects, some of them answers to another
        if sum(k.count(" ") * v for k, v in counted.items()) > 1.6 * total:
            rank[slot] *= 0.6  # subjects have more words than names
        rank[slot] *= 0.5 + 0.5 * total / n
    order = sorted(rank, key=lambda s: -rank[s])
    for r, here in zip(records, found, strict=True):
        for k, slot in enumerate(order[:8]):
            if rank[slot] <= 0.04 * n or (k and rank[slot] / sum(values[slot].values()) < 0.2):
                continue
            if slot in here:
                i, r.author = here[slot]
                r.sure = rank[slot] / max(1, sum(values[slot].values()))
                el = sheet.elements[i]
                r.skip.add(el)
                r.marks.append(el)
                r.author_url = absolute(base, _linked(i, sheet))
                break
        r.author_key = _face(r, sheet) if r.author else None
    if not any(r.author for r in records):
        _from_pictures(records, elements, sheet)


def _from_pictures(records: list[Record], elements: list[list[int]], sheet: Sheet) -> None:
    """Take the names that only the pictures bear, where each record has just one and they differ."""
    found: list[str] = []
    for o in elements:
        held = [sheet.attributes[i] for i in sheet.marks_in(sheet.pictures, (o[0], o[-1] + 1))]
        names = {clean_name(_AVATAR.sub("", a.get("title") or a.get("alt") or "")) for a in held}
        names = {n for n in names if n and is_name(n) and "." not in n}
        if len(names) != 1:
            return
        found.append(str(names.pop()))
    if len(set(found)) < 2:
        return
    for r, name in zip(records, found, strict=True):
        r.author, r.sure = name, 0.6
        r.author_key = _face(r, sheet)


def _linked(i: int, sheet: Sheet) -> str | None:
    """Where an element leads that is a link, holds one or stands in one."""
    links = sheet.where.tagged("a")
    at = next(iter(sheet.marks_in(links, (i, sheet.ends[i]))), sheet.parents[i])
    href = sheet.attributes[at].get("href") if at >= 0 and sheet.tags[at] == "a" else None
    return href if href and not href.startswith("#") else None


def _face(r: Record, sheet: Sheet) -> str | None:
    """The hash of an e-mail address that the address of a picture holds."""
    for part in r.parts:
        for i in sheet.marks_in(sheet.pictures, sheet.span(part)):
            held = sheet.attributes[i]
            m = _GRAVATAR.search(f"{held.get('src') or ''} {held.get('data-src') or ''}")
            if m:
                return f"gravatar:{m[1]}"
    return None


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _pictures(elements: list[int], sheet: Sheet) -> set[str]:
    """What pictures in a record are called, as names are compared."""
    out = set()
    for i in sheet.marks_in(sheet.pictures, (elements[0], elements[-1] + 1)):
        held = sheet.attributes[i]
        for text in (held.get("alt"), held.get("title")):
            if text and len(text) <= 60:
                out.add(_key(_AVATAR.sub("", text)))
    out.discard("")
    return out


def _in_link(sheet: Sheet, i: int, key: str) -> bool:
    if len(key) < 3:
        return False
    href = _linked(i, sheet)
    return href is not None and key in _key(href)


def _remember(i: int, sheet: Sheet, r: Record) -> list[tuple[bool, str, float]]:
    words = sheet.words[sheet.ends[i]] - sheet.words[i]
    found = _named(i, sheet, r, False) if 0 < words <= 30 else _NOBODY
    sheet.candidates[i] = found
    return found


def _named(i: int, sheet: Sheet, r: Record, dated: bool) -> list[tuple[bool, str, float]]:
    """The names that an element may hold: whether beside something else, the name, how sure."""
    el = sheet.elements[i]
    marked = sheet.names.get(el)
    if marked is not None and not dated:
        return [(False, *marked)]
    tag = sheet.tags[i]
    if sheet.own[i].endswith(":") and _labels(el, sheet):
        value = clean_name(el.tail) if _NAME.match(sheet.own[i]) else None
        return [(False, value, 0.6)] if value and is_name(value) else []
    if tag not in _SURE and tag not in ("cite", "address", "article", "section", "footer", "blockquote"):
        return []
    words = sheet.words[sheet.ends[i]] - sheet.words[i]
    out: list[tuple[bool, str, float]] = []
    text = sheet.own[i]
    if 3 <= len(text) <= 200 and words <= 30:
        name, sure = _byline(el, i, text, sheet)
        if name:
            out.append((True, name, sure))
        elif dated and r.moment is not None:
            name = beside(sheet.text_of(i, 16), r.moment)
            if name:
                out.append((True, name, 0.28))
        elif (
            len(el)
            and words > 1
            and len(text) <= 48
            and _BARS.sub("", text).count(" ") <= 3
            and r.marks
            and i < sheet.index[r.marks[0]] < sheet.ends[i]
        ):
            name = clean_name(text)
            if name and is_name(name) and not _WEEKDAY.match(name):
                out.append((True, name, 0.3 if not NOBODY.fullmatch(name) else 0.9))
    if 0 < words <= 5 and not dated and tag in _SURE and el not in sheet.dates:
        whole = sheet.text_of(i, 5)
        if 1 < len(whole) <= 40 or (tag in _BOLD and whole.isalpha()):
            name = clean_name(whole)
            if (
                name
                and is_name(name)
                and not FURNITURE.fullmatch(whole)
                and not (has_digit(whole) and sheet.date_in(whole))
                and not _begins(i, name, sheet)
            ):
                sure = _SURE[tag] * (0.3 if ROLE.match(name) or "@" in name.strip("@") else 1.0)
                if tag == "a" and _ANCHOR.search(el.get("href") or "#"):
                    sure *= 0.4  # it does something, or leads to the post itself
                if whole.rstrip().endswith(":") and tag in ("b", "strong", "a", "span"):
                    sure += 0.1
                if _SAYS.match(el.tail or "") or _led(el):
                    sure += 0.4
                out.append((False, name, sure))
    return out


def _led(el: Any) -> bool:
    """Whether the words before an element end with "by"."""
    if (el.tail or "").lstrip().startswith("("):
        return False  # the name goes on: "by Anne (not verified)"
    before = el.getprevious()
    text = before.tail if before is not None else el.getparent().text
    return bool(text and len(text) < 200 and _LEADS.search(text))


def _labels(el: Any, sheet: Sheet) -> bool:
    """Whether an element is a label, "Weblog: X", as another beside it is, and not a name above words."""
    if el.tag not in ("b", "strong", "span", "em") or el.getparent() is None:
        return False
    alike = (e for e in el.getparent() if e.tag == el.tag and e is not el and e in sheet.index)
    return any(sheet.own[sheet.index[e]].endswith(":") for e in alike)


def _begins(i: int, name: str, sheet: Sheet) -> bool:
    """Whether a text below begins with the same words: engines make a subject of them where none was given."""
    if len(name) < 6 or (name.isascii() and name.count(" ") < 2):
        return False
    end = min(sheet.ends[i] + 14, len(sheet.own))
    return any(len(t) > len(name) + 2 and t.startswith(name) for t in sheet.own[i + 1 : end])


def _byline(el: Any, i: int, text: str, sheet: Sheet) -> tuple[str | None, float]:
    """The name in a line such as "Posted by X on Friday"; it may be a link in the line."""
    m = _by(text)
    if m is None and len(el) and len(text) <= 60:
        m = BYLINE.search(text + " …")
    if m is None or m.start() >= 30:
        return None, 0.0
    if len(el):
        whole = sheet.text_of(i, 30)
        wider = BYLINE.search(whole) if len(whole) <= 200 else None
        if wider is None or (wider.start() >= 30 and m.start() > 2):
            return None, 0.0
        if wider.start() < 30:  # else the line begins behind a title of its own
            text, m = whole, wider
    line = m["name"]
    moment = sheet.date_in(line)
    rest = line[: moment.start] if moment is not None and moment.start else line
    rest = _DATED.split(re.split(r"\s[|/–—-]\s|,\s|\s»", rest + " ")[0])[0]
    name = clean_name(rest)
    if name and is_name(name) and len(text) <= 160 and not sheet.date_in(name):
        return name, 0.5 if moment is not None else 0.3
    return None, 0.0


@lru_cache(maxsize=16384)
def _by(text: str) -> re.Match[str] | None:
    return BYLINE.search(text)


def beside(text: str, moment: Moment) -> str | None:
    """The name that a line holds beside its date, as "Luc | 14 Oct 2005" or "# Le 14 octobre 2005, par Luc"."""
    at = text.find(moment.text) if moment.text else -1
    if at < 0:
        return None
    for piece in (text[:at], text[at + len(moment.text) :]):
        for part in re.split(r"\s*[|·•()\[\]]\s*|\s[–—-]\s|,\s|\s(?:le|on|at|à|am|um)\s*$", piece):
            if not part or not part.strip():
                continue
            m = BYLINE.search(part)
            name = clean_name(_DATED.split(m["name"] if m else part)[0])
            if name and is_name(name) and len(name) <= 40 and len(name) > 1 and not _WEEKDAY.match(name):
                return name
    return None
