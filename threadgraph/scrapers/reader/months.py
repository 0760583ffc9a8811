"""The words of printed dates: months, weekdays, zones, and the folding that makes them comparable.

All words stand here as `fold` leaves them: lower case, without accents.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

__all__ = ["COMMON", "JOINTS", "MONTHS", "SECOND_WORD", "WEEKDAYS", "ZONES", "fold"]

_OWN = {
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ð": "d",
    "ı": "i",
    "æ": "a",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "،": ",",
    "’": "'",
    "‘": "'",
    "\u200e": " ",
    "\u200f": " ",
    "\u202c": " ",
    "٫": ".",
    "。": ".",
}
_DIGITS = {c: str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


class _Folding(dict[int, str]):
    """One character for one character, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        low = char.lower()[0]
        plain = _OWN.get(low) or _DIGITS.get(low)
        if plain is None:
            compatible = unicodedata.normalize("NFKD", low)
            plain = compatible[0].lower()[0]
            if plain.isspace() or (plain != low and unicodedata.combining(plain)):
                plain = " "
        if code < 0x3000:  # the rest is too much to remember
            self[code] = plain
        return plain


_FOLDING = _Folding()


def fold(text: str) -> str:
    """A text in lower case without accents, Arabic digits as Latin ones; every character keeps its place."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def _words(table: dict[int, str]) -> dict[str, int]:
    return {fold(word): number for number, words in table.items() for word in words.split()}


MONTHS = _words(
    {
        1: "styczniu tammik tammi djanuari january januari january jan janvier janv januar januára jaenner jänner jän enero ene gennaio gen janeiro styczeń stycznia sty "
        "januara januaru leden ledna led január ocak oca ianuarie ian gener tammikuu tammikuuta "
        "јануар јануара јан январь января янв січень січня січ ιανουαριου ιανουαριος ιαν يناير جانفي",
        2: "feber lutym helmik únoru peb pebruari february februari feb février févr fev fév februar febrero febbraio fevereiro luty lutego lut februara únor února úno február "
        "febr şubat şub februarie febrer helmikuu helmikuuta "
        "фебруар фебруара феб февраль февраля фев февр лютий лютого лют φεβρουαριου φεβρουαριος φεβ فبراير شباط فيفري",
        3: "marcu maalisk březnu берез march mar mars märz maerz mrz mär marzo março marco marec marzec marca marts maart mrt mart marta březen března bře március márc "
        "martie març maaliskuu maaliskuuta maret "
        "март марта мар березень березня бер μαρτιου μαρτιος μαρ مارس آذار",
        4: "kwietniu huhtik dubnu кві april apr avril avr abril abr aprile kwiecień kwietnia kwi aprila duben dubna dub április ápr nisan nis aprilie huhtikuu huhtikuuta "
        "април априла апр апрель апреля квітень квітня квіт απριλιου απριλιος απρ أبريل ابريل إبريل نيسان أفريل",
        5: "maju toukok květnu may mai mayo maggio mag maio maj maja mei květen května kvě május máj mayıs maig toukokuu toukokuuta meie "
        "мај маја май мая травень травня трав μαιου μαιος μαι μαϊ مايو أيار ماي",
        6: "czerwcu kesäk červnu يونية june jun juin juni junio giugno giu junho jun czerwiec czerwca cze juna červen června čvn június jún haziran haz iunie iun juny "
        "kesäkuu kesäkuuta јун јуна јуни июнь июня июн червень червня черв ιουνιου ιουνιος ιουν يونيو يونيه حزيران جوان",
        7: "lipcu heinäk červenci يولية july jul juillet juil juli julio luglio lug julho lipiec lipca lip jula červenec července čvc július júl temmuz tem iulie iul "
        "juliol heinäkuu heinäkuuta јул јула јули июль июля июл липень липня лип ιουλιου ιουλιος ιουλ يوليو يوليه تموز جويلية يوليوز",
        8: "aoû sierpniu elok srpnu agt august aug août agosto ago sierpień sierpnia sie avgust avgusta avg augustus augusti srpen srpna srp augusztus ağustos ağu agost "
        "elokuu elokuuta agustus август августа авг серпень серпня серп αυγουστου αυγουστος αυγ أغسطس اغسطس آب أوت غشت",
        9: "setiembre septembro sett wrześniu syysk верес september sep sept septembre septiembre settembre set setembro wrzesień września wrz septembar septembra září zář szeptember szept "
        "eylül eyl septembrie setembre syyskuu syyskuuta "
        "септембар септембра сеп септ сентябрь сентября сен сент вересень вересня вер σεπτεμβριου σεπτεμβριος σεπ σεπτ سبتمبر أيلول شتنبر",
        10: "październiku lokak říjnu жов october oct octobre oktober okt octubre ottobre ott outubro out październik października paź oktobar oktobra október říjen října "
        "říj ekim eki octombrie lokakuu lokakuuta "
        "октобар октобра окт октябрь октября жовтень жовтня жовт οκτωβριου οκτωβριος οκτ أكتوبر اكتوبر",
        11: "listopadzie marrask noiem nopember листоп november nov novembre noviembre novembro listopad listopada lis novembar novembra listopadu kasım kas noiembrie marraskuu "
        "marraskuuta новембар новембра нов ноябрь ноября ноя нояб листопада νοεμβριου νοεμβριος νοε نوفمبر نونبر",
        12: "grudniu jouluk prosinci гру december dec décembre déc dezember dez diciembre dic dicembre dezembro grudzień grudnia gru decembar decembra prosinec prosince "
        "pro aralık ara decembrie desember des desembre joulukuu joulukuuta "
        "децембар децембра дец декабрь декабря дек грудень грудня груд δεκεμβριου δεκεμβριος δεκ ديسمبر دجنبر",
    }
)
#: Levantine names share their first word; the second says which month it is.
SECOND_WORD = {
    (fold(a), fold(b)): n
    for a, b, n in (
        ("تشرين", "الأول", 10),
        ("تشرين", "الثاني", 11),
        ("كانون", "الأول", 12),
        ("كانون", "الثاني", 1),
    )
}
_COMMON = (
    "ago ara des sub sub avg avr dec dic dub eki gen gru kas led lip lis lug lut mag mai maj maja mar march "
    "marca marco mars mart may mayo mei meie nis oct out pro sep set sie srp sty tem leden haz ott "
    "ian juni juli mays ماي جوان вер лип мая мар нов"
)
#: Words that mean something else as well: without a year or a time they are no month inside a sentence.
COMMON = frozenset(map(fold, _COMMON.split()))
WEEKDAYS = _words(
    {
        0: "ponedeljka понедељка понеділок пнд δευ luni dilluns senin sen monday mon lundi lun montag mo lunes lu lunedì segunda segunda-feira poniedziałek pon pn ponedeljak ponedjeljak maandag ma mandag "
        "måndag mån man pazartesi pzt pondělí po hétfő понедељак пон понедельник пн δευτέρα الاثنين الإثنين 月 月曜日 월 星期一",
        1: "wto utorka уторка вівторок вів втр τρι marți dimarts selasa tirs tisd tuesday tue tues mardi mar dienstag di martes ma martedì terça terça-feira ter wtorek wt utorak uto dinsdag tirsdag tir tisdag tis "
        "salı sal úterý út kedd уторак уто вторник вт τρίτη الثلاثاء 火 火曜日 화 星期二",
        2: "srede среде środę śro середа середу срд среду τετ miercuri dimecres rabu stř středu onsd wednesday wed mercredi mer mittwoch mi miércoles mié mercoledì quarta quarta-feira qua środa śr sreda sre srijeda woensdag wo onsdag "
        "ons çarşamba çar středa st szerda среда сре ср τετάρτη الأربعاء 水 水曜日 수 星期三",
        3: "četvrtka четвртка четвер чтв πεμ joi dijous kamis čtv torsd thursday thu thur thurs jeudi jeu donnerstag do jueves jue giovedì gio quinta quinta-feira qui czwartek czw četvrtak čet donderdag "
        "torsdag tor tors perşembe per čtvrtek čt csütörtök четвртак чет четверг чт πέμπτη الخميس 木 木曜日 목 星期四",
        4: "petka петка pią птн пятницу παρ vineri divendres jumat pát الجمعه fred friday fri vendredi ven freitag fr viernes vie venerdì sexta sexta-feira sex piątek pt petak pet vrijdag vr fredag fre cuma cum "
        "pátek pá péntek петак пет пятница пт παρασκευή الجمعة 金 金曜日 금 星期五",
        5: "subote суботе sobotę субота субот субботу сбт σαβ sâmbătă dissabte sabtu sobotu lörd saturday sat samedi sam samstag sonnabend sa sábado sáb sabato sobota sob subota sub zaterdag za lørdag lör lördag cumartesi cmt so "
        "szombat субота суб суббота сб σάββατο السبت 土 土曜日 토 星期六",
        6: "nedelje недеље niedzielę неділя неділю вск воскресение κυρ duminică diumenge minggu neděli sönd sunday sun dimanche dim sonntag domingo dom domenica niedziela nie niedz nd nedelja ned nedjelja zondag zo søndag søn söndag sön "
        "pazar paz neděle ne vasárnap недеља нед воскресенье вс κυριακή الأحد 日 日曜日 일 星期日",
    }
)
_JOINTS = (
    "a à at um alle ore as às o u las la les kl klo godz godzina godzinie klockan الساعة في على saat "
    "om v ve в у on le am el il em de del den des dne dnia r г год года году godine године roku of du the ora hora hour heures heure horas "
    "vers gegen στις ωρα t time the il um and et στη dia den der s kello h zu za время час uhrzeit zeit tid klokken czas vrijeme čas time"
)
#: Words that may stand between a date and its time.
JOINTS = frozenset(map(fold, _JOINTS.split()))


def _hours(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours))


#: What a zone's letters mean where posts are written; letters with several meanings (IST) are left out.
ZONES: dict[str, tzinfo] = {
    **dict.fromkeys(("utc", "gmt", "z", "wet", "ut"), UTC),
    **dict.fromkeys(("cet", "mez", "bst", "west", "hnec", "wat", "met"), _hours(1)),
    **dict.fromkeys(("cest", "mesz", "eet", "mest", "sast", "hec"), _hours(2)),
    **dict.fromkeys(("eest", "msk", "trt"), _hours(3)),
    **dict.fromkeys(("msd",), _hours(4)),
    **dict.fromkeys(("sgt", "hkt", "awst"), _hours(8)),
    **dict.fromkeys(("jst", "kst"), _hours(9)),
    "acst": _hours(9.5),
    "acdt": _hours(10.5),
    "aest": _hours(10),
    "aedt": _hours(11),
    "nzst": _hours(12),
    "nzdt": _hours(13),
    "brt": _hours(-3),
    "art": _hours(-3),
    "nst": _hours(-3.5),
    "ndt": _hours(-2.5),
    "adt": _hours(-3),
    **dict.fromkeys(("ast", "edt", "hae"), _hours(-4)),
    **dict.fromkeys(("est", "cdt", "hne"), _hours(-5)),
    **dict.fromkeys(("cst", "mdt"), _hours(-6)),
    **dict.fromkeys(("mst", "pdt"), _hours(-7)),
    **dict.fromkeys(("pst", "akdt"), _hours(-8)),
    "akst": _hours(-9),
    "hst": _hours(-10),
    "et": ZoneInfo("America/New_York"),
    "ct": ZoneInfo("America/Chicago"),
    "mt": ZoneInfo("America/Denver"),
    "pt": ZoneInfo("America/Los_Angeles"),
}
