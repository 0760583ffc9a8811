"""How fast printed dates are read, as a ratio to dateparser in the same run, CPU time. Run: ``make bench``."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import dateparser

from threadgraph.scrapers.reader.dates import find_date, read_date

NOW = datetime(2005, 10, 16, 12, tzinfo=UTC)
#: Three of each kind and language that pages print: (text, the wall clock or moment that it says).
DATES = [
    ("Friday, October 14, 2005 6:47:00 PM", "2005-10-14T18:47"),
    ("Oct 14, 2005 12:05 AM", "2005-10-14T00:05"),
    ("Oct 14 '05", "2005-10-14T00:00"),
    ("vendredi 14 octobre 2005 à 8h30", "2005-10-14T08:30"),
    ("Le 14 oct. 2005 à 20:15", "2005-10-14T20:15"),
    ("il y a 3 heures", "2005-10-16T09:00"),
    ("14. Oktober 2005 um 14:05 Uhr", "2005-10-14T14:05"),
    ("14.10.05, 08:30", "2005-10-14T08:30"),
    ("vor 2 Tagen", "2005-10-14T12:00"),
    ("viernes, 14 de octubre de 2005 a las 21:10", "2005-10-14T21:10"),
    ("14 oct 2005, 9:10 p. m.", "2005-10-14T21:10"),
    ("hace 5 minutos", "2005-10-16T11:55"),
    ("venerdì 14 ottobre 2005 alle ore 9,15", "2005-10-14T09:15"),
    ("14 ott 2005, ore 21.10", "2005-10-14T21:10"),
    ("3 giorni fa", "2005-10-13T12:00"),
    ("sexta-feira, 14 de outubro de 2005 às 21:10", "2005-10-14T21:10"),
    ("14 de out de 2005, 21h10", "2005-10-14T21:10"),
    ("há 2 dias", "2005-10-14T12:00"),
    ("14 października 2005, godz. 14:05", "2005-10-14T14:05"),
    ("pt., 14 paź 2005 o 14:05", "2005-10-14T14:05"),
    ("2 godz. temu", "2005-10-16T10:00"),
    ("14. oktobar 2005. u 14:05", "2005-10-14T14:05"),
    ("петак, 14. октобар 2005. у 14:05", "2005-10-14T14:05"),
    ("пре 3 дана", "2005-10-13T12:00"),
    ("الجمعة 14 أكتوبر 2005 الساعة 8:30 م", "2005-10-14T20:30"),
    ("١٤ أكتوبر ٢٠٠٥، ٨:٣٠ ص", "2005-10-14T08:30"),
    ("منذ ساعتين", "2005-10-16T10:00"),
    ("2005-10-14 08:30:12 +0200", "2005-10-14T06:30"),
    ("Fri Oct 14 08:30:00 CEST 2005", "2005-10-14T06:30"),
    ("Fri, 14 Oct 2005 08:30:00 +0200", "2005-10-14T06:30"),
    ("14/10/2005 08:30", "2005-10-14T08:30"),
    ("yesterday at 5:12 PM", "2005-10-15T17:12"),
    ("16:05, 9 August 2005 (UTC)", "2005-08-09T16:05"),
]
#: What stands beside them on a page, and is none.
OTHERS = [
    "Reply", "Report this post", "#12", "Joined: 3 friends", "1,234 posts", "Quote:", "v10.12.05", "Like (3)",
    "The host has been down since midnight, it seems, and nobody at the hosting company answers the telephone.",
]  # fmt: skip


def per_second(texts: list[str], read: Callable[[str], object], least: float = 1.0) -> float:
    """Texts a second of CPU time, over at least so many seconds."""
    done, start = 0, time.process_time()
    while time.process_time() - start < least:
        for text in texts:
            read(text)
        done += len(texts)
    return done / (time.process_time() - start)


def bench_dates_against_dateparser() -> None:
    settings = {"RELATIVE_BASE": NOW.replace(tzinfo=None), "DATE_ORDER": "DMY"}
    texts = [text for text, _ in DATES]

    def ours(text: str) -> datetime | None:
        found = read_date(text, now=NOW)
        return found.when.astimezone(UTC) if found else None

    def theirs(text: str) -> datetime | None:
        found = dateparser.parse(text, settings=settings)
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else found

    def right(read: Callable[[str], datetime | None]) -> int:
        return sum((w := read(text)) is not None and w.isoformat()[:16] == when for text, when in DATES)

    print(f"\ndates read right: {right(ours)} of {len(DATES)}; dateparser {right(theirs)}")
    fast, slow = per_second(texts, ours), per_second(texts, theirs)
    print(f"dates: {fast:,.0f} strings/s; dateparser {slow:,.0f}; {fast / slow:.0f} × as fast")


def bench_texts_without_a_date() -> None:
    found = per_second(OTHERS, lambda text: find_date(text, now=NOW))
    print(f"\ntexts without a date: {found:,.0f} a second")
