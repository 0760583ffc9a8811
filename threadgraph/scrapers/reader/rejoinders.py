"""Answers that stand in the comment that they answer: "Reply from X", in a box of their own and without a time."""

from __future__ import annotations

import re
from typing import Any

from threadgraph.scrapers.reader.names import clean_name, is_name
from threadgraph.scrapers.reader.records import Record, owned
from threadgraph.scrapers.reader.sheet import Sheet
from threadgraph.scrapers.reader.text import length, to_text

__all__ = ["with_rejoinders"]

#: How such boxes are called, and how they begin.
_BOX = re.compile(
    r"(?:^|[-_])(?:repl(?:y|ies)|response|answer|antwort|r[ée]ponse|respuesta|risposta|resposta|svar|antwoord|odpowiedz)s?(?:$|[-_])",
    re.I,
)
_BEGINS = re.compile(
    r"^\W*(?:antwort|réponse|reponse|reply|response|answer|respuesta|risposta|resposta|odpowied[źz]|odpověď|odpoveď|svar|vastaus|antwoord|odgovor|одговор|ответ)"
    r"\s+(?:von|vom|de la part de|de|du|from|by|of|di|da|del|od|van|av|från|fra|от)\s+(?P<name>[^\W\d_].{0,58}?)\s*(?::|$)",
    re.I,
)
_LEAST_WORDS = 2
_MOST_WORDS = 800


def with_rejoinders(records: list[Record], sheet: Sheet) -> list[Record]:
    """Records, and the answers in them as records of their own, each after the one that it answers.

    Parameters
    ----------
    records : list of Record
        Filled, in page order.
    sheet : Sheet

    Returns
    -------
    list of Record
        With parents counted anew.
    """
    if not any(_BOX.search(t) for t in sheet.where.tokens):
        return records
    found: dict[int, list[Record]] = {}
    for k, (r, o) in enumerate(zip(records, owned(records, sheet), strict=True)):
        parts = {sheet.index[p] for p in r.parts}
        end = -1
        for i in o:
            if i < end or i in parts or not any(_BOX.search(t) for t in sheet.tokens[i]):
                continue
            answer = _answer(i, sheet)
            if answer is not None:
                end = sheet.ends[i]
                r.skip.add(sheet.elements[i])
                found.setdefault(k, []).append(answer)
    if not found:
        return records
    place: list[int] = []
    out: list[Record] = []
    for k, r in enumerate(records):
        place.append(len(out))
        out += [r, *found.get(k, ())]
    for k, r in enumerate(records):
        r.parent = place[r.parent] if r.parent is not None else None
        for answer in found.get(k, ()):
            answer.parent = place[k]
    return out


def _answer(i: int, sheet: Sheet) -> Record | None:
    """The answer that a box holds, where its first line says whose it is and words follow."""
    span = (i, sheet.ends[i])
    if not _LEAST_WORDS < sheet.words_in(span) <= _MOST_WORDS:
        return None
    head: Any = None
    for j in range(i, min(sheet.ends[i], i + 8)):
        if sheet.own[j]:
            # the name may be a link in the line
            head = j if j == i or not sheet.own[sheet.parents[j]] else sheet.parents[j]
            break
    if head is None or head == i:
        return None
    m = _BEGINS.match(sheet.text_of(head, 12))
    name = clean_name(m["name"]) if m else None
    if not name or not is_name(name):
        return None
    box, line = sheet.elements[i], sheet.elements[head]
    words = to_text([box], {line})
    if length(words) < _LEAST_WORDS:
        return None
    return Record([box], author=name, sure=0.9, text=words, body=[box], skip={line})
