"""Printed dates of many languages, and what is not one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threadgraph.scrapers.reader.dates import Moment, find_date, machine_date, read_date
from threadgraph.scrapers.reader.order import day_first

#: A Sunday.
NOW = datetime(2005, 10, 16, 12, tzinfo=UTC)

#: As printed, the moment (UTC where a zone is stated), and how much of it is known.
PRINTED = [
    ("le 14 octobre 2005 à 8h30", "2005-10-14T08:30", "minute"),
    ("Vendredi 14 octobre 2005, 08h30", "2005-10-14T08:30", "minute"),
    ("1er octobre 2005", "2005-10-01T00:00", "day"),
    ("Rédigé le 14 oct. 2005 à 20:15:09", "2005-10-14T20:15", "second"),
    ("14/10/05 à 08:30", "2005-10-14T08:30", "minute"),
    ("14. Oktober 2005 um 14:05 Uhr", "2005-10-14T14:05", "minute"),
    ("Fr, 14. Okt. 2005 14:05", "2005-10-14T14:05", "minute"),
    ("Erstellt am 14.10.05, 08:30", "2005-10-14T08:30", "minute"),
    ("14.10.2005 um 8.30 Uhr", "2005-10-14T08:30", "minute"),
    ("3. März 2005, 20 Uhr", "2005-03-03T20:00", "hour"),
    ("viernes, 14 de octubre de 2005 a las 21:10", "2005-10-14T21:10", "minute"),
    ("14 oct 2005, 9:10 p. m.", "2005-10-14T21:10", "minute"),
    ("venerdì 14 ottobre 2005 alle ore 9,15", "2005-10-14T09:15", "minute"),
    ("14 ott 2005, ore 21.10", "2005-10-14T21:10", "minute"),
    ("sexta-feira, 14 de outubro de 2005 às 21:10", "2005-10-14T21:10", "minute"),
    ("14 de out de 2005, 21h10", "2005-10-14T21:10", "minute"),
    ("14 października 2005, godz. 14:05", "2005-10-14T14:05", "minute"),
    ("pt., 14 paź 2005 o 14:05", "2005-10-14T14:05", "minute"),
    ("14. oktobar 2005. u 14:05", "2005-10-14T14:05", "minute"),
    ("петак, 14. октобар 2005. у 14:05", "2005-10-14T14:05", "minute"),
    ("14. окт 2005. 08:30", "2005-10-14T08:30", "minute"),
    ("14.10.2005. 08:30", "2005-10-14T08:30", "minute"),
    ("الجمعة 14 أكتوبر 2005 الساعة 8:30 م", "2005-10-14T20:30", "minute"),
    ("١٤ أكتوبر ٢٠٠٥، ٨:٣٠ ص", "2005-10-14T08:30", "minute"),
    ("14 تشرين الأول 2005 - 08:30", "2005-10-14T08:30", "minute"),
    ("Friday, October 14, 2005 6:47:00 PM", "2005-10-14T18:47", "second"),
    ("Oct 14, 2005 12:05 AM", "2005-10-14T00:05", "minute"),
    ("October 14th, 2005 at 1:02 p.m.", "2005-10-14T13:02", "minute"),
    ("Oct 14 '05", "2005-10-14T00:00", "day"),
    ("Oct 14 '05 at 12:30", "2005-10-14T12:30", "minute"),
    ("14-Oct-05, 08:30 PM", "2005-10-14T20:30", "minute"),
    ("2005-10-14 08:30:12 +0200", "2005-10-14T06:30", "second"),
    ("Fri Oct 14 08:30:00 CEST 2005", "2005-10-14T06:30", "second"),
    ("Fri, 14 Oct 2005 08:30:00 +0200", "2005-10-14T06:30", "second"),
    ("Fri, 14 Oct 2005 08:30:00 EDT", "2005-10-14T12:30", "second"),
    ("Fri, 14 Oct 2005 08:30:00 CEST", "2005-10-14T06:30", "second"),
    ("2005-10-14T08:30:12Z", "2005-10-14T08:30", "second"),
    ("14 Oct 2005 08:30 PST", "2005-10-14T16:30", "minute"),
    ("October 14, 2005 8:30 am (UTC+2)", "2005-10-14T06:30", "minute"),
    ("16:05, 9 August 2005 (UTC)", "2005-08-09T16:05", "minute"),
    ("08:30 on 14 October 2005", "2005-10-14T08:30", "minute"),
    ("At 8:30 AM on Friday, October 14, 2005, Joe wrote", "2005-10-14T08:30", "minute"),
    ("8h30 le 14 octobre 2005", "2005-10-14T08:30", "minute"),
    ("2005年10月14日 08:30", "2005-10-14T08:30", "minute"),
    ("2005年10月14日(金) 20時30分", "2005-10-14T20:30", "minute"),
    ("2005. október 14. 08:30", "2005-10-14T08:30", "minute"),
    ("2005. 10. 14. 08:30", "2005-10-14T08:30", "minute"),
    ("14 oktober 2005 om 14:05", "2005-10-14T14:05", "minute"),
    ("14 октября 2005 в 14:05", "2005-10-14T14:05", "minute"),
    ("14. oktober 2005 kl. 10.12", "2005-10-14T10:12", "minute"),
    ("14 Ekim 2005 Cuma, 14:05", "2005-10-14T14:05", "minute"),
    ("14. října 2005 v 14:05", "2005-10-14T14:05", "minute"),
    ("14 Οκτωβρίου 2005, 8:30 μμ", "2005-10-14T20:30", "minute"),
    ("14/Oct/2005:08:30:00 +0200", "2005-10-14T06:30", "second"),
    ("October 2005", "2005-10-01T00:00", "month"),
    ("octobre 2005", "2005-10-01T00:00", "month"),
    ("10/2005", "2005-10-01T00:00", "month"),
    ("10/14/2005 8:30 pm", "2005-10-14T20:30", "minute"),
    ("« Reply #3 on: October 14, 2005, 08:30:12 AM »", "2005-10-14T08:30", "second"),
    ("#12 October 14, 2005 at 9:12", "2005-10-14T09:12", "minute"),
    ("#12 14 Oct 2005, 9:12", "2005-10-14T09:12", "minute"),
    ("Posted: Fri Oct 14, 2005 9:12 pm", "2005-10-14T21:12", "minute"),
    ("Le vendredi 14 octobre 2005 à 08:30, par Anne", "2005-10-14T08:30", "minute"),
    ("Posté le: Ven 14 Oct 2005 9:12", "2005-10-14T09:12", "minute"),
    ("am 3. März 2020 um 9:05", "2020-03-03T09:05", "minute"),
    ("14 d'octubre de 2005 a les 8:30", "2005-10-14T08:30", "minute"),
    ("14 setiembre 2005", "2005-09-14T00:00", "day"),
    ("п'ятниця, 14 жовтня 2005, 08:30", "2005-10-14T08:30", "minute"),
    ("vineri, 14 octombrie 2005, 08:30", "2005-10-14T08:30", "minute"),
    ("14. lokakuuta 2005 klo 8.30", "2005-10-14T08:30", "minute"),
    ("14 Oktober 2005 08:30", "2005-10-14T08:30", "minute"),
    ("14. октобра 2005. године у 20:30", "2005-10-14T20:30", "minute"),
    ("14 октября 2005 г. в 20:30", "2005-10-14T20:30", "minute"),
    ("13.10.2005 r. 21:10", "2005-10-13T21:10", "minute"),
    ("2005年10月14日 下午8:30", "2005-10-14T20:30", "minute"),
    ("mar. 14 mars 2006", "2006-03-14T00:00", "day"),
    ("Apr 3 '20 at 12:30", "2020-04-03T12:30", "minute"),
    ("Mon, 16/11/2015 - 02:56.", "2015-11-16T02:56", "minute"),
    ("Wed Mar 26 08:24:36.052269 2014", "2014-03-26T08:24", "second"),
]

#: Told from `NOW`.
RELATIVE = [
    ("14 Oct, 09:12", "2005-10-14T09:12", "minute"),
    ("Nov 3", "2004-11-03T00:00", "day"),
    ("le 14 mars", "2005-03-14T00:00", "day"),
    ("il y a 3 heures", "2005-10-16T09:00", "hour"),
    ("il y a une heure", "2005-10-16T11:00", "hour"),
    ("il y a environ 2 ans", "2003-10-16T12:00", "year"),
    ("vor 2 Tagen", "2005-10-14T12:00", "day"),
    ("vor einer Stunde", "2005-10-16T11:00", "hour"),
    ("hace 5 minutos", "2005-10-16T11:55", "minute"),
    ("3 giorni fa", "2005-10-13T12:00", "day"),
    ("un'ora fa", "2005-10-16T11:00", "hour"),
    ("há 2 dias", "2005-10-14T12:00", "day"),
    ("2 godz. temu", "2005-10-16T10:00", "hour"),
    ("godzinę temu", "2005-10-16T11:00", "hour"),
    ("пре 3 дана", "2005-10-13T12:00", "day"),
    ("pre 3 dana", "2005-10-13T12:00", "day"),
    ("منذ ساعتين", "2005-10-16T10:00", "hour"),
    ("منذ 3 أيام", "2005-10-13T12:00", "day"),
    ("3h", "2005-10-16T09:00", "hour"),
    ("2d", "2005-10-14T12:00", "day"),
    ("5 mo. ago", "2005-05-16T12:00", "month"),
    ("3 weeks ago", "2005-09-25T12:00", "month"),
    ("2 years, 3 months ago", "2003-07-16T12:00", "month"),
    ("just now", "2005-10-16T12:00", "minute"),
    ("yesterday at 5:12 PM", "2005-10-15T17:12", "minute"),
    ("Yesterday, 08:30 AM", "2005-10-15T08:30", "minute"),
    ("hier à 14:03", "2005-10-15T14:03", "minute"),
    ("aujourd'hui à 9h05", "2005-10-16T09:05", "minute"),
    ("gestern um 14:05 Uhr", "2005-10-15T14:05", "minute"),
    ("heute, 08:30", "2005-10-16T08:30", "minute"),
    ("ayer a las 21:10", "2005-10-15T21:10", "minute"),
    ("ieri alle 21:10", "2005-10-15T21:10", "minute"),
    ("wczoraj o 14:05", "2005-10-15T14:05", "minute"),
    ("јуче у 14:05", "2005-10-15T14:05", "minute"),
    ("أمس 14:05", "2005-10-15T14:05", "minute"),
    ("i går kl. 10.12", "2005-10-15T10:12", "minute"),
    ("avant-hier à 14:03", "2005-10-14T14:03", "minute"),
    ("letzten Freitag", "2005-10-14T00:00", "day"),
    ("vendredi dernier", "2005-10-14T00:00", "day"),
    ("Friday at 10:12 AM", "2005-10-14T10:12", "minute"),
    ("Sunday at 10:12 AM", "2005-10-16T10:12", "minute"),
    ("Sunday at 10:12 PM", "2005-10-09T22:12", "minute"),
    ("3 дня назад", "2005-10-13T12:00", "day"),
    ("för 3 dagar sedan", "2005-10-13T12:00", "day"),
    ("3 dagen geleden", "2005-10-13T12:00", "day"),
    ("3 gün önce", "2005-10-13T12:00", "day"),
    ("3日前", "2005-10-13T12:00", "day"),
    ("2 小时前", "2005-10-16T10:00", "hour"),
    ("an hour ago", "2005-10-16T11:00", "hour"),
    ("a few minutes ago", "2005-10-16T11:57", "hour"),
    ("two days ago", "2005-10-14T12:00", "day"),
    ("Thursday 14th October", "2004-10-14T00:00", "day"),
    ("prošlog petka", "2005-10-14T00:00", "day"),
    ("hace unos minutos", "2005-10-16T11:57", "hour"),
    ("Hier", "2005-10-15T00:00", "day"),
    ("Posted: yesterday", "2005-10-15T00:00", "day"),
    ("17:12 yesterday", "2005-10-15T17:12", "minute"),
    ("half an hour ago", "2005-10-16T11:30", "hour"),
    ("29 Feb", "2004-02-29T00:00", "day"),
    ("Сегодня, 08:30", "2005-10-16T08:30", "minute"),
    ("bugün 08:30", "2005-10-16T08:30", "minute"),
    ("il y a quelques minutes", "2005-10-16T11:57", "hour"),
    ("vor 3 Jahren", "2002-10-16T12:00", "year"),
    ("1 day 2 hours ago", "2005-10-15T10:00", "hour"),
]

NO_DATE = [
    "v10.12.05",
    "version 10.12.05",
    "192.168.10.12",
    "10.12.05.3",
    "06.12.34.56.78",
    "01-23-45-67-89",
    "$10.12",
    "1/2",
    "24/7/365",
    "3-2",
    "16:9",
    "may",
    "mars",
    "mar",
    "sat",
    "dec",
    "3 days",
    "you may 3 times a day",
    "haben Sie 3 Monate",
    "call 555 1234",
    "version 2.0.1",
    "10:30",
    "in 2005 we met",
    "1,234 posts",
    "for 3 days",
    "score 4-2-1 win",
    "2 of 3",
    "March 14 comments were deleted by the moderators",
    "vor 14.000 Jahren",
    "il y a 3 personnes",
    "Joined Oct 2005",
    "100 replies",
    "3D",
    "5M views",
    "He said so yesterday and nobody came to the party",
    "31/02/2005",
    "45.10.2005",
    "opened Friday 9:00 - 17:00",
    "set 3 of them in the may 4 house",
    "1.2.3",
    "12.5%",
    "8:30",
    "881.749 ( Heute: 18 )",
    "Du bist hier:",
    "hier",
    "Today",
    "MainSketch27Jan.tar.gz",
    "820 m",
    "pre month",
    "",
]


@pytest.mark.parametrize(("text", "when", "precision"), PRINTED, ids=[t[0] for t in PRINTED])
def test_a_printed_date_is_read(text: str, when: str, precision: str) -> None:
    found = read_date(text, day_first=not text.startswith("10/14"))
    assert found is not None
    assert (found.when.astimezone(UTC).isoformat()[:16], found.precision) == (when, precision)
    assert found.text in text


@pytest.mark.parametrize(("text", "when", "precision"), RELATIVE, ids=[t[0] for t in RELATIVE])
def test_a_date_told_from_now_is_read(text: str, when: str, precision: str) -> None:
    found = read_date(text, now=NOW)
    assert found is not None
    assert (found.when.astimezone(UTC).isoformat()[:16], found.precision) == (when, precision)


@pytest.mark.parametrize("text", [t[0] for t in RELATIVE])
def test_it_means_nothing_on_a_page_of_unknown_age(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_date(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2005-10-14 08:30:12 +0200", True),
        ("Fri Oct 14 08:30:00 CEST 2005", True),
        ("16:05, 9 August 2005 (UTC)", True),
        ("14 octobre 2005, 8:30, il est tard", False),
        ("14 Oct 2005 08:30-09:30", False),
        ("14 Oct 2005 08:30", False),
    ],
)
def test_a_stated_zone_is_kept_apart_from_an_assumed_one(text: str, stated: bool) -> None:
    found = find_date(text, zone=timezone(timedelta(hours=1)))
    assert found is not None
    assert found.zone == ("stated" if stated else "assumed")


def test_yesterday_begins_where_the_page_is_written() -> None:
    late = datetime(2005, 10, 16, 23, 30, tzinfo=UTC)  # it is the 17th in Paris
    found = find_date("hier à 14:03", now=late, zone=timezone(timedelta(hours=2)))
    assert found is not None
    assert found.when == datetime(2005, 10, 16, 12, 3, tzinfo=UTC)


def test_a_date_knows_its_place_in_the_text() -> None:
    text = "Luc, le vendredi 14 octobre 2005 à 8h30 : merci"
    found = find_date(text)
    assert found is not None
    assert text[found.start : found.end] == "vendredi 14 octobre 2005 à 8h30"


@pytest.mark.parametrize(
    ("texts", "lang", "first"),
    [
        (["10/05/2005", "13/05/2005"], None, True),
        (["10/05/2005", "10/13/2005"], "fr", False),
        (["Fri, 07/10/2005"], "en-US", True),
        (["Fri 10/07/2005"], "fr", False),
        (["05.10.2005"], "en-US", True),
        (["03/10/2005", "04/10/2005", "05/10/2005"], "en-US", True),
        (["10/03/2005", "10/04/2005", "10/05/2005"], "fr", False),
        (["01/10/2005", "02/11/2005", "03/01/2006"], "en", True),
        (["05/10/2005"], "en-US", False),
        (["05/10/2005"], "en", False),
        (["05/10/2005"], "en-GB", True),
        (["05/10/2005"], "fr", True),
        (["05/10/2005 8:30 PM"], None, False),
        (["05/10/2005 8:30 PM"], "en-GB", True),
        (["05/10/2005"], None, True),
        ([], None, True),
    ],
)
def test_the_order_of_day_and_month_is_decided_for_the_whole_page(
    texts: list[str], lang: str | None, first: bool
) -> None:
    assert day_first(texts, lang) is first


@pytest.mark.parametrize(
    ("value", "when", "precision", "zone"),
    [
        ("2005-10-14T08:30:00+02:00", "2005-10-14T06:30", "second", "stated"),
        ("2005-10-14T08:30:00", "2005-10-14T08:30", "second", "assumed"),
        ("2005-10-14T08:30Z", "2005-10-14T08:30", "minute", "stated"),
        ("2005-10-14", "2005-10-14T00:00", "day", "assumed"),
        ("2005-10", "2005-10-01T00:00", "month", "assumed"),
        ("1129278600", "2005-10-14T08:30", "second", "stated"),
        ("1129278600000", "2005-10-14T08:30", "second", "stated"),
        ("Fri, 14 Oct 2005 08:30:00 -0000", "2005-10-14T08:30", "second", "stated"),
        ("14 Oct 05 08:30 EST", "2005-10-14T13:30", "minute", "stated"),
    ],
)
def test_a_machine_date_is_read(value: str, when: str, precision: str, zone: str) -> None:
    found = machine_date(value)
    assert found is not None
    assert (found.when.astimezone(UTC).isoformat()[:16], found.precision, found.zone) == (
        when,
        precision,
        zone,
    )


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00", "0000-00-00", "2005-13-01", "soon", "", None])
def test_a_machine_date_that_states_nothing_is_none(value: str | None) -> None:
    assert machine_date(value) is None


def test_a_month_alone_is_a_date_only_where_a_date_is_sure_to_stand() -> None:
    assert find_date("Joined: Oct 2005") is None
    assert read_date("Oct 2005") is not None


#: What dates are made of, so that random texts come near to one.
_PIECES = st.sampled_from(
    [
        *"0123456789/-.,: '()+",
        "14",
        "10",
        "2005",
        "05",
        "8h30",
        "08:30",
        "am",
        "PM",
        "octobre",
        "Oct",
        "mai",
        "Friday",
        "mar.",
        "il y a",
        "ago",
        "vor",
        "days",
        "hier",
        "à",
        "UTC",
        "+0200",
        "منذ",
        "ساعة",
        "م",
        "年",
        "月",
        "日",
        "前",
        "٣",
        "ʼn",
        "\u0301",
        "İ",
        "ß",
    ]
)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(_PIECES, max_size=40).map(" ".join),
        st.lists(_PIECES, max_size=60).map("".join),
    )
)
@example("1" * 4000)
@example("14/10/" * 600)
def test_no_text_breaks_it_and_every_time_is_aware(text: str) -> None:
    for now in (None, NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        for found in (find_date(text, now=now), machine_date(text)):
            assert found is None or (isinstance(found, Moment) and found.when.utcoffset() == timedelta(0))
    day_first([text])


@pytest.mark.parametrize(
    "piece",
    ["1", "a", "1.", "1/", "1-", "1 ", "14 ", "oct ", "14 oct ", "a ", "mai ", "1:", "12:30 ", "il y a ", "vor ", "ago ", "1 day ", "hier ",
     "Friday ", "at ", "(", "2005-", "2005-10-", "14/10/05 ", "a1", "a-", "تشرين ", "é", "月", "Friday at at at ", "10/10/2005 at at at "],
)  # fmt: skip
def test_a_text_twice_as_long_takes_at_most_twice_as_long(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = 1.0
        for _ in range(3):
            start = time.process_time()
            find_date(text, now=NOW)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(3_900) < 8 * 16 * max(seconds(240), 0.0001) / 4
    assert seconds(3_900) < 0.05


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_every_iso_date_comes_back(when: datetime) -> None:
    found = machine_date(when.isoformat(timespec="seconds"))
    assert found is not None
    assert found.when.replace(tzinfo=None) == when.replace(microsecond=0)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_every_printed_date_comes_back(when: datetime) -> None:
    for shape in (
        "%A, %B %d, %Y %I:%M:%S %p",
        "%d %b %Y, %H:%M:%S",
        "%a %b %d %H:%M:%S %Y",
        "%d.%m.%Y %H:%M:%S",
        "%H:%M:%S, %d %B %Y",
    ):
        found = find_date(when.strftime(shape))
        assert found is not None
        assert found.when.replace(tzinfo=None) == when.replace(microsecond=0)


def test_dots_put_the_day_first_but_not_beside_a_twelve_hour_clock_on_an_american_page() -> None:
    printed = ["6.11.09 / 11am", "6.12.09 / 8pm"]
    assert [day_first(printed, lang) for lang in ("en-US", "en-GB", "de")] == [False, True, True]
