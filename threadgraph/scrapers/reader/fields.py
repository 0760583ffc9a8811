"""Which part of a record is its date and which its author: decided once for all records of a group.

Each place within the records (`Places`) is a candidate. A place wins by what stands there over all
records: a time as exact as possible that rises or falls down the page and is no "member since"; a
short text that the markup, the address of its link or the picture beside it calls a name, and that
is not the same word everywhere.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.bodies import bodies
from threadgraph.scrapers.reader.dates import Moment
from threadgraph.scrapers.reader.names import BYLINE, clean_name, is_name
from threadgraph.scrapers.reader.parents import nest
from threadgraph.scrapers.reader.records import Places, Record, owned
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import classes

__all__ = ["fill", "mark_of", "owner_marked", "permalink"]

_DIGITS = re.compile(r"\d+")
_MARK = re.compile(
    r"(?:^|[^a-z])((?:dsq-)?comment|c|co|p|pid|post|msg|message|reply|m|js-post|post-id|li-comment|div-comment|comm|com|id|r|t|"
    r"post_message|edit|thread_message|topic|answer|posting|beitrag|cmt|note|forum|entry|komment\w*|avis|reaction)?[-_]?(\d{1,19})$",
    re.I,
)
#: Times of the person, not of the post.
_PERSONAL = re.compile(
    r"edit|join|regist|inscri|member|since|userinfo|signature|quote|author-?(?:info|details|stats)|last-?(?:visit|seen|active)|modif|updated|birth|expand|lastreply|last-?post",
    re.I,
)
_PERSONAL_TEXT = re.compile(
    r"regist|joined|join date|inscri|mitglied seit|dabei seit|edited|modifi|editado|bearbeitet|zuletzt|member since|last visit|last (?:seen|active|edit)|geändert|dołączył|miembro desde|iscritto|membro desde|since:|last post|updated|"
    r"en ligne|mis à jour|aktualisiert|reply from|latest",
    re.I,
)
#: Where a byline turns from the name to the day.
_DATED = re.compile(
    r"\s(?:on|at|le|am|um|el|il|em|à|a las|dnia)(?:\s+(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|die?|mit|don|fre|son|mo|di|mi|do|fr|sa|so)\w{0,7}\.?)?\s*$",
    re.I,
)
_OWNER = frozenset(
    [
        "bypostauthor",
        "byuser-author",
        "by-author",
        "author-comment",
        "blog-author",
        "isauthor",
        "authorcomment",
        "me",
        "topicstarter",
        "thread-starter",
        "topic-owner",
        "op",
        "by_author",
        "message--threadstarter",
        "comment-by-author",
        "comment-author-is-post-author",
        "is-op",
        "submitter",
        "auteur",
        "post-author",
        "postauthor-comment",
        "comment_auteur",
        "author_comment",
        "isop",
        "is-author",
        "article-author",
        "by-post-author",
        "admin-comment",
    ]
)
_SURE = {"b": 0.3, "strong": 0.3, "a": 0.25, "dt": 0.35, "h2": 0.15, "h3": 0.25, "h4": 0.3, "h5": 0.3, "h6": 0.3, "td": 0.1, "span": 0.12, "div": 0.1, "p": 0.08, "li": 0.06,
         "font": 0.12, "i": 0.1, "em": 0.12, "u": 0.15, "small": 0.08, "th": 0.1, "label": 0.05, "button": 0.02, "dd": 0.04, "header": 0.1}  # fmt: skip

Placed = list[dict[int, int]]


def fill(records: list[Record], sheet: Sheet, base: str, others: Collection[Any] = ()) -> None:
    """Give each record its date, author, words, mark, link and parent.

    Parameters
    ----------
    records : list of Record
        With their parts.
    sheet : Sheet
    base : str
        The page's address.
    others : collection of elements
        The parts of records of another kind, which may stand in these.
    """
    elements = owned(records, sheet, others)
    places = Places(sheet)
    placed = [places.of(r, o) for r, o in zip(records, elements, strict=True)]
    _dates(records, elements, placed, sheet)
    _authors(records, elements, placed, sheet, base)
    bodies(records, elements, placed, places, sheet, others)
    for r, o in zip(records, elements, strict=True):
        own = [sheet.elements[i] for i in o]
        r.mark = mark_of(r.parts, own)
        r.url = permalink(r.parts, own, r.mark, base)
        r.is_owner = owner_marked(r)
    nest(records, sheet, elements)


def owner_marked(r: Record) -> bool | None:
    """Whether the markup calls a record's author the owner of the thread; None where it is silent."""
    tokens = {t for e in [*r.parts, *r.marks] for t in classes(e)}
    return True if _OWNER & tokens else None


def _dates(
    records: list[Record], elements: list[list[int]], placed: Placed, sheet: Sheet
) -> None:
    rank: dict[int, float] = defaultdict(float)
    values: dict[int, list[Moment]] = defaultdict(list)
    dates = sheet.dates
    first: list[dict[int, int]] = []
    for o, place in zip(elements, placed, strict=True):
        here: dict[int, int] = {}
        for k, i in enumerate(o):
            el = sheet.elements[i]
            moment = dates.get(el)
            if moment is None or place[i] in here:
                continue
            slot = place[i]
            here[slot] = i
            values[slot].append(moment)
            up = sheet.parents[i]
            label = f"{sheet.labels[i]} {sheet.labels[up] if up >= 0 else ''}"
            worth = 1.0
            worth += 0.6 if moment.precision in ("minute", "second") else 0.0
            worth += 0.4 if sheet.tags[i] in ("time", "abbr") or "date" in label or "time" in label else 0.0
            worth -= 1.2 if _PERSONAL.search(label) else 0.0
            worth -= (
                0.9
                if _PERSONAL_TEXT.search(sheet.text_of(i, 20)[:80])
                or (up >= 0 and _PERSONAL_TEXT.search(sheet.own[up][:60]))
                else 0.0
            )
            worth -= min(0.5, k / 200)
            worth -= 0.8 if sheet.quotes[i] else 0.0
            worth -= min(0.6, max(0, len(sheet.own[i]) - len(moment.text) - 20) / 80) if sheet.own[i] else 0.0
            rank[slot] += worth
        first.append(here)
    for slot, seen in values.items():
        if len(seen) > 2:
            distinct = len({m.when for m in seen}) / len(seen)
            steps = list(itertools.pairwise(m.when for m in seen))
            order = max(sum(a <= b for a, b in steps), sum(a >= b for a, b in steps)) / len(steps)
            rank[slot] *= (0.6 + 0.4 * distinct) * (0.55 + 0.45 * order)
    order_of = sorted(rank, key=lambda s: -rank[s])
    top = rank[order_of[0]] if order_of else 0.0
    for r, here in zip(records, first, strict=True):
        for slot in order_of[:6]:
            if rank[slot] <= 0.04 * top or rank[slot] / len(values[slot]) < 0.5:
                continue
            if slot in here:
                el = sheet.elements[here[slot]]
                r.moment = dates[el]
                r.skip.add(el)
                r.marks.append(el)
                break


def _authors(
    records: list[Record],
    elements: list[list[int]],
    placed: Placed,
    sheet: Sheet,
    base: str,
) -> None:
    rank: dict[int, float] = defaultdict(float)
    values: dict[int, Counter[str]] = defaultdict(Counter)
    found: list[dict[int, tuple[int, str]]] = []
    for r, o, place in zip(records, elements, placed, strict=True):
        here: dict[int, tuple[int, str]] = {}
        pictures = _pictures(o, sheet)
        dated = next((sheet.index[e] for e in r.marks), None)
        for k, i in enumerate(o):
            slot = place[i]
            if slot in here and i != dated:
                continue
            for extra, name, sure in _candidates(i, sheet, r, i == dated):
                at = -slot - 1 if extra else slot
                if at in here:
                    continue
                here[at] = (i, name)
                key = _key(name)
                sure += 0.35 if key in pictures else 0.0
                sure += 0.4 if _in_link(sheet, i, key) else 0.0
                sure += 0.12 if dated is not None and abs(i - dated) <= 4 else 0.0
                sure -= min(0.3, k / 250) + (0.6 if sheet.quotes[i] else 0.0)
                rank[at] += sure
                values[at][name] += 1
        found.append(here)
    n = len(records)
    for slot, counted in values.items():
        total = sum(counted.values())
        if total >= 4 and len(counted) == 1:
            rank[slot] *= 0.25  # the same word everywhere is a label
        elif total >= 4:
            rank[slot] *= 0.6 + 0.4 * min(1.0, 2 * len(counted) / total)
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
                link = _link_of(el)
                if link is not None:
                    r.author_url = absolute(base, link.get("href"))
                break
        r.author_key = _face(r, elements, sheet) if r.author else None


def _link_of(el: Any) -> Any:
    link = el if el.tag == "a" else next(el.iter("a"), None)
    if link is None and el.getparent() is not None and el.getparent().tag == "a":
        link = el.getparent()
    return link if link is not None and not (link.get("href") or "#").startswith("#") else None


def _face(r: Record, elements: list[list[int]], sheet: Sheet) -> str | None:
    """The hash of an e-mail address that the address of a picture holds."""
    for part in r.parts:
        for img in part.iter("img"):
            m = re.search(
                r"(?:gravatar\.com|/avatar)/(?:avatar/)?([0-9a-f]{32}|[0-9a-f]{64})\b",
                f"{img.get('src') or ''} {img.get('data-src') or ''}",
            )
            if m:
                return f"gravatar:{m[1]}"
    return None


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _pictures(elements: list[int], sheet: Sheet) -> set[str]:
    """What pictures in a record are called, as names are compared."""
    out = set()
    for i in elements:
        if sheet.tags[i] == "img":
            for text in (sheet.elements[i].get("alt"), sheet.elements[i].get("title")):
                if text and len(text) <= 60:
                    out.add(
                        _key(
                            re.sub(
                                r"(?:'s|’s)?\s*(?:avatar|profile picture|photo|user avatar)\b|\b(?:avatar|photo) (?:of|de|von)\s*|^avatar\s*:?",
                                "",
                                text,
                                flags=re.I,
                            )
                        )
                    )
    out.discard("")
    return out


def _in_link(sheet: Sheet, i: int, key: str) -> bool:
    if len(key) < 3:
        return False
    link = _link_of(sheet.elements[i])
    return link is not None and key in _key(link.get("href") or "")


def _candidates(i: int, sheet: Sheet, r: Record, dated: bool) -> list[tuple[bool, str, float]]:
    """The names that an element may hold: whether beside something else, the name, how sure."""
    if not dated and not any(i < sheet.index[m] < sheet.ends[i] for m in r.marks):
        known = sheet.remembered.get(("names", i))
        if known is None:
            known = sheet.remembered["names", i] = _named(i, sheet, r, False)
        return known  # type: ignore[no-any-return]
    return _named(i, sheet, r, dated)


def _named(i: int, sheet: Sheet, r: Record, dated: bool) -> list[tuple[bool, str, float]]:
    el = sheet.elements[i]
    marked = sheet.names.get(el)
    if marked is not None and not dated:
        return [(False, *marked)]
    tag = sheet.tags[i]
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
            name = _beside(sheet.text_of(i, 16), r.moment, sheet)
            if name:
                out.append((True, name, 0.28))
        elif (
            len(el)
            and words > 1
            and len(text) <= 40
            and text.count(" ") <= 3
            and r.marks
            and i < sheet.index[r.marks[0]] < sheet.ends[i]
        ):
            name = clean_name(text)
            if name and is_name(name) and not _WEEKDAY.match(name):
                out.append((True, name, 0.3))
    if 0 < words <= 5 and not dated and tag in _SURE and el not in sheet.dates:
        whole = sheet.text_of(i, 5)
        if 1 < len(whole) <= 40:
            name = clean_name(whole)
            if name and is_name(name) and not (any(c.isdigit() for c in whole) and sheet.date_in(whole)):
                sure = _SURE[tag]
                if whole.rstrip().endswith(":") and tag in ("b", "strong", "a", "span"):
                    sure += 0.1
                if _SAYS.match(el.tail or ""):
                    sure += 0.4
                out.append((False, name, sure))
    return out


def _byline(el: Any, i: int, text: str, sheet: Sheet) -> tuple[str | None, float]:
    """The name in a line such as "Posted by X on Friday"; it may be a link in the line."""
    m = BYLINE.search(text)
    if m is None and len(el) and len(text) <= 60:
        m = BYLINE.search(text + " …")
    if m is None or m.start() >= 30:
        return None, 0.0
    if len(el):
        text = sheet.text_of(i, 30)
        m = BYLINE.search(text) if len(text) <= 200 else None
        if m is None or m.start() >= 30:
            return None, 0.0
    moment = sheet.date_in(m["name"])
    rest = m["name"][: moment.start] if moment is not None and moment.start else m["name"]
    rest = _DATED.split(re.split(r"\s[|–—-]\s|,\s|\s»", rest + " ")[0])[0]
    name = clean_name(rest)
    if name and is_name(name) and len(text) <= 160 and not sheet.date_in(name):
        return name, 0.5 if moment is not None else 0.3
    return None, 0.0


def _beside(text: str, moment: Moment, sheet: Sheet) -> str | None:
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


#: What follows a name: "Anne wrote:"
_SAYS = re.compile(
    r"\s*(?:says|said|wrote|writes|replied|commented|dit|a dit|a écrit|écrit|schrieb|schreibt|sagt|meint|meinte|dice|dijo|escribió|disse|escreveu|ha scritto|ha detto|scrive|napisał\(?a?\)?|pisze|kaže|је рекао|قال)\b.{0,3}\s*(?:[:…]|\.{3}|$|on\b|am\b|le\b|el\b|il\b|em\b)",
    re.I,
)
_WEEKDAY = re.compile(
    r"(?:(?:le|on|am|el|il|em|the)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|permalink|permalien|\d+[.)]?|le|on|at|à|am|um|the|date|erstellt|posted|published|publié|sent|envoyé|written|created|replied|reply|answered)\W*$",
    re.I,
)


def mark_of(parts: list[Any], owned: list[Any]) -> str | None:
    """The fragment by which the engine itself names a post: ``comment-123``, ``p123``, ``c123``."""
    for e in parts:
        for value in (
            e.get("id"),
            e.get("data-comment-id"),
            e.get("data-post-id"),
            e.get("data-id"),
            e.get("data-content"),
        ):
            if value and len(value) < 80 and _MARK.search(value):
                return _trim(value)
    for e in owned[:60]:
        for value in (e.get("id"), e.get("name") if e.tag == "a" else None):
            if value and len(value) < 80 and (m := _MARK.search(value)) and (m[1] or len(m[2]) > 2):
                return _trim(value)
    before = parts[0].getprevious()
    if before is not None and before.tag == "a":
        value = before.get("id") or before.get("name")
        if value and _MARK.search(value) and not (before.text or "").strip():
            return _trim(value)
    return None


def _trim(value: str) -> str:
    for prefix in ("li-comment-", "div-comment-", "dsq-comment-"):
        if value.startswith(prefix):
            return "comment-" + value.removeprefix(prefix)
    return value


def permalink(parts: list[Any], owned: list[Any], mark: str | None, base: str) -> str | None:
    """The address of a post itself, where its record links to it."""
    number = mark and re.search(r"\d+$", mark)
    best = None
    for e in owned:
        if e.tag != "a" or not (href := e.get("href")):
            continue
        _, _, fragment = href.partition("#")
        if fragment and mark and _trim(fragment) == mark:
            return absolute(base, href)
        if fragment and number and fragment.endswith(number.group()) and "respond" not in fragment:
            best = best or absolute(base, href)
        if "bookmark" in (e.get("rel") or "") or "permalink" in (e.get("class") or "").lower():
            best = best or absolute(base, href)
    if best is None and mark and base:
        return absolute(base, f"#{mark}")
    return best
