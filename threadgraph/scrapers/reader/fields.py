"""Which part of a record is its author, its date, its words: decided once for all records of a group."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from threadgraph.addresses import absolute
from threadgraph.scrapers.reader.names import BYLINE, clean_name, is_name
from threadgraph.scrapers.reader.records import Record, Sheet, direct_text, nest, own, visible
from threadgraph.scrapers.reader.text import classes, is_quote

__all__ = ["fill", "mark_of", "permalink"]

_DIGITS = re.compile(r"\d+")
_BODY = re.compile(
    r"(?:^|[-_])(?:content|contents|body|text|message|messagetext|bodytext|postbody|postcontent|description|cooked|comment-text|"
    r"comment_text|commenttext|msg|entry|posttext|post_message|messagecontent|e-content|p-content|inhalt|texte|contenu|bbwrapper|"
    r"usertext|commentbody)(?:$|[-_])|^(?:postbody|entrybody|postcontent|commenttext|comment-body|posttext|messagetext|postcolor|msgbody)$",
    re.I,
)
_NOISE = re.compile(
    r"(?:^|[-_])(?:signature|sig|signatures|reply-?link|comment-reply|comment-meta|metadata|actions?|buttons?|toolbar|share|sharing|"
    r"likes?|reactions?|rating|votes?|avatar|gravatar|permalink|lastedited|edited|editby|edit-?link|report|userinfo|profile|"
    r"user-?stats|controls?|attachments?|footer|quick-?reply|badge|rank|dropdown|menu|tooltip|screen-reader-text|sr-only|"
    r"visually-hidden|hidden|ads?|advert|admod|sponsor|bbcodeblock-expandlink|bbcode_expand|expand\w*)(?:$|[-_])",
    re.I,
)
_TITLE = re.compile(r"(?:^|[-_])(?:title|subject|posttitle|heading|headline)(?:$|[-_])", re.I)
_MARK = re.compile(
    r"(?:^|[^a-z])((?:dsq-)?comment|c|co|p|pid|post|msg|message|reply|m|js-post|post-id|li-comment|div-comment|comm|com|id|r|t|"
    r"post_message|edit|thread_message|topic|answer|posting|beitrag)?[-_]?(\d{1,19})$",
    re.I,
)
#: Where a byline turns from the name to the day.
_DATED = re.compile(
    r"\s(?:on|at|le|am|um|el|il|em|à|a las|dnia)(?:\s+(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|die?|mit|don|fre|son|mo|di|mi|do|fr|sa|so)\w{0,7}\.?)?\s*$",
    re.I,
)
_OWNER = {
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
}


def fill(records: list[Record], sheet: Sheet, base: str) -> None:
    """Give each record its date, author, words, mark and link.

    Parameters
    ----------
    records : list of Record
        With their parts.
    sheet : Sheet
    base : str
        The page's address.
    """
    barriers = {r.parts[0] for r in records}
    _holes(records, barriers)
    owned = [own(r.parts, barriers) for r in records]
    slots = [{e: _slot(e, r.parts) for e in o} for r, o in zip(records, owned, strict=True)]
    _dates(records, owned, slots, sheet)
    _authors(records, owned, slots, sheet, base)
    _bodies(records, owned, slots, sheet, barriers)
    for r, o in zip(records, owned, strict=True):
        r.mark = mark_of(r.parts, o)
        r.url = permalink(r.parts, o, r.mark, base)
        r.is_owner = True if _OWNER & {t for e in r.parts for t in classes(e)} else None
    nest(records)


def _holes(records: list[Record], barriers: set[Any]) -> None:
    of = {p: r for r in records for p in r.parts}
    for r in records:
        up = r.parts[0].getparent()
        while up is not None and up not in of:
            up = up.getparent()
        if up is not None:
            of[up].holes.append(r.parts[0])


def _slot(el: Any, parts: list[Any]) -> str:
    steps: list[str] = []
    up = el
    while up is not None and len(steps) < 4:
        token = next((c for c in classes(up) if not any(ch.isdigit() for ch in c)), "")
        steps.append(f"{up.tag}.{token}")
        if up in parts:
            break
        up = up.getparent()
    return "/".join(steps)


Slots = list[dict[Any, str]]


def _dates(records: list[Record], owned: list[list[Any]], slots: Slots, sheet: Sheet) -> None:
    rank: dict[str, float] = defaultdict(float)
    values: dict[str, list[str]] = defaultdict(list)
    for o, slot in zip(owned, slots, strict=True):
        seen: set[str] = set()
        for i, e in enumerate(o):
            if e in sheet.dates and slot[e] not in seen:
                seen.add(slot[e])
                moment = sheet.dates[e]
                values[slot[e]].append(str(moment.when))
                label = (
                    " ".join(classes(e))
                    + " "
                    + (e.getparent().get("class") or "" if e.getparent() is not None else "")
                )
                rank[slot[e]] += (
                    1.0
                    + (0.6 if moment.precision in ("minute", "second") else 0)
                    + (0.4 if e.tag in ("time", "abbr") or "date" in label or "time" in label else 0)
                    - (
                        1.2
                        if re.search(
                            r"edit|join|regist|inscri|member|since|userinfo|signature|quote|author-?(?:info|details|stats)",
                            label,
                            re.I,
                        )
                        else 0
                    )
                    - (
                        0.9
                        if re.search(
                            r"regist|joined|join date|inscri|mitglied seit|dabei seit|edited|modifi|editado|bearbeitet|zuletzt|member since|last visit",
                            visible(e)[:80],
                            re.I,
                        )
                        else 0
                    )
                    - min(0.5, i / 200)
                    - (0.8 if _in_quote(e, 6) else 0)
                )
    for slot_name, seen_values in values.items():
        if len(seen_values) > 2:
            rank[slot_name] *= 0.6 + 0.4 * len(set(seen_values)) / len(seen_values)
    order = sorted(rank, key=lambda s: -rank[s])
    for r, o, slot in zip(records, owned, slots, strict=True):
        for name in order[:6]:
            if rank[name] <= 0:
                break
            found = next((e for e in o if slot[e] == name and e in sheet.dates), None)
            if found is not None:
                r.moment = sheet.dates[found]
                r.skip.add(found)
                r.marks.append(found)
                break


def _in_quote(el: Any, steps: int) -> bool:
    while el is not None and steps:
        if is_quote(el):
            return True
        el, steps = el.getparent(), steps - 1
    return False


def _authors(records: list[Record], owned: list[list[Any]], slots: Slots, sheet: Sheet, base: str) -> None:
    rank: dict[str, float] = defaultdict(float)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    date_elements = [r.skip.copy() for r in records]
    names: list[dict[Any, str]] = []
    for o, slot, dates in zip(owned, slots, date_elements, strict=True):
        here: dict[Any, str] = {}
        seen: set[str] = set()
        for i, e in enumerate(o):
            name, sure = sheet.names.get(e, (None, 0.0))
            if name is None:
                found = _structural(e, sheet, dates)
                if found is None:
                    continue
                name, sure = found
            here[e] = name
            if slot[e] in seen:
                continue
            seen.add(slot[e])
            rank[slot[e]] += sure - min(0.3, i / 300) - (0.6 if _in_quote(e, 6) else 0)
            values[slot[e]][name] += 1
        names.append(here)
    n = len(records)
    for slot_name, counted in values.items():
        if n >= 4 and len(counted) == 1 and sum(counted.values()) > 2:
            rank[slot_name] *= 0.25  # the same word everywhere is a label
        rank[slot_name] *= 0.5 + 0.5 * sum(counted.values()) / n
    order = sorted(rank, key=lambda s: -rank[s])
    for r, o, slot, here in zip(records, owned, slots, names, strict=True):
        for name in order[:8]:
            if rank[name] <= 0.05 * n:
                break
            found = next((e for e in o if slot[e] == name and e in here), None)
            if found is not None:
                r.author = here[found]
                r.skip.add(found)
                r.marks.append(found)
                link = found if found.tag == "a" else next(found.iter("a"), None)
                if link is None and found.getparent() is not None and found.getparent().tag == "a":
                    link = found.getparent()
                if link is not None:
                    r.author_url = absolute(base, link.get("href"))
                break


def _structural(el: Any, sheet: Sheet, dates: set[Any]) -> tuple[str, float] | None:
    """A name that no class gives away: "Posted by X", a bold word, a short link beside the date."""
    if el.tag in ("script", "style", "textarea", "option"):
        return None
    text = direct_text(el)
    if 4 <= len(text) <= 200:
        m = BYLINE.search(text)
        if m and len(el):  # the name is a link in the line: "Submitted by <a>Anne</a> on Friday"
            text = visible(el)
            m = BYLINE.search(text) if len(text) <= 200 else None
        if m and m.start() < 30:
            moment = sheet.date_in(m["name"])
            rest = m["name"][: moment.start] if moment is not None and moment.start else m["name"]
            rest = _DATED.split(re.split(r"\s[|–—-]\s|,\s", rest + " ")[0])[0]
            name = clean_name(rest)
            if (
                name
                and is_name(name)
                and (moment is not None or el.tag in ("p", "span", "div", "td", "dt", "small", "cite"))
                and len(text) <= 120
            ):
                return name, 0.5 if moment is not None else 0.3
    if el.tag in ("b", "strong", "a", "dt", "h3", "h4", "h5", "td", "span"):
        whole = visible(el)
        if 1 < len(whole) <= 40 and el not in dates:
            name = clean_name(whole)
            if name and is_name(name) and not sheet.date_in(whole):
                if el.tag == "dt":
                    return name, 0.35
                return name, 0.3 if el.tag in ("b", "strong") else 0.2 if el.tag == "a" else 0.1
    return None


def _bodies(
    records: list[Record], owned: list[list[Any]], slots: Slots, sheet: Sheet, barriers: set[Any]
) -> None:
    rank: dict[str, float] = defaultdict(float)
    held: Counter[str] = Counter()
    for r, o, slot in zip(records, owned, slots, strict=True):
        total = max(1, sum(len(direct_text(e).split()) for e in o if e.tag not in ("script", "style")))
        metas = {sheet.index[e] for e in r.skip}
        seen: set[str] = set()
        for e in o:
            if (
                e.tag
                in (
                    "script",
                    "style",
                    "form",
                    "a",
                    "b",
                    "i",
                    "em",
                    "strong",
                    "br",
                    "img",
                    "time",
                    "li",
                    "cite",
                )
                or slot[e] in seen
            ):
                continue
            if e in r.parts and len(r.parts) == 1:
                continue
            span = sheet.span(e)
            words = sheet.words_in(span)
            if any(b in barriers and b is not e for b in _inside(e, barriers, sheet)):
                continue
            seen.add(slot[e])
            held[slot[e]] += 1
            holds = sum(span[0] <= m < span[1] for m in metas)
            label = (
                " ".join(classes(e))
                + " "
                + (e.get("itemprop") or "")
                + " "
                + _DIGITS.sub("", e.get("id") or "")
            )
            good = 1.0 if any(_BODY.search(c) for c in label.split()) else 0.0
            bad = 1.0 if _NOISE.search(label) or is_quote(e) or _in_quote(e, 5) else 0.0
            rank[slot[e]] += (
                min(1.0, words / total)
                + 0.55 * good
                - 1.1 * bad
                - 0.8 * min(2, holds)
                - (0.2 if words == 0 and not good else 0)
            )
    n = len(records)
    order = [
        s
        for s in sorted(rank, key=lambda s: -rank[s] * min(1.0, 0.5 + held[s] / n))
        if rank[s] > 0.25 * max(1, held[s])
    ]
    for r, o, slot in zip(records, owned, slots, strict=True):
        chosen = None
        for name in order[:4]:
            chosen = next((e for e in o if slot[e] == name), None)
            if chosen is not None:
                break
        noise = _noise(o, chosen, sheet, r)
        if chosen is not None:
            r.body = [
                e
                for e in o
                if slot[e] == slot[chosen] and not _under(e, chosen, r.parts) and not _in_quote(e, 4)
            ] or [chosen]
            same = [e for e in r.body if e.getparent() is chosen.getparent()]
            r.body = same or [chosen]
            if (
                chosen.tag == "p"
                and len(same) <= 1
                and chosen.getparent() in r.parts
                and chosen.getparent() not in barriers
            ):
                r.body = [chosen]
            r.skip = noise | {b for b in barriers if b not in r.parts}
        else:
            r.body = list(r.parts)
            r.skip = noise | _lines(r, o, sheet) | {b for b in barriers if b not in r.parts}


def _inside(e: Any, barriers: set[Any], sheet: Sheet) -> list[Any]:
    i, j = sheet.span(e)
    return [b for b in barriers if i < sheet.index[b] < j]


def _under(e: Any, chosen: Any, parts: list[Any]) -> bool:
    if e is chosen:
        return False
    up = e.getparent()
    while up is not None and up not in parts:
        if up is chosen:
            return True
        up = up.getparent()
    return False


def _noise(o: list[Any], chosen: Any, sheet: Sheet, r: Record) -> set[Any]:
    inside = (
        o
        if chosen is None
        else [e for e in o if sheet.span(chosen)[0] < sheet.index[e] < sheet.ends[sheet.index[chosen]]]
    )
    drop: set[Any] = set()
    for e in inside:
        label = f"{e.get('class') or ''} {_DIGITS.sub('', e.get('id') or '')}"
        words = sheet.words_in(sheet.span(e))
        if (
            (
                len(label) > 1
                and any(_NOISE.search(t) for t in label.split())
                and (words <= 60 or re.search("sig", label))
                and not _BODY.search(label)
            )
            or (e.tag in ("form", "button", "footer", "nav") and words < 40)
            or (
                e.tag == "a"
                and words <= 3
                and re.fullmatch(
                    r"\W*(?:reply|quote|report|permalink|share|répondre|citer|permalien|antworten|zitieren|melden|link|edit|top|nach oben|#\d*|like|"
                    r"reply to this|reply to this comment|répondre à ce commentaire|signaler|click to expand\.*|responder|citar)\W*(?:\(\d+\))?",
                    visible(e),
                    re.I,
                )
            )
        ):
            drop.add(e)
    return drop


def _lines(r: Record, o: list[Any], sheet: Sheet) -> set[Any]:
    """The whole line that a name or a date stands in, when it is short, and titles of posts."""
    drop = set(r.skip)
    for mark in list(r.skip):
        up = mark
        for _ in range(3):
            parent = up.getparent()
            if parent is None or up in r.parts or (parent in r.parts and len(r.parts) == 1):
                break
            if sheet.words_in(sheet.span(parent)) > 14:
                break
            up = parent
        if up not in r.parts or (len(r.parts) > 1 and sheet.words_in(sheet.span(up)) <= 25):
            drop.add(up)
    for e in o:
        if e.tag in ("h1", "h2", "h3", "h4", "h5") or (
            any(_TITLE.search(c) for c in classes(e)) and sheet.words_in(sheet.span(e)) < 20
        ):
            drop.add(e)
    return drop


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
    if parts[0].getprevious() is not None and parts[0].getprevious().tag == "a":
        before = parts[0].getprevious()
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
