"""Dates as the engines printed them, in French and in English."""

from __future__ import annotations

from datetime import datetime

__all__ = ["blogger", "english", "english_day", "french", "french_day", "phpbb", "rfc822", "typepad", "w3c"]

_MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def french_day(at: datetime, weekday: bool = False) -> str:
    """``14 octobre 2005``, with the day of the week if asked."""
    day = f"{'1er' if at.day == 1 else at.day} {_MOIS[at.month - 1]} {at.year}"
    return f"{_JOURS[at.weekday()]} {day}" if weekday else day


def french(at: datetime, weekday: bool = False) -> str:
    """``vendredi 14 octobre 2005 à 09:12``, as Dotclear and WordPress had it."""
    return f"{french_day(at, weekday)} à {at:%H:%M}"


def typepad(at: datetime) -> str:
    """``le 14 octobre 2005 à 09:12``."""
    return f"le {french(at)}"


def english_day(at: datetime, weekday: bool = False) -> str:
    """``October 14th, 2005``, as the Kubrick theme had it, with the day of the week if asked."""
    suffix = "th" if 10 < at.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(at.day % 10, "th")
    day = f"{_MONTHS[at.month - 1]} {at.day}{suffix}, {at.year}"
    return f"{_DAYS[at.weekday()]}, {day}" if weekday else day


def english(at: datetime, style: str = "wordpress") -> str:
    """``October 14th, 2005 at 9:12 am``; ``October 14, 2005 09:12 AM`` in the style of Movable Type."""
    half = "AM" if at.hour < 12 else "PM"
    hour = at.hour % 12 or 12
    if style == "wordpress":
        return f"{english_day(at)} at {hour}:{at:%M} {half.lower()}"
    return f"{_MONTHS[at.month - 1]} {at.day}, {at.year} {hour:02d}:{at:%M} {half}"


def blogger(at: datetime, language: str) -> str:
    """``vendredi, octobre 14, 2005 9:12:00 AM``: Blogger translated the names and kept the order."""
    half = "AM" if at.hour < 12 else "PM"
    days, months = (_JOURS, _MOIS) if language == "fr" else (_DAYS, _MONTHS)
    time = f"{at.hour % 12 or 12}:{at:%M:%S} {half}"
    return f"{days[at.weekday()]}, {months[at.month - 1]} {at.day:02d}, {at.year} {time}"


def phpbb(at: datetime) -> str:
    """``Ven 14 Oct 2005 9:12``."""
    day = ("Lun", "Mar", "Mer", "Jeu", "Ven", "Sam", "Dim")[at.weekday()]
    month = ("Jan", "Fév", "Mar", "Avr", "Mai", "Juin", "Juil", "Aoû", "Sep", "Oct", "Nov", "Déc")[
        at.month - 1
    ]
    return f"{day} {at:%d} {month} {at.year} {at.hour}:{at:%M}"


def rfc822(at: datetime) -> str:
    """``Fri, 14 Oct 2005 09:12:00 +0200``, for RSS."""
    return f"{_DAYS[at.weekday()][:3]}, {at:%d} {_MONTHS[at.month - 1][:3]} {at:%Y %H:%M:%S %z}"


def w3c(at: datetime) -> str:
    """``2005-10-14T09:12:00+02:00``, for Atom."""
    return at.isoformat()
