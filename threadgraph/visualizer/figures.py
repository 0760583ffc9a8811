"""Figures for a paper: timeline by site, relay forest, Kaplan–Meier curve, tone; the same spread gives the same bytes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import FOCAL_LIGHT, plain, records, shorten, site_colours, write_whole

__all__ = ["FIGURES", "STYLES", "draw", "write_figures"]

_Line = Literal["solid"] | tuple[float, tuple[float, ...]]
#: Line style of each class of edge, here and in the explorer.
STYLES: dict[str, _Line] = {"E1": "solid", "E2": (0, (5, 2.5)), "E3": (0, (1, 2))}
_NAMES = {"E1": "explicit", "E2": "evidenced by the text", "E3": "inferred"}
_INK, _MUTED, _LINE, _BLUE = "#1a1d21", "#5f6873", "#d9d7d1", "#1f5f99"
_MOST_LANES, _MOST_ROWS = 40, 60
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "threadgraph",
    "svg.fonttype": "path",
    "text.usetex": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "axes.edgecolor": _MUTED,
    "axes.labelcolor": _INK,
    "xtick.color": _MUTED,
    "ytick.color": _MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


@contextmanager
def _settings() -> Iterator[None]:
    """Our settings for the time of a drawing; the caller's own come back after it."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcParams.update({k: v for k, v in mpl.rcParamsDefault.items() if k.split(".")[0] in _OURS})
        mpl.rcParams.update(_SETTINGS)
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


_OURS = {
    "axes",
    "figure",
    "font",
    "grid",
    "legend",
    "lines",
    "patch",
    "path",
    "savefig",
    "svg",
    "text",
    "xtick",
    "ytick",
}


def _say(axes: Axes, x: Any, y: Any, words: str, **how: Any) -> None:
    """Text as it stands: a dollar sign is a dollar sign."""
    axes.text(x, y, words, parse_math=False, **({"color": _INK} | how))


def _number(time: datetime) -> float:
    return float(date2num(time.astimezone(UTC)))  # type: ignore[no-untyped-call]


def _dates(axes: Axes, spread: Spread) -> None:
    zone = ZoneInfo(spread.timezone)
    locator = AutoDateLocator(tz=zone, minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=zone))  # type: ignore[no-untyped-call]
    axes.grid(axis="x", color=_LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _title(figure: Figure, words: str, under: str = "") -> None:
    height = figure.get_figheight()
    figure.text(
        0.012,
        1 - 0.17 / height,
        words,
        fontsize=10.5,
        fontweight="bold",
        va="top",
        color=_INK,
        parse_math=False,
    )
    if under:
        figure.text(0.012, 1 - 0.37 / height, under, fontsize=8, va="top", color=_MUTED, parse_math=False)


def _nothing(axes: Axes, words: str) -> None:
    axes.set_axis_off()
    _say(axes, 0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes, color=_MUTED)


def _legend(figure: Figure, axes: Axes, spread: Spread, dots: bool = True) -> None:
    handles = [
        Line2D([], [], color=_INK, linewidth=1.2, linestyle=STYLES[c], label=_NAMES[c]) for c in STYLES
    ]
    if spread.focal and dots:
        ring = Line2D(
            [],
            [],
            marker="o",
            linestyle="",
            markersize=6,
            color=FOCAL_LIGHT,
            label=shorten(spread.focal.name, 40),
        )
        handles.append(ring)
    legend = figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.005, 0.0),
        ncols=4,
        frameon=False,
        fontsize=8,
        handlelength=2.6,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def _timeline(spread: Spread) -> Figure:
    """F1: one lane a site, one dot a post, relays as arcs."""
    rows = [r for r in spread.graph.table.to_pylist() if r["published"] is not None]
    rows.sort(key=lambda r: (r["published"], r["id"]))
    first: dict[str, datetime] = {}
    for r in rows:
        first.setdefault(r["site"] or "", r["published"])
    lanes = list(first)[:_MOST_LANES]
    figure = Figure(figsize=(7.2, 1.25 + 0.27 * max(3, len(lanes))), layout=None)
    height = figure.get_figheight()
    left = min(0.36, 0.035 + 0.0105 * max((len(shorten(site, 30)) for site in lanes), default=10))
    axes = figure.add_axes((left, 0.62 / height, 0.965 - left, 1 - 1.2 / height))
    left_out = len(first) - len(lanes)
    _title(
        figure,
        "F1  Timeline by site",
        f"{len(rows)} dated posts, {spread.timezone}"
        + (f"; {left_out} later sites not drawn" if left_out else ""),
    )
    if not rows:
        _nothing(axes, "No post carries a date.")
        return figure
    colours = site_colours(sorted(first, key=lambda s: (-sum((r["site"] or "") == s for r in rows), s)))
    level = {site: -i for i, site in enumerate(lanes)}
    focal = set(spread.focal_people)
    where = {
        r["id"]: (_number(r["published"]), level[r["site"] or ""]) for r in rows if (r["site"] or "") in level
    }
    for site, y in level.items():
        axes.axhline(y, color=_LINE, linewidth=0.7, zorder=1)
        _say(
            axes,
            -0.012,
            y,
            shorten(site, 30) or "–",
            ha="right",
            va="center",
            transform=axes.get_yaxis_transform(),
            fontsize=8,
        )
        mine = [where[r["id"]] for r in rows if (r["site"] or "") == site and r["person"] not in focal]
        axes.plot([p[0] for p in mine], [p[1] for p in mine], "o", color=colours[site], markersize=3.4, alpha=0.85,
                  markeredgecolor="white", markeredgewidth=0.3, zorder=3)  # fmt: skip
    his = [where[r["id"]] for r in rows if r["person"] in focal and r["id"] in where]
    axes.plot([p[0] for p in his], [p[1] for p in his], "o", color=FOCAL_LIGHT, markersize=4.2, zorder=5)
    axes.plot([p[0] for p in his], [p[1] for p in his], "o", markerfacecolor="none", markeredgecolor=FOCAL_LIGHT, markersize=7.6,
              markeredgewidth=0.8, zorder=5)  # fmt: skip
    for e in records(spread.relays):
        a, b = where.get(str(e["relayer"])), where.get(str(e["source"]))
        if a and b:
            axes.annotate("", a, b, arrowprops={"arrowstyle": "-", "color": _BLUE, "linewidth": 1, "alpha": 0.85, "shrinkA": 1, "shrinkB": 1,
                          "linestyle": STYLES.get(str(e["class"]), "solid"), "connectionstyle": "arc3,rad=0.18"}, zorder=2)  # fmt: skip
    axes.set_ylim(-len(lanes) + 0.35, 0.65)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    _dates(axes, spread)
    _legend(figure, axes, spread)
    return figure


def _order(parent: dict[str, str], moment: dict[str, float]) -> list[tuple[str, int]]:
    """The nodes of a forest from the top down, each tree after its root, with their depth."""
    under: dict[str, list[str]] = {}
    for child, above in parent.items():
        under.setdefault(above, []).append(child)
    nodes = set(parent) | set(parent.values())
    when: Callable[[str], tuple[float, str]] = lambda n: (moment.get(n, float("inf")), n)  # noqa: E731
    stack = [(n, 0) for n in sorted(nodes - set(parent), key=when, reverse=True)]
    out: list[tuple[str, int]] = []
    while stack:
        node, depth = stack.pop()
        out.append((node, depth))
        stack.extend((n, depth + 1) for n in sorted(under.get(node, ()), key=when, reverse=True))
    return out


def _forest(spread: Spread) -> Figure:
    """F2: who got the news from whom; each relay hangs under its likeliest source."""
    best: dict[str, dict[str, Any]] = {}
    for e in records(spread.relays):
        child = str(e["relayer"])
        if e["source"] is not None and (
            child not in best or (e["probability"] or 0) > (best[child]["probability"] or 0)
        ):
            best[child] = e
    parent = {child: str(e["source"]) for child, e in best.items() if child != str(e["source"])}
    by_id = {r["id"]: r for r in spread.graph.table.to_pylist()}
    moment = {
        n: _number(by_id[n]["published"])
        for n in set(parent) | set(parent.values())
        if n in by_id and by_id[n]["published"]
    }
    drawn = [(n, d) for n, d in _order(parent, moment) if n in moment]
    order = drawn[:_MOST_ROWS]
    figure = Figure(figsize=(7.2, 1.3 + 0.25 * max(3, len(order))), layout=None)
    height = figure.get_figheight()
    axes = figure.add_axes((0.02, 0.62 / height, 0.96, 1 - 1.2 / height))
    cut = len(drawn) - len(order)
    _title(figure, "F2  Relay forest", f"{len(best)} relays, each under its likeliest source; line style = class of edge"
           + (f"; {cut} rows not drawn" if cut else ""))  # fmt: skip
    if not order:
        _nothing(axes, "No relay was found.")
        return figure
    row = {n: -i for i, (n, _) in enumerate(order)}
    focal = set(spread.focal_people)
    sites = list(dict.fromkeys(r["site"] or "" for r in by_id.values()))
    counts = {s: sum((r["site"] or "") == s for r in by_id.values()) for s in sites}
    colours = site_colours(sorted(sites, key=lambda s: (-counts[s], s)))
    low, high = min(moment[n] for n, _ in order), max(moment[n] for n, _ in order)
    span = max(high - low, 1 / 24)
    for node, _ in order:
        x, y = moment[node], row[node]
        r = by_id[node]
        above = parent.get(node)
        if above in row and above in moment:
            px, py = moment[above], row[above]
            axes.plot([px, px, x], [py, y, y], color=_BLUE, linewidth=1.1, linestyle=STYLES.get(str(best[node]["class"]), "solid"),
                      solid_joinstyle="round", zorder=2)  # fmt: skip
        mine = r["person"] in focal
        axes.plot(
            [x], [y], "o", color=FOCAL_LIGHT if mine else colours[r["site"] or ""], markersize=5, zorder=3
        )
        if mine:
            axes.plot(
                [x], [y], "o", markerfacecolor="none", markeredgecolor=FOCAL_LIGHT, markersize=9, zorder=3
            )
        name = spread.graph.name_of(r)
        label = shorten(r["site"] or "", 30) + (f" · {shorten(name, 24)}" if name else "")
        far = x > low + span * 0.9 and len(order) > 1
        p = plain(best[node]["probability"]) if node in best else None
        if p is not None and p < 1:
            label += f"  p {p:.2f}"
        _say(axes, x + span * (-0.016 if far else 0.016), y + (0.34 if far else 0.04), label, ha="right" if far else "left", va="center", fontsize=7.8, color=FOCAL_LIGHT if mine else _INK, zorder=4,
             bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8})  # fmt: skip
    axes.set_xlim(low - span * 0.03, high + span * 0.42)
    axes.set_ylim(-len(order) + 0.35, 0.65)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    _dates(axes, spread)
    _legend(figure, axes, spread)
    return figure


def _survival(spread: Spread) -> Figure:
    """F3: how long a post waits for the focal actor."""
    rows = [r for r in records(spread.survival) if r["hours"] is not None and r["unanswered"] is not None]
    figure = Figure(figsize=(5.4, 3.5), layout=None)
    axes = figure.add_axes((0.145, 0.155, 0.825, 0.665))
    who = shorten(spread.focal.name, 50) if spread.focal else ""
    _title(
        figure,
        "F3  Time to the focal actor’s reply",
        f"Kaplan–Meier, unanswered posts censored at the end of the window{' · ' + who if who else ''}",
    )
    if not rows:
        _nothing(axes, "No question or criticism was addressable.")
        return figure
    hours = [0.0, *(float(r["hours"]) for r in rows)]
    share = [1.0, *(float(r["unanswered"]) for r in rows)]
    axes.step(hours, share, where="post", color=FOCAL_LIGHT, linewidth=1.8)
    median = next((h for h, s in zip(hours, share, strict=True) if s <= 0.5), None)
    axes.axhline(0.5, color=_MUTED, linewidth=0.6, linestyle=(0, (2, 3)))
    if median is not None:
        axes.plot([median, median], [0, 0.5], color=_MUTED, linewidth=0.6, linestyle=(0, (2, 3)))
        axes.plot([median], [0.5], "o", color=FOCAL_LIGHT, markersize=4)
        _say(axes, median, 0.53, f"  median {median:.1f} h", va="bottom", fontsize=8)
    axes.set_ylim(0, 1.02)
    axes.set_xlim(0, max(hours) * 1.02 or 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.grid(color=_LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("hours since the post")
    axes.set_ylabel("still unanswered")
    risk = [r["at_risk"] for r in rows if r["at_risk"] is not None]
    if risk:
        _say(
            axes,
            1,
            0.97,
            f"n = {int(max(risk))}",
            ha="right",
            va="top",
            transform=axes.transAxes,
            fontsize=8,
            color=_MUTED,
        )
    return figure


def _arrivals(spread: Spread) -> Figure:
    rows = records(spread.arrivals)
    figure = Figure(figsize=(6.4, 3.4))
    axes = figure.add_axes((0.1, 0.15, 0.86, 0.66))
    _title(figure, "F5  How the news arrived", "posts and sites that told it, since the first")
    if len(rows) < 2:
        _nothing(axes, "fewer than two story posts have a time")
        return figure
    hours = [r["hours"] for r in rows]
    end = max(hours) * 1.02 or 1
    axes.step(
        [*hours, end],
        [*(r["posts"] for r in rows), rows[-1]["posts"]],
        where="post",
        color=_INK,
        linewidth=1.6,
    )
    axes.step([*hours, end], [*(r["sites"] for r in rows), rows[-1]["sites"]], where="post", color=_BLUE, linewidth=1.6, linestyle=STYLES["E2"])  # fmt: skip
    half = next(r for r in rows if 2 * r["posts"] >= len(rows))
    axes.plot([half["hours"]], [half["posts"]], "o", color=_INK, markersize=4)
    _say(axes, half["hours"], half["posts"], f"  t50 = {half['hours']:.1f} h", va="top", fontsize=8)
    _say(axes, end, rows[-1]["posts"], "posts", ha="right", va="bottom", fontsize=8)
    _say(axes, end, rows[-1]["sites"], "sites", ha="right", va="bottom", fontsize=8, color=_BLUE)
    axes.set_xlim(0, end)
    axes.set_ylim(0, rows[-1]["posts"] * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.grid(color=_LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("hours since the first story post")
    axes.set_ylabel("so far")
    return figure


def _tone(spread: Spread) -> Figure:
    """F4: the tone of each post, the model around the actor's first reply, and where placebo dates were set."""
    rows = [r for r in records(spread.tone) if r["tone"] is not None and r["time"] is not None]
    change = {str(r["measure"]): r for r in records(spread.tone_change)}
    figure = Figure(figsize=(7.2, 4.0), layout=None)
    axes = figure.add_axes((0.085, 0.2, 0.895, 0.625))
    method = str(rows[0]["method"]) if rows else "lexicon"
    others = [r for r in rows if not r["focal"]]
    _title(figure, "F4  Tone", f"{len(others)} posts of others, {len(rows) - len(others)} of the focal actor, by {shorten(method, 40)}; {spread.timezone}")  # fmt: skip
    if not rows:
        _nothing(axes, "No dated post has a tone.")
        return figure
    axes.axhline(0, color=_MUTED, linewidth=0.6)
    moment = [_number(r["time"]) for r in rows]
    for focal, how in ((False, _OTHERS), (True, _FOCAL)):
        held = [(x, r["tone"]) for x, r in zip(moment, rows, strict=True) if r["focal"] is focal]
        axes.plot([x for x, _ in held], [y for _, y in held], linestyle="", clip_on=False, **how)
    coefficients = [next((r for m, r in change.items() if f"(b{k})" in m), None) for k in range(4)]
    first = next((r["time"] for r in change.values() if r["time"] is not None), None)
    placebos = [_number(r["time"]) for r in records(spread.tone_placebos)]
    axes.plot(placebos, [-1.06] * len(placebos), "|", color=_INK, markersize=5, markeredgewidth=0.6)
    if first is not None:
        at = _number(first)
        axes.axvline(at, color=_INK, linewidth=1, linestyle=(0, (4, 2)))
        right = at < (min(moment) + max(moment)) / 2
        _say(axes, at, 1.05, " first reply" if right else "first reply ", ha="left" if right else "right", va="bottom", fontsize=8)  # fmt: skip
        if all(coefficients) and others:
            b = [float(c["value"]) for c in coefficients if c]
            start, end = (f(_number(r["time"]) for r in others) for f in (min, max))
            jump = b[0] + b[1] * (at - start) * 24
            axes.plot([start, at], [b[0], jump], color=_INK, linewidth=1.6)
            axes.plot([at, end], [jump + b[2], jump + b[2] + (b[1] + b[3]) * (end - at) * 24], color=_INK, linewidth=1.6)  # fmt: skip
    axes.set_ylim(-1.1, 1.04)
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    axes.set_ylabel("tone")
    _dates(axes, spread)
    name = shorten(spread.focal.name, 34) if spread.focal else "focal actor"
    handles = [
        Line2D([], [], linestyle="", label="a post of others", **_OTHERS),
        Line2D([], [], linestyle="", label=name, **_FOCAL),
        Line2D([], [], color=_INK, linewidth=1.6, label="model, before and after"),
        Line2D([], [], linestyle="", marker="|", color=_INK, markersize=5, label="placebo date"),
    ]
    legend = figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.0), ncols=4, frameon=False, fontsize=8)  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
    return figure


#: Told apart by shape and by shade, so that they are in grey too.
_OTHERS: dict[str, Any] = {"marker": "o", "color": _BLUE, "markersize": 3.4, "alpha": 0.55, "markeredgecolor": "white", "markeredgewidth": 0.3}  # fmt: skip
_FOCAL: dict[str, Any] = {"marker": "D", "markerfacecolor": "white", "markeredgecolor": FOCAL_LIGHT, "markersize": 4.6, "markeredgewidth": 1.3}  # fmt: skip

#: File name of each figure and what draws it.
FIGURES: dict[str, Callable[[Spread], Figure]] = {
    "F1_timeline": _timeline,
    "F2_relays": _forest,
    "F3_response": _survival,
    "F4_tone": _tone,
    "F5_arrivals": _arrivals,
}


def draw(spread: Spread, name: str, as_: str = "svg") -> bytes:
    """One figure of `FIGURES` as the bytes of an SVG or a PNG (300 dpi)."""
    with _settings():
        figure = FIGURES[name](spread)
        FigureCanvasAgg(figure)
        out = BytesIO()
        # A date or a version in the file would make two runs differ.
        figure.savefig(
            out,
            format=as_,
            dpi=300,
            metadata={"Date": None, "Creator": None} if as_ == "svg" else {"Software": None},
        )
    return out.getvalue()


def write_figures(spread: Spread, folder: str | Path) -> list[Path]:
    """Write the figures of the report: F1 timeline by site, F2 relay forest, F3 response curve, F4 tone, F5 arrival curve.

    Parameters
    ----------
    spread : Spread
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    list of Path
        An SVG and a PNG (300 dpi) for each figure. The same spread gives the same SVG bytes.

    Examples
    --------
    >>> write_figures(spread, tmp_path / "figures")[0].name
    'F1_timeline.svg'
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in FIGURES:
        for as_ in ("svg", "png"):
            path = into / f"{name}.{as_}"
            write_whole(path, draw(spread, name, as_))
            paths.append(path)
    return paths
