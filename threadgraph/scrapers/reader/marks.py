"""The marks that posts carry: which elements of a page hold a date, and which may hold a name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from threadgraph.scrapers.reader.dates import Moment, find_date, machine_date
from threadgraph.scrapers.reader.furniture import FURNITURE
from threadgraph.scrapers.reader.names import ROLE, SAYS, clean_name, is_name
from threadgraph.scrapers.reader.text import has_digit, split_classes

if TYPE_CHECKING:
    from threadgraph.scrapers.reader.sheet import Sheet

__all__ = ["dated", "named"]

_NO_DATE = frozenset(["code", "pre", "input", "button", "h1"])
_FINE = ("minute", "second")
_NO_TOKENS: list[str] = []
#: How sure a tag without attributes is.
_BARE_HINTS = {"cite": 0.75, "address": 0.4}
#: "Anne says:" is a name without any markup.
_SPEAKING = frozenset(["h3", "h4", "h5", "h6", "p", "div", "dt", "b", "strong", "span", "li"])
_SPEAKS = re.compile(rf"(?:^|\s)(?:{SAYS})\s*:$", re.I)
_NAMING = frozenset(["a", *_BARE_HINTS])
_INLINE = frozenset(
    [
        "b",
        "i",
        "em",
        "strong",
        "span",
        "a",
        "abbr",
        "time",
        "font",
        "small",
        "sup",
        "sub",
        "u",
        "br",
        "img",
        "svg",
        "path",
        "div",
        "p",
    ]
)
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?]\s+[^\W\d_]")
_BAR = re.compile(r"[|·•»]")
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"hier|yester|today|gestern|heute|aujourd|ayer|hoy|ieri|oggi|ontem|hoje|wczoraj|dzi[sś]|just now|moment",
    re.I,
)
_CLOCK = re.compile(
    r"^\W*(?:at|à|@|um|a las|alle|o|às|as|kl\.?)?\W*([01]?\d|2[0-4])\s?[:h.]\s?([0-5]\d)(?::([0-5]\d))?\s?([ap]\.?m\.?)?(?:\s?uhr)?\W*$",
    re.I,
)
_TOLD = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "dc.date",
    "dc.date.issued",
    "pubdate",
    "date",
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,40}?(?:(?:19|20)\d\d\s*[-–—/]\s*)?((?:19|20)\d\d)(?!\d)", re.I
)
_AUTHOR_CLASS = re.compile(
    r"^(?:.*[-_])?(?:author|auteur|autor|autore|poster|postername|posternames|user-?name|username|bigusername|nick|nickname|[acmu]name|fn|p-author|"
    r"commenter|commentator|commentauthor|comment-author|comment_author|creator|byline|screenname|display-?name|member-?name|pseudo|benutzer|usuario|"
    r"userinfo|postauthor|authorname|from|name|usr|user|userlink|user-link|mention-user|profile-?link|handle|who)(?:[-_].*)?$",
    re.I,
)
_STRONG_AUTHOR = re.compile(
    r"^(?:fn|p-author|(?:post|comment|message|reply|c|msg)?[-_]*author(?:[-_]*(?:name|link|nick))?|user-?name|username|bigusername|comment(?:er|ator)(?:[-_]name)?|"
    r"creator|(?:nick|screen|display|user|member|poster|commenter|author|comment|pseudo)[-_]?name|poster|popupmenu_author|pseudo|ljuser|nickname|"
    r"comment[-_]by|posted-?by(?:[-_]?name)?)$",
    re.I,
)
#: How a pingback is signed: with the name of a blog and the title of its post.
_POST_OF = re.compile(r"\S\s+[»«|]\s+\S")
_AUTHOR_ID = re.compile(r"(?:^|[-_])(?:author|auteur|autor|verfasser)(?:[-_]?name)?$", re.I)
_NO_AUTHOR = re.compile(
    r"avatar|image|img|photo|pic|icon|badge|rank|title|role|status|stats|count|info|meta|details|bio|level|date|time|posts|group|box|area|wrapper|container|body|content|text",
    re.I,
)
_PROFILE = re.compile(
    r"/(?:u|user|users|member|members|profile|profiles|profil|author|people|utilisateur|membre|membres|benutzer|usuario|usuarios|uzytkownik|@[\w.-]+)(?:[/.?_-]|$)|/~\w|"
    r"(?:member|profile|user|profil)\.(?:php|aspx?|cfm)|userinfo|[?&](?:u|uid|user|userid|user_id|mid|memberid|showuser)=|"
    r"mode=viewprofile|action=profile|viewprofile|/User:",
    re.I,
)


def dated(sheet: Sheet) -> dict[Any, Moment]:
    """The elements that carry a date, with the date.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    dict of element to Moment
    """
    found: dict[int, Moment] = {}
    stated: list[int] = []
    for i, (text, silent, stating) in enumerate(zip(sheet.own, sheet.silent, sheet.stating, strict=True)):
        if silent or not (text or stating) or sheet.tags[i] in _NO_DATE:
            continue
        moment = sheet.machine(sheet.elements[i]) if stating else None
        if moment is not None:
            stated.append(i)
            found[i] = moment
            continue
        if not 2 <= len(text) <= 400 or not _may_tell(text):
            continue
        moment = _printed(sheet, i, text)
        if moment is not None:
            found[i] = moment
    _composed(sheet, found)
    if sheet.now is None:
        _with_year(sheet, found)
    stated = [i for i in stated if i in found]
    shift = _shift(sheet, stated, found)
    if shift is not None:
        for i in stated:
            if found[i].zone == "stated" and found[i].when.utcoffset() == timedelta(0):
                found[i] = replace(found[i], when=found[i].when.astimezone(shift))
    return {sheet.elements[i]: m for i, m in found.items()}


def named(sheet: Sheet) -> dict[Any, tuple[str, float]]:
    """The elements that may hold an author's name, with the name and how sure the markup is (0..1).

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    dict of element to tuple of (str, float)
    """
    found: dict[Any, tuple[str, float]] = {}
    for i, (el, tag, held) in enumerate(zip(sheet.elements, sheet.tags, sheet.attributes, strict=True)):
        own = sheet.own[i]
        if own.endswith(":") and len(own) <= 60 and tag in _SPEAKING and _SPEAKS.search(own):
            said = next((t for t in sheet.own[i + 1 : sheet.ends[i]] if t), None)
            name = clean_name(own) or (clean_name(said) if said and len(said) <= 40 else None)
            if name and is_name(name) and not sheet.silent[i]:
                found[el] = (name, 0.6)
                continue
        if not held and tag not in _BARE_HINTS:
            continue
        if tag in _NAMING or "itemprop" in held or "id" in held:
            sure = _author_hint(el, tag, held) if held else _BARE_HINTS[tag]
        else:
            sure = _hints(held["class"])[0] if "class" in held else 0.0
        if not sure or sheet.silent[i]:
            continue
        if tag == "meta":
            text = held.get("content") or ""
        else:
            text = _said(sheet, i)
        if not text or len(text) > 90 or (sure <= 0.7 and FURNITURE.fullmatch(text)):
            continue
        if (
            sheet.ends[i] > i + 2
            and not sheet.own[i]
            and tag in ("div", "td", "li", "ul", "dl", "span", "section", "h3", "h4", "h5", "h6", "p")
            and sum(bool(t) for t in sheet.own[i : sheet.ends[i]]) > 1
        ):
            sure *= 0.5  # a box with more in it than the name
            inner = next(j for j in range(i + 1, sheet.ends[i]) if sheet.own[j])
            if sure > 0.4 and sheet.tags[inner] == "a" and is_name(sheet.own[inner]):
                text, sure = sheet.own[inner], 0.65  # which stands first in it, as a link
        if has_digit(text) and (day := sheet.date_in(text)) is not None and len(day.text) > 0.7 * len(text):
            continue
        name = clean_name(text)
        if (
            name
            and (is_name(name) or (sure >= 0.9 and _POST_OF.search(name)))
            and not (has_digit(name) and sheet.date_in(name))
        ):
            found[el] = (name, 0.3 * sure if ROLE.match(name) else sure)
    return found


@lru_cache(maxsize=16384)
def _may_tell(text: str) -> bool:
    """Whether a text has a digit, or a word that tells a day without one."""
    return bool(_DIGIT.search(text) or (len(text) <= 40 and _DAY.search(text)))


def _printed(sheet: Sheet, i: int, text: str) -> Moment | None:
    moment = sheet.date_in(text)
    if moment is None:
        return None
    rest = len(text) - len(moment.text)
    if rest > 160 or (rest > 60 and moment.start > 100):
        return None  # a date in a sentence
    if moment.precision == "day" and rest > 60 and _SENTENCE.search(text) and not _BAR.search(text):
        return None
    if moment.precision == "day":
        return _in_title(sheet, i, moment) or _with_clock(sheet, i, moment)
    return moment


def _in_title(sheet: Sheet, i: int, moment: Moment) -> Moment | None:
    """The same day with its hour, where the title of the element or of the one around it tells it."""
    for k in (i, sheet.parents[i]):
        told = sheet.elements[k].get("title") if k >= 0 else None
        clock = _CLOCK.match(told) if told and len(told) <= 12 else None
        if clock is not None:
            return _at(sheet, moment, clock)
        finer = sheet.date_in(told) if told and len(told) <= 80 else None
        if (
            finer is not None
            and finer.precision in _FINE
            and abs(finer.when - moment.when) < timedelta(days=2)
        ):
            return replace(finer, text=moment.text, start=moment.start)
    return None


def _with_clock(sheet: Sheet, i: int, day: Moment) -> Moment:
    """The hour of a day that stands in a child or in the next element, as "14 oct. 2005, <b>9:12</b>"."""
    if sheet.ends[i] > i + 1:
        whole = sheet.text_of(i, 30)
        if whole and whole != sheet.own[i] and len(whole) <= 200:
            better = sheet.date_in(whole)
            if (
                better is not None
                and better.precision in ("minute", "second")
                and better.when.date() == day.when.date()
            ):
                return better
    j = sheet.ends[i]
    for _ in range(2):
        if j >= len(sheet.elements) or sheet.parents[j] != sheet.parents[i]:
            break
        m = _CLOCK.match(sheet.own[j]) if sheet.ends[j] == j + 1 and sheet.own[j] else None
        if m:
            finer = _at(sheet, day, m)
            if finer is not None:
                return replace(finer, text=f"{day.text} {sheet.own[j]}")
        if sheet.own[j]:
            break
        j = sheet.ends[j]
    return day


def _at(sheet: Sheet, day: Moment, m: re.Match[str]) -> Moment | None:
    """A day with the hour that a clock shows."""
    hour = int(m[1]) % 12 + (12 if m[4][0].lower() == "p" else 0) if m[4] else int(m[1])
    if hour > 23:
        return None
    when = day.when.astimezone(sheet.zone).replace(hour=hour, minute=int(m[2]), second=int(m[3] or 0))
    return replace(day, when=when, precision="second" if m[3] else "minute")


def _with_year(sheet: Sheet, found: dict[int, Moment]) -> None:
    """Days without a year, on a page of unknown age: the first such day after its article was published, or
    the last before the end of the year of its copyright."""
    vague = [i for i, m in found.items() if m.precision == "unknown"]
    if not vague:
        return
    start = _told(sheet)
    years = [
        int(m[1])
        for t in sheet.own
        if 4 < len(t) <= 300 and ("20" in t or "19" in t)
        for m in _COPYRIGHT.finditer(t)
    ]
    if start is None:
        start = _dated_above(sheet, found, vague[0])
    if start is not None:
        end = start + timedelta(days=364)
    elif years and 1995 <= max(years) <= 2100:
        end = datetime(max(years), 12, 31, 23, 59, tzinfo=UTC)
    else:
        return
    for i in vague:
        text = sheet.own[i] or sheet.text_of(i, 14)
        first, later = (
            find_date(text, day_first=sheet.day_first, now=at, zone=sheet.zone)
            for at in (end, end - timedelta(days=9))
        )
        if first is None or later is None:
            continue
        if later.when == first.when or (first.when - later.when).days > 300:
            found[i] = first


def _dated_above(sheet: Sheet, found: dict[int, Moment], at: int) -> datetime | None:
    """When the last whole date above an element was, where a line says little else: its article's."""
    for i in sorted((k for k in found if k < at), reverse=True):
        moment = found[i]
        if (
            moment.precision != "unknown"
            and len(sheet.own[i]) <= len(moment.text) + 40
            and not sheet.aside(sheet.elements[i])
        ):
            return moment.when - timedelta(days=1)
    return None


def _told(sheet: Sheet) -> datetime | None:
    """When the page says that its article was published: its comments are younger."""
    for m in sheet.told("meta"):
        if (m.get("property") or m.get("name") or m.get("itemprop") or "").lower() in _TOLD:
            moment = machine_date(m.get("content"), sheet.zone)
            if moment is not None:
                return moment.when - timedelta(days=1)
    return None


def _composed(sheet: Sheet, found: dict[int, Moment]) -> None:
    """Dates whose day, month, year and hour stand in elements of their own."""
    held = [int(silent) for silent in sheet.silent]  # what is silent may hold a digit as well
    for i in sheet.with_digits:
        held[i] = 1
    digits = [0, *accumulate(held)]
    for i in range(len(sheet.elements) - 1, 0, -1):
        end = sheet.ends[i]
        if not 2 < end - i <= 12 or digits[i] == digits[end] or i in found or sheet.silent[i]:
            continue
        words = sheet.words[end] - sheet.words[i]
        if not 2 <= words <= 14 or sheet.tags[i] in (
            "a",
            "h1",
            "h2",
            "ul",
            "ol",
            "table",
            "tr",
            "form",
            "nav",
        ):
            continue
        inside = range(i + 1, end)
        if any(sheet.tags[j] not in _INLINE or (j in found and found[j].precision in _FINE) for j in inside):
            continue
        text = " ".join(" ".join(sheet.elements[i].itertext()).split())
        if len(text) > 120 or not has_digit(text):
            continue
        moment = sheet.date_in(text)
        if moment is None or moment.precision == "unknown":
            continue
        if len(moment.text) < (0.25 if moment.precision in _FINE else 0.4) * len(text):
            continue
        if any(j in found and len(found[j].text) >= len(moment.text) - 2 for j in inside):
            continue
        for j in inside:
            found.pop(j, None)
        found[i] = moment


def _shift(sheet: Sheet, stated: list[int], found: dict[int, Moment]) -> tzinfo | None:
    """The offset of the clock that the page prints, where it prints beside what it states in UTC."""
    votes: Counter[int] = Counter()
    for i in stated[:80]:
        moment = found[i]
        if moment.zone != "stated" or moment.precision not in ("minute", "second"):
            continue
        for text in (sheet.own[i] or sheet.text_of(i, 14), sheet.elements[i].get("title") or ""):
            shown = (
                find_date(text, day_first=sheet.day_first, zone=UTC)
                if 8 <= len(text) <= 80 and has_digit(text)
                else None
            )
            if shown is None or shown.precision not in ("minute", "second") or shown.zone == "stated":
                continue
            gap = shown.when.replace(second=0, microsecond=0) - moment.when.replace(second=0, microsecond=0)
            minutes = round(gap.total_seconds() / 60)
            if minutes % 15 == 0 and abs(minutes) <= 14 * 60:
                votes[minutes] += 1
                break
    if not votes:
        return None
    minutes, n = votes.most_common(1)[0]
    return timezone(timedelta(minutes=minutes)) if minutes and n >= 0.6 * sum(votes.values()) else None


@lru_cache(maxsize=8192)
def _class_hint(token: str) -> float:
    if _STRONG_AUTHOR.match(token):
        return 0.95
    if token.startswith("field--name-"):  # of Drupal: every field has a name
        return 0.6 if token.endswith(("-uid", "-author")) else 0.0
    if _AUTHOR_CLASS.match(token):
        return 0.3 if _NO_AUTHOR.search(token) else 0.6
    return 0.0


@lru_cache(maxsize=16384)
def _hints(value: str) -> tuple[float, list[str]]:
    """How sure a class attribute is, and its tokens; a title is no name."""
    tokens = split_classes(value)
    if any("title" in token or "headline" in token for token in tokens):
        return 0.0, _NO_TOKENS
    return max(map(_class_hint, tokens), default=0.0), tokens


def _author_hint(el: Any, tag: str, held: dict[str, str]) -> float:
    best, tokens = _hints(held["class"]) if "class" in held else (0.0, _NO_TOKENS)
    if not best and "id" in held and _AUTHOR_ID.search(held["id"]):
        best = 0.7
    prop = held.get("itemprop")
    if prop and (prop in ("author", "creator") or (prop == "name" and _parent_prop(el))):
        return 1.0
    if tag == "a":
        rel = (held.get("rel") or "").lower()
        if "tag" in rel.split():  # a category, not a person
            return 0.0
        if "author" in rel:
            best = max(best, 0.9)
        elif "external" in rel and "nofollow" in rel:
            best = max(best, 0.95 if "url" in tokens else 0.55)
        if best < 0.7 and _is_profile(held.get("href") or ""):
            best = 0.7
    elif tag == "cite":
        best = max(best, 0.75)
    elif tag == "address":
        best = max(best, 0.4)
    return best


@lru_cache(maxsize=16384)
def _is_profile(href: str) -> bool:
    return bool(href) and not href.startswith("#") and bool(_PROFILE.search(href))


def _said(sheet: Sheet, i: int) -> str:
    """The text of an element that holds a name, without the links in it that do something."""
    text = sheet.text_of(i, 14)
    if not text or sheet.ends[i] == i + 1 or sheet.tags[i] == "a":
        return text
    for j in range(i + 1, sheet.ends[i]):
        if (
            sheet.tags[j] in ("a", "button")
            and FURNITURE.fullmatch(sheet.own[j] or "-")
            and sheet.own[j] in text
        ):
            text = " ".join(text.replace(sheet.own[j], " ", 1).split())
    return text


def _parent_prop(el: Any) -> bool:
    up = el.getparent()
    for _ in range(3):
        if up is None:
            return False
        if (up.get("itemprop") or "") in ("author", "creator"):
            return True
        up = up.getparent()
    return False
