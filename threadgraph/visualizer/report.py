"""The report that a paper cites: one static page, and the definition of every measure in plain text."""

from __future__ import annotations

import base64
import html
import platform
from collections.abc import Iterable
from datetime import datetime, tzinfo
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from threadgraph.spread.result import Spread
from threadgraph.spread.strategy import share_rows
from threadgraph.visualizer._values import clean, plain, records, write_whole
from threadgraph.visualizer.evidence import Evidence
from threadgraph.visualizer.explorer import csp_hash
from threadgraph.visualizer.figures import draw
from threadgraph.visualizer.fingerprint import fingerprint
from threadgraph.visualizer.methods import cited, methods_text
from threadgraph.visualizer.references import bibtex

__all__ = ["write_report"]

_MOST_ROWS = 200
_CLASSES = {"E1": "explicit", "E2": "evidenced by the text", "E3": "inferred"}
#: Number, title, frame and the columns shown of each table; the CSV files hold all columns.
_TABLES = (
    ("T1", "Who broke it", "broke", ("time", "precision", "site", "author", "title", "note")),
    ("T1b", "When the news arrived where", "arrivals", ("time", "hours", "site", "of_site", "posts", "sites", "share")),
    ("T2", "Relays", "relays",
     ("time", "relayer_site", "source_site", "delay_h", "class", "probability", "evidence", "text_reuse")),
    ("T3", "Cascade measures", "cascades",
     ("site", "title", "edges", "size", "depth", "max_breadth", "structural_virality", "t50_h", "r1", "r1_low", "r1_high", "sites")),
    ("T3b", "From generation to generation (those of threads are in the CSV file)", "generations",
     ("site", "edges", "generation", "posts", "next", "ratio", "low", "high")),
    ("T4", "Focal actor", "response", ("measure", "value", "low", "high", "unit", "n", "note")),
    ("T4b", "Replies of the focal actor", "replies",
     ("time", "site", "answers_author", "delay_h", "class", "probability", "excerpt")),
    ("T5", "Claims and corrections (suggested until reviewed)", "corrections",
     ("time", "author", "verdict", "claim_author", "claim", "correction", "changed", "delay_h", "status")),
    ("T5b", "After the corrections: who states which version", "repeats",
     ("time", "author", "site", "version", "sentence", "claim", "delay_h", "saw")),
    ("T6", "Strategy of his sentences, as suggested", "strategy", ("suggested", "group", "sentences", "share", "posts", "coded")),
    ("T6b", "Agreement of coders", "agreement", ("measure", "alpha", "low", "high", "n", "note")),
    ("T7", "His phrases in the words of others", "uptake", ("time", "adopter", "site", "phrase", "delay_h")),
    ("T7b", "Who carried his posts on", "amplified", ("time", "author", "site", "how", "evidence", "delay_h", "class")),
    ("T8", "Tone of others around his first reply", "tone_change", ("measure", "value", "low", "high", "p", "unit", "n", "time", "note")),
)  # fmt: skip
_FIGURES = (
    ("F1_timeline", "broke"),
    ("F5_arrivals", "arrivals"),
    ("F2_relays", "relays"),
    ("F3_response", "response"),
    ("F4_tone", "tone_change"),
)
#: Tables that only an actor, or coders, bring.
_IF_ANY = {
    "T6": "No focal actor was named, or he wrote nothing.",
    "T8": "No focal actor was named, or nobody else wrote.",
    "T6b": "",
}
_HEADS = {
    "delay_h": "Delay (h)", "t50_h": "t50 (h)", "relayer_site": "Relayer", "source_site": "Source",
    "text_reuse": "Text reuse (%)", "max_breadth": "Max breadth", "structural_virality": "Structural virality", "r1": "R1", "r1_low": "R1 low", "r1_high": "R1 high",
    "hours": "Hours", "of_site": "Of this site", "answers_author": "Answers", "claim_author": "Claim by", "n": "n", "p": "p", "share": "Share (%)", "posts": "In posts",
    "coded": "Sentences coded so", "suggested": "Suggested strategy",
}  # fmt: skip
_STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:62rem;padding:2.5rem 1.5rem 4rem;color:#1a1d21;background:#fff;
font:16px/1.55 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif",serif}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .3rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.6rem 0 .5rem}
p.sub{color:#5f6873;margin:0 0 1.4rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.4rem;margin:0;
font:14px/1.5 system-ui,sans-serif;border-top:1px solid #c9c6be;border-bottom:1px solid #c9c6be;padding:.8rem 0}
dt{color:#5f6873}dd{margin:0;overflow-wrap:anywhere}
code{font:12.5px/1.4 ui-monospace,Menlo,Consolas,monospace}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:13px/1.4 system-ui,sans-serif;font-variant-numeric:tabular-nums}
th{text-align:left;font-weight:600;border-bottom:1.5px solid #1a1d21;padding:.3rem .9rem .3rem 0;vertical-align:bottom;white-space:nowrap}
td{border-bottom:1px solid #e1dfd9;padding:.35rem .9rem .35rem 0;vertical-align:top;overflow-wrap:break-word;max-width:24rem;unicode-bidi:plaintext}
th.n,td.n{text-align:right}
td.t,td.n{white-space:nowrap}
td.w{min-width:11rem;overflow-wrap:anywhere}
figure{margin:1.4rem 0}img{max-width:100%;height:auto;display:block}
figcaption,p.note{color:#5f6873;font:13px/1.45 system-ui,sans-serif;margin:.4rem 0 0}
.limits{border:1px solid #c9c6be;border-left:4px solid #d55e00;padding:.8rem 1.2rem;margin-top:2.6rem;background:#faf9f6}
.limits h2{margin:0 0 .3rem}.limits ul{margin:0;padding-left:1.2rem}
ol.story{list-style:none;padding:0;margin:0}
ol.story li{display:grid;grid-template-columns:9.5rem 1fr;gap:1rem;padding:.25rem 0;border-bottom:1px solid #e1dfd9;overflow-wrap:anywhere}
ol.story time{color:#5f6873;font:13px/1.75 system-ui,sans-serif;font-variant-numeric:tabular-nums}
td.n a,td.p a,li a,.p a{color:inherit;text-decoration:underline;text-decoration-color:#b9b5ab;text-underline-offset:2px}td.n a:hover,.p a:hover{text-decoration-color:currentColor}
td.p{white-space:nowrap;font-size:12px}span.p{color:#5f6873;font:12px/1.4 system-ui,sans-serif}
ul.lists{list-style:none;padding:0;font:13px/1.6 system-ui,sans-serif}ul.lists li{padding:.3rem 0;border-bottom:1px solid #e1dfd9}
ol.posts{padding-left:2.4rem;font:13px/1.45 system-ui,sans-serif}ol.posts li{padding:.35rem 0;overflow-wrap:anywhere}
:target{background:#fff3d6;outline:3px solid #fff3d6}
@media(max-width:40rem){body{padding:1.2rem 1rem 3rem}dl,ol.story li{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}}
@page{margin:14mm 12mm}
@media print{body{max-width:none;padding:0;font-size:10pt}.scroll{overflow:visible}table{font-size:7.5pt}
th,td{white-space:normal!important;padding-right:.45rem;max-width:none}td.w{min-width:5rem}
td.n,th.n,td.p{white-space:nowrap!important}td.p{font-size:inherit}h2{break-after:avoid}tr,figure,.limits{break-inside:avoid}}
"""


def _when(time: datetime, zone: tzinfo, precision: object = "minute") -> str:
    time = time.astimezone(zone)
    form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}.get(str(precision), "%Y-%m-%d %H:%M")
    return f"{time:{form}}"


def _cell(name: str, value: Any, row: dict[str, Any], zone: tzinfo) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return html.escape(_when(value, zone, row.get("precision", "minute")))
    if isinstance(value, float) and 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if isinstance(value, list):
        return html.escape(", ".join(clean(v) for v in value))
    return html.escape(clean(value))


def _head(column: str, zone: tzinfo) -> str:
    return f"Time ({zone})" if column == "time" else _HEADS.get(column, column.replace("_", " ").capitalize())


def _kind(name: str, rows: list[dict[str, Any]]) -> str:
    held = [v for r in rows if (v := plain(r[name])) is not None]
    if held and all(isinstance(v, int | float) and not isinstance(v, bool) for v in held):
        return "n"
    if any(isinstance(v, datetime) for v in held):
        return "t"
    return "w" if any(len(str(v)) > 40 for v in held) else ""


def _table(frame: pd.DataFrame, columns: Iterable[str], csv: str, evidence: Evidence) -> str:
    rows = records(frame)
    if not rows:
        return '<p class="note">None found.</p>'
    shown = [c for c in columns if c in frame.columns]
    kinds = {c: _kind(c, rows) for c in shown}
    head = "".join(
        f'<th class="{kinds[c]}" scope="col">{html.escape(_head(c, evidence.zone))}</th>' for c in shown
    )
    head += '<th scope="col">Posts</th>'
    body = ""
    for r in rows[:_MOST_ROWS]:
        anchor, links = evidence.of(csv, r, _what(r))
        cells = "".join(
            f'<td class="{kinds[c]}">{_led(_cell(c, r[c], r, evidence.zone), anchor, kinds[c] == "n")}</td>'
            for c in shown
        )
        body += f'<tr>{cells}<td class="p">{links}</td></tr>'
    left = len(rows) - _MOST_ROWS
    more = f'<p class="note">{left} more rows in {csv}.csv.</p>' if left > 0 else ""
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'
    )


def _led(cell: str, anchor: str, number: bool) -> str:
    """A number, as a link to the posts that it counts."""
    return f'<a href="{anchor}">{cell}</a>' if number and anchor and cell else cell


def _what(row: dict[str, Any]) -> str:
    """What a row tells, in a few words, for the list of its posts."""
    if "measure" in row:
        return str(row["measure"])
    if "suggested" in row:
        return f"suggested: {row['suggested']}"
    return ", ".join(str(row[c]) for c in ("of", "site", "title", "edges", "generation") if row.get(c))


def _figure(spread: Spread, name: str, words: str) -> str:
    data = base64.b64encode(draw(spread, name)).decode("ascii")
    return f'<figure><img alt="{html.escape(words)}" src="data:image/svg+xml;base64,{data}"></figure>'


def release() -> str:
    """The version of the package, or a word where it is not installed."""
    try:
        return version("threadgraph")
    except PackageNotFoundError:
        return "not installed"


def _header(spread: Spread, evidence: Evidence) -> str:
    """What the study holds, as the terms of a list; each number leads to the first of the posts that it counts."""
    graph, zone = spread.graph, evidence.zone
    rows = graph.table.select(["id", "site", "author", "person", "published", "status"]).to_pylist()
    times = [r["published"] for r in rows if r["published"] is not None]
    sites: dict[str, list[str]] = {}
    names: dict[tuple[str, str], str] = {}
    people: dict[str, str] = {}
    for r in rows:
        sites.setdefault(r["site"] or "–", []).append(r["id"])
        if r["author"]:
            names.setdefault((r["site"], r["author"]), r["id"])
        if r["person"]:
            people.setdefault(r["person"], r["id"])
    classes: dict[str, list[str]] = {}
    for e in graph.edges.select(["class", "source"]).to_pylist():
        classes.setdefault(e["class"], []).append(e["source"])
    total = graph.edges.num_rows
    undated = [r["id"] for r in rows if r["published"] is None]
    lost = [r["id"] for r in rows if r["status"] != "ok"]
    told = html.escape

    def of(n: int, posts: Iterable[str], what: str, unit: str = "") -> str:
        return evidence.counted(f"{n:,}{unit}", dict.fromkeys(posts), what)

    shares = (
        of(len(classes.get(c, ())), classes.get(c, ()), f"Posts with an edge that is {_CLASSES[c]}")
        + f" {c} {_CLASSES[c]} ({len(classes.get(c, ())) / max(1, total):.0%})"
        for c in _CLASSES
    )
    held = sorted(sites.items(), key=lambda item: -len(item[1]))[:40]
    lines = [("Study", told(clean(graph.title) or "untitled"))]
    if spread.focal:
        aka = f" (also {', '.join(clean(a) for a in spread.focal.aliases)})" if spread.focal.aliases else ""
        lines.append(("Focal actor", told(clean(spread.focal.name) + aka)))
    if spread.story and (spread.story.terms or spread.story.urls):
        lines.append(("Story", told(clean("; ".join((*spread.story.terms, *spread.story.urls))))))
    window = f"{_when(min(times), zone)} to {_when(max(times), zone)}, {zone}" if times else "no dated post"
    lines += [
        ("Window", told(window)),
        ("Posts", f"{of(len(rows), (r['id'] for r in rows), 'All posts')}, of which {of(len(spread.story_posts), spread.story_posts, 'Posts that tell the story')} tell the story and {of(len(undated), undated, 'Posts without a time')} carry no time"),
        ("Authors", f"{of(len(names), names.values(), 'The first post under each name on a site')} names on sites before merging, {of(graph.people.num_rows, people.values(), 'The first post of each person')} persons after"),
        ("Sites held", "; ".join(f"{told(clean(s))} ({of(len(posts), posts, f'Posts on {s}')})" for s, posts in held)),
        ("Not in hand", of(len(lost), lost, "Posts that are not in hand", " post" if len(lost) == 1 else " posts") + " deleted, removed or known only because others answer them"),
        ("Edges", f"{total:,}: {', '.join(shares)}" if total else "no edges"),
        ("SHA-256 of posts and edges", told(fingerprint(graph))),
        ("Version", told(f"threadgraph {release()}, Python {platform.python_version()}")),
    ]  # fmt: skip
    return "".join(f"<dt>{told(k)}</dt><dd>{v}</dd>" for k, v in lines)


def _chronicle(spread: Spread, evidence: Evidence) -> str:
    rows = records(spread.chronicle)
    if not rows:
        return '<p class="note">No dated sentence.</p>'
    items = "".join(
        f"<li><time>{html.escape(_when(r['time'], evidence.zone, r['precision'])) if r['time'] else 'no date'}</time>"
        f'<span dir="auto">{html.escape(clean(r["sentence"]))}{_against(r["conflict"])} '
        f'<span class="p">{evidence.of("chronicle", r, str(r["sentence"])[:80])[1]}</span></span></li>'
        for r in rows[:_MOST_ROWS]
    )
    left = len(rows) - _MOST_ROWS
    return f'<ol class="story">{items}</ol>' + (
        f'<p class="note">{left} more in chronicle.csv.</p>' if left > 0 else ""
    )


def _shown(spread: Spread, name: str) -> pd.DataFrame:
    """The frame of a table: of strategies not the sentences, but how many there are of each; of generations those of relays."""
    held: pd.DataFrame = getattr(spread, name)
    if name == "generations":  # those of threads are many and short, and stand in the CSV file
        return held[held["of"] == "relays"]
    if name != "strategy":
        return held
    counted = pd.DataFrame(share_rows(records(held)))
    if not counted.empty:
        counted["suggested"] = counted["suggested"].fillna("no cue of any")
    if counted.empty or counted["coded"].isna().all():
        return counted.drop(columns="coded", errors="ignore")
    return counted


def _against(conflict: str | None) -> str:
    return f' <em class="against">≠ {html.escape(clean(conflict))}</em>' if conflict else ""


def _page(spread: Spread) -> str:
    title = clean(spread.graph.title) or "Spread report"
    figures = {frame: name for name, frame in _FIGURES}
    words = {
        "F1_timeline": "Timeline by site",
        "F2_relays": "Relay forest",
        "F5_arrivals": "Arrival curve of the story",
        "F3_response": "Kaplan–Meier curve of response",
        "F4_tone": "Tone of posts over time, before and after his first reply",
    }
    evidence = Evidence(spread.graph, ZoneInfo(spread.timezone))
    parts = []
    for number, name, frame, columns in _TABLES:
        if number == "T4" and frame in figures and spread.focal is None:
            parts.append('<h2>T4 Focal actor</h2><p class="note">No focal actor was named.</p>')
            continue
        shown = _shown(spread, frame)
        if shown.empty and number in _IF_ANY:
            if _IF_ANY[number]:
                parts.append(f'<h2>{number} {html.escape(name)}</h2><p class="note">{_IF_ANY[number]}</p>')
            continue
        parts.append(f"<h2>{number} {html.escape(name)}</h2>{_table(shown, columns, frame, evidence)}")
        if frame in figures:
            parts.append(_figure(spread, figures[frame], words[figures[frame]]))
    chronicle = _chronicle(spread, evidence)
    facts = _header(spread, evidence)  # last: its lists name many posts, and those of the tables come first
    limits = [*spread.limits] or ["Association, not effect."]
    box = "".join(f'<li dir="auto">{html.escape(clean(x))}</li>' for x in limits)
    policy = f"default-src 'none'; style-src {csp_hash(_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<title>{html.escape(title)}: spread report</title>\n<link rel="icon" href="data:,">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f'<h1 dir="auto">{html.escape(title)}</h1>\n<p class="sub">Spread report</p>\n<dl>{facts}</dl>\n'
        f'<section class="limits"><h2>Limits</h2><ul>{box}</ul></section>\n'
        f"{''.join(parts)}\n<h2>Chronicle (times in {html.escape(spread.timezone)})</h2>{chronicle}\n{evidence.section()}\n"
        f'<p class="note">Every measure is defined, with its unit and source, in methods.txt beside this page; references.bib has the sources for a paper.</p>\n</body>\n</html>\n'
    )


def write_report(spread: Spread, folder: str | Path) -> Path:
    """Write the report: ``report.html``, static and without scripts; beside it ``methods.txt`` and ``references.bib``.

    Parameters
    ----------
    spread : Spread
    folder : str or Path
        Made if it is not there.

    Returns
    -------
    Path
        The page. The same spread gives the same bytes under the same versions.

    Examples
    --------
    >>> write_report(spread, tmp_path / "report").name
    'report.html'
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    page = into / "report.html"
    write_whole(page, _page(spread).encode("utf-8", "replace"))
    write_whole(into / "methods.txt", methods_text(spread, release()).encode("utf-8", "replace"))
    write_whole(into / "references.bib", bibtex(cited(spread), release()).encode("utf-8"))
    return page
