"""Values made safe for where they go: JSON, XML, spreadsheets, labels."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = [
    "FOCAL_DARK",
    "FOCAL_LIGHT",
    "SITE_COLOURS",
    "clean",
    "epoch",
    "guard",
    "iso",
    "listed",
    "plain",
    "prepare",
    "records",
    "shorten",
    "site_colours",
    "write_whole",
    "xml_safe",
]

FOCAL_LIGHT = "#D55E00"
FOCAL_DARK = "#FF8A3D"
#: Okabe and Ito, then Tol: told apart by colour-blind readers; the focal orange is kept out.
SITE_COLOURS = ("#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#332288", "#882255")

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(text: object) -> str:
    """One line without control characters or marks that turn the direction of writing."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())


def shorten(text: object, limit: int) -> str:
    """`clean` text of at most `limit` characters, with an ellipsis where it was cut."""
    line = clean(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def xml_safe(text: object) -> str:
    """Text without the characters that XML 1.0 forbids."""
    return _NOT_XML.sub("", str(text))


def guard(value: Any) -> Any:
    """A text that a spreadsheet would read as a formula gets a leading apostrophe; others stay."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def iso(time: datetime) -> str:
    """A time as ISO 8601 in UTC, with a Z."""
    moment = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """A cell as a value of plain Python; NaN, NaT, NA and infinities become None."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, pd.Timedelta):
        return value.total_seconds() / 3600
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries of plain values."""
    names = [str(c) for c in table.columns]
    columns = [[plain(v) for v in table[c].tolist()] for c in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def epoch(time: datetime | None) -> int | None:
    """Whole seconds since 1970, or None."""
    if time is None:
        return None
    moment = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return math.floor(moment.timestamp())


def listed(column: pa.ChunkedArray | pa.Array) -> list[Any]:
    """An Arrow column as a list; time stamps as whole seconds since 1970."""
    if pa.types.is_timestamp(column.type):
        return [epoch(v) for v in column.to_pylist()]
    return list(column.to_pylist())


def prepare(path: str | Path, suffix: str) -> Path:
    """The file to write: a folder gets ``name.suffix`` inside it, and folders are made."""
    target = Path(path)
    if target.is_dir():
        target = target / suffix
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def write_whole(target: Path, content: bytes) -> None:
    """Write a file in one step: whoever dies half-way leaves the old one or none."""
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)


def site_colours(sites: Iterable[str]) -> dict[str, str]:
    """A colour for each site: the palette first, then hues stepped by the golden angle.

    The derived hues skip the neighbourhood of the focal orange (15° to 50°).
    """
    colours: dict[str, str] = {}
    for i, site in enumerate(sites):
        if i < len(SITE_COLOURS):
            colours[site] = SITE_COLOURS[i]
            continue
        step = i - len(SITE_COLOURS)
        hue = 60 + (step * 137.508) % 310  # 60°..370°, so never 10°..60°
        light = (0.42, 0.55, 0.34)[step % 3]
        colours[site] = _hsl(hue % 360, 0.45, light)
    return colours


def _hsl(hue: float, saturation: float, light: float) -> str:
    chroma = (1 - abs(2 * light - 1)) * saturation
    part = chroma * (1 - abs((hue / 60) % 2 - 1))
    base = light - chroma / 2
    r, g, b = ((chroma, part, 0), (part, chroma, 0), (0, chroma, part), (0, part, chroma),
               (part, 0, chroma), (chroma, 0, part))[int(hue // 60) % 6]  # fmt: skip
    return "#" + "".join(f"{round((c + base) * 255):02X}" for c in (r, g, b))
