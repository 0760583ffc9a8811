"""Dates that count from now: "3 hours ago", "hier à 14:03", "Friday at 10:12 AM"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from threadgraph.model import Precision
from threadgraph.scrapers.reader.clock import Clock, time_after, time_before
from threadgraph.scrapers.reader.months import WEEKDAYS, fold

__all__ = ["MARKS", "Relative", "relative"]


class Relative(NamedTuple):
    """A moment that was told from now: local where naive."""

    when: datetime
    precision: Precision
    start: int
    end: int


_UNITS = {
    "second": "s sec secs second seconds seconde secondes sekunde sekunden sek segundo segundos secondo secondi sekunda sekundi sekundy sekund "
    "sekunder seconden saniye vterin másodperce sekundę секунда секунду секунди секунде секунды секунд сек ثانية ثوان ثواني ثانيتين "
    "δευτερόλεπτα 秒 秒鐘 秒钟 초 másodperccel vteřina vteřiny vteřinami secunde secunda секунді segons sekuntia detik sn δευτ",
    "minute": "m min mins minute minutes minuten minuto minutos minuti minuta minutę minuty minut minutu minuter minutter minuut dakika perce "
    "минут минута минуту минуте минути минуты мин دقيقة دقائق دقيقتين λεπτά λεπτό 分 分鐘 分钟 분 minutt minutter perccel minutami dk menit хвилин хвилини хвилину minuuttia λεπ",
    "hour": "h hr hrs hour hours heure heures stunde stunden std hora horas ora ore godzina godzinę godziny godzin godz sat sata sati uur uren "
    "timme timmar time timer saat hodina hodinu hodiny hodin hodinami órája сат сата сати час часа часов година ساعة ساعات ساعتين ώρα ώρες "
    "時間 小时 小時 시간 hodinou hodinami órával ore ώρ годин години годину tuntia jam часы",
    "day": "d day days jour jours tag tage tagen dia dias día días giorno giorni dzień dni dan dana dag dagen dagar dager dage gün den dnem dnu "
    "dny dnů napja дан дана день дня дней يوم أيام يومين يوما ημέρα ημέρες μέρες 日 天 일 dniu dnia nappal zile zi дн сутки суток дні днів ημ päivää hari",
    "week": "w wk wks week weeks semaine semaines woche wochen semana semanas settimana settimane tydzień tygodnie tygodni tyg nedelja nedelje "
    "nedelju weken vecka veckor uke uker uge uger hafta týdnem týdny týdnů hete недеља недеље недељу неделя недели недель неделю أسبوع "
    "أسابيع أسبوعين εβδομάδα εβδομάδες 週間 周 週 주 sem sett tydz týden нед hete héttel săptămână săptămâni setmana setmanes εβδ viikkoa тиждень тижні тижнів mgg",
    "month": "mo mos mon month months mois monat monate monaten mes meses mês mese mesi miesiąc miesiące miesięcy mies mesec meseca meseci "
    "maand maanden månad månader måned måneder mdr ay měsícem měsíci měsíců hónapja месец месеца месеци месяц месяца месяцев شهر أشهر "
    "شهور شهرين μήνα μήνες ヶ月 か月 个月 個月 개월 mnd md mc mån miesiąca měsíc měsíce hónap hónappal lună luni мес μήν μήνας kuukautta bulan місяць місяці місяців",
    "year": "y yr yrs year years an ans année années jahr jahre jahren año años ano anos anno anni rok roku lata lat godina godine godinu jaar "
    "jaren år yıl lety rokem éve година године годину год года лет سنة سنوات عام أعوام سنتين عامين χρόνο χρόνια 年 년 jr god året roky let év évvel ani έτος έτ vuotta tahun році року років рік",
}
_UNIT: dict[str, Precision] = {}
for _name, _spellings in _UNITS.items():
    for _spelling in _spellings.split():
        _UNIT.setdefault(fold(_spelling), _name)  # type: ignore[arg-type]
_UNIT["година"] = "year"
_DUALS = "ثانيتين دقيقتين ساعتين يومين أسبوعين شهرين سنتين عامين"
_DUAL = frozenset(map(fold, _DUALS.split()))
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
#: What is known of a moment that is told as "n weeks ago": the calendar's next unit that holds it.
_KNOWN: dict[str, Precision] = {"week": "month"}
_COARSER: dict[str, Precision] = {
    "second": "minute",
    "minute": "hour",
    "hour": "day",
    "day": "month",
    "week": "month",
    "month": "year",
}
_NUMBERS = {
    fold(w): n
    for n, words in {
        1: "a an one un une ein eine einem einer einen una uno um uma en et ett een jedan jednu jedna jeden bir један једну",
        2: "two deux zwei dos due dois duas dwa dwie dva dve два две twee två to iki",
        3: "three trois drei tres tre três trzy tri три drie üç",
        4: "four quatre vier cuatro quattro quatro cztery četiri четири",
        5: "five cinq fünf cinco cinque pięć pet пет",
        6: "six sechs seis sei sześć šest шест",
        7: "seven sept sieben siete sette sete siedem sedam седам",
        8: "eight huit acht ocho otto oito osiem osam осам",
        9: "nine neuf neun nueve nove dziewięć devet девет",
        10: "ten dix zehn diez dieci dez dziesięć deset десет",
    }.items()
    for w in words.split()
}
_FEWS = (
    "few several couple quelques einigen wenigen ein paar unos unas algunos algunas alguns algumas "
    "pochi poche alcuni alcune kilka nekoliko неколико несколько بضع enkele några noen birkaç"
)
_FEW = frozenset(map(fold, _FEWS.split()))
_POST = "ago fa atrás temu назад geleden sedan siden önce πριν ezelőtt 前 之前 전"
_PRE = "il vor hace há ha pre prije przed пре прије منذ قبل před πριν acum pred для"
#: What "pre" and its like may be followed by without a number: "pre month" is English.
_BARE = frozenset(
    (
        "sat",
        "dan",
        "mesec",
        "nedelju",
        "godinu",
        "godzina",
        "minutu",
        "mesiac",
        "rokiem",
        "miesiacem",
        "tygodniem",
        "hodinou",
    )
)
_PREFIX = re.compile(
    r"(?:il y a|vor|hace|ha|pre|prije|przed|пре|прије|منذ|قبل|pred|πριν|acum)\s+(?:(?:environ|about|etwa|ca|circa|cerca de|mas de|"
    r"mehr als|plus d[e']|oko|око|około|okolo)\.?\s+)?(?:حوالي\s+)?(?:(?P<n>\d{1,3}|[^\W\d_]{1,10}+)\s?)??(?P<u>[^\W\d_]{1,14}+)"
    r"(?:,?\s(?:(?:et|und|y|e|i|a)\s)?(?P<n2>\d{1,2})\s?(?P<u2>[^\W\d_]{1,14}+))?"
)
_SUFFIXED = re.compile(
    r"(?:(?<![\w.,:])(?P<n0>\d{1,3})\s?(?P<u0>[^\W\d_]{1,14}),?\s{1,2}(?:(?:and|et|und|y|e|i)\s)?)?"
    r"(?:(?<![\w.:])(?P<n>\d{1,3})\s?|(?<![^\W_])(?P<w>[^\W\d_]{1,12})[\s'](?:of\s)?)?(?<![^\W\d_])(?P<u>[^\W\d_]{1,14})\.?\s{0,2}$"
)
_LETTER, _WORDY = re.compile(r"[^\W\d_]"), re.compile(r"[^\W_]")
_HALF_HOUR = re.compile(r"\bhalf an? hour\s$")
_SHORT = re.compile(r"\s*(\d{1,3})\s?(s|sec|m|min|mins|h|hr|hrs|d|w|wk|wks|mo|mos|y|yr|yrs)\.?\s*")
_MOST = {"h": 48, "d": 400}
_ASIAN = re.compile(r"(?<![\w.])(\d{1,3})\s?([^\W\d_]{1,3}?)\s?(?:之?前|전)(?!\w)")
_DAYS = {
    fold(w): n
    for n, words in {
        0: "today aujourd heute hoy oggi hoje dzisiaj dziś danas данас сегодня اليوم vandaag idag bugün dnes сьогодні σήμερα 今日 今天 오늘",
        1: "yesterday hier gestern ayer ieri ontem wczoraj juče јуче вчера أمس البارحة gisteren igår igar dün včera вчора tegnap χθες 昨日 昨天 어제",
        2: "vorgestern anteayer anteontem przedwczoraj prekjuče прекјуче позавчера eergisteren",
    }.items()
    for w in words.split()
}
_BEFORE_IT = {("avant", "hier"): 2, ("i", "gar"): 1, ("i", "dag"): 0}
_NOW = re.compile(
    r"(?:just now|right now|moments? ago|a moment ago|less than an? minute ago|a l'instant|gerade eben|soeben|ahora mismo|"
    r"proprio ora|adesso|agora mesmo|przed chwila|upravo sada|управо сада|только что|الان|zojuist|nyss|たった今|刚刚|剛剛|방금)"
)
_LAST = re.compile(
    r"(?:last|letzten|letzte|am letzten|zeszly|w zeszly|w zeszla|ostatni|proslog|prosle|прошлог|прошле|afgelopen|vorige|forrige|sist)\s+$"
)
_PASSED = re.compile(r"\s+(?:dernier|derniere|pasado|passado|passada|scorso|scorsa)(?!\w)")
#: Words that may tell a date from now, and how.
MARKS: dict[str, str] = {
    **dict.fromkeys((w for w in WEEKDAYS if len(w) > 2), "weekday"),
    **dict.fromkeys((fold(w) for w in _PRE.split()), "pre"),
    **dict.fromkeys((fold(w) for w in _POST.split()), "post"),
    **dict.fromkeys((*_DAYS, "gar", "dag"), "day"),
    fold("πριν"): "both",
}


def relative(
    plain: str, text: str, marks: list[tuple[str, int, int]], now: datetime, zone: tzinfo
) -> Relative | None:
    """The moment that a text tells from now.

    Parameters
    ----------
    plain, text : str
        Folded, and as printed.
    marks : list of (word, start, end)
        The words of `MARKS` in the text.
    now : datetime
        Aware: when the text was shown.
    zone : tzinfo
        Where "yesterday" begins.
    """
    for word, start, end in marks:
        kind = MARKS[word]
        found = None
        if kind in ("pre", "both"):
            found = _prefixed(plain, start, now)
        if found is None and kind in ("post", "both"):
            found = _suffixed(plain, start, end, now)
        if kind == "day":
            found = _day(plain, text, word, start, end, now.astimezone(zone))
        elif kind == "weekday":
            found = _weekday(plain, text, word, start, end, now.astimezone(zone))
        if found is not None:
            return found
    if len(plain) > 40:
        return None
    if (m := _NOW.search(plain)) and len(plain.strip()) - len(m.group()) <= 12:
        return Relative(now, "minute", m.start(), m.end())
    if len(plain) <= 8 and (m := _SHORT.fullmatch(text)) and int(m[1]) <= _MOST.get(m[2][0], 60):
        return _told(int(m[1]), _UNIT[m[2]], now, 0, len(text))
    if not plain.isascii() and (m := _ASIAN.search(plain)) and m[2] in _UNIT:
        return _told(int(m[1]), _UNIT[m[2]], now, m.start(), m.end())
    return None


def _prefixed(plain: str, start: int, now: datetime) -> Relative | None:
    m = _PREFIX.match(plain, start)
    if m is None:
        return None
    unit, n, end = _UNIT.get(m["u"]), m["n"], m.end("u")
    if unit is None and n is None:  # the lazy number let its word be taken for the unit: "vor einer Stunde"
        follow = re.compile(r"\s([^\W\d_]{1,14})").match(plain, m.end("u"))
        if follow is None or (unit := _UNIT.get(follow[1])) is None:
            return None
        n, end = m["u"], follow.end()
    if unit is None or (n is None and m["u"] not in _BARE and plain[start].isascii()):
        return None
    if n in _FEW:
        return _vague(unit, now, start, end)
    count = _count(n, m["u"])
    if count is None:
        return None
    found = _told(count, unit, now, start, end)
    if found is not None and m["u2"] and (second := _UNIT.get(m["u2"])) and end == m.end("u"):
        return _told(int(m["n2"]), second, found.when, start, m.end())
    return found


def _suffixed(plain: str, start: int, end: int, now: datetime) -> Relative | None:
    left = max(0, start - 44)
    part = plain[left:start]
    if m := _HALF_HOUR.search(part):
        return Relative(now - timedelta(minutes=30), "hour", left + m.start(), end)
    m = _SUFFIXED.search(part)
    if m is None or (unit := _UNIT.get(m["u"])) is None:
        return None
    if m["w"] in _FEW:
        return _vague(unit, now, left + m.start(), end)
    begin = left + (m.start("n") if m["n"] else m.start("u"))
    if m["w"] and m["w"] in _NUMBERS:
        begin = left + m.start("w")
    elif not m["n"] and plain[start:end] != "temu":
        return None
    count = _count(m["n"] or (m["w"] if m["w"] in _NUMBERS else None), m["u"])
    if count is None:
        return None
    found = _told(count, unit, now, begin, end)
    if found is not None and m["u0"] and m["n"] and (first := _UNIT.get(m["u0"])):
        earlier = _told(int(m["n0"]), first, found.when, left + m.start("n0"), end)
        return None if earlier is None else earlier._replace(precision=found.precision)
    return found


def _count(n: str | None, unit: str) -> int | None:
    if n is None:
        return 2 if unit in _DUAL else 1
    return int(n) if n.isdigit() else _NUMBERS.get(n)


def _vague(unit: str, now: datetime, start: int, end: int) -> Relative | None:
    found = _told(3, unit, now, start, end)
    return None if found is None else found._replace(precision=_COARSER.get(unit, "year"))


def _told(n: int, unit: str, now: datetime, start: int, end: int) -> Relative | None:
    precision: Precision = _KNOWN.get(unit, unit)  # type: ignore[arg-type]
    try:
        if unit in _SECONDS:
            return Relative(now - timedelta(seconds=n * _SECONDS[unit]), precision, start, end)
        months = now.year * 12 + now.month - 1 - n * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        day = min(now.day, monthrange(year, month + 1)[1])
        return Relative(now.replace(year=year, month=month + 1, day=day), precision, start, end)
    except (OverflowError, ValueError):
        return None


def _day(plain: str, text: str, word: str, start: int, end: int, local: datetime) -> Relative | None:
    before = plain[max(0, start - 8) : start]
    back = _DAYS.get(word)
    for (lead, last), n in _BEFORE_IT.items():
        if word == last and re.search(rf"(?<!\w){lead}[\s-]$", before):
            back, start = n, start - len(lead) - 1
    if back is None:
        return None
    if plain.startswith("'hui", end):
        end += 4
    day = (local - timedelta(days=back)).replace(tzinfo=None)
    return _at(plain, text, start, end, day)


def _at(plain: str, text: str, start: int, end: int, day: datetime) -> Relative | None:
    clock = time_after(plain, text, end) or time_before(plain, text, start)
    if clock is not None:
        return _timed(day, clock, min(start, clock.start), max(end, clock.end))
    before, after = plain[:start].rstrip(), plain[end:]
    if _WORDY.search(after) or (_LETTER.search(before) and before[-1:] != ":"):
        return None  # "yesterday" in a sentence
    return Relative(day.replace(hour=0, minute=0, second=0, microsecond=0), "day", start, end)


def _timed(day: datetime, clock: Clock, start: int, end: int) -> Relative:
    when = day.replace(hour=clock.hour % 24, minute=clock.minute, second=clock.second, microsecond=0)
    return Relative(when.replace(tzinfo=clock.zone), clock.precision, start, end)


def _weekday(plain: str, text: str, word: str, start: int, end: int, local: datetime) -> Relative | None:
    back = (local.weekday() - WEEKDAYS[word]) % 7
    day = (local - timedelta(days=back)).replace(tzinfo=None)
    clock = time_after(plain, text, end)
    if clock is not None and len(word) > 2 and not re.match(r"\s?-\s?\d", plain[clock.end : clock.end + 4]):
        found = _timed(day, clock, start, clock.end)
        if found.when.replace(tzinfo=None) > local.replace(tzinfo=None):
            found = found._replace(when=found.when - timedelta(days=7))
        return found
    before, after = _LAST.search(plain[max(0, start - 14) : start]), _PASSED.match(plain, end)
    if (before or after) and len(plain.strip()) - (end - start) <= 24:
        day -= timedelta(days=7 if back == 0 else 0)
        stop = after.end() if after else end
        return Relative(day.replace(hour=0, minute=0, second=0, microsecond=0), "day", start, stop)
    return None
