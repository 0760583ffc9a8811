"""What every number of the report means, with its unit and source, as plain text to put into an appendix."""

from __future__ import annotations

import platform
import textwrap
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo

from threadgraph.spread.cascades import FORESTS, SEED
from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import clean
from threadgraph.visualizer.fingerprint import fingerprint
from threadgraph.visualizer.references import REFERENCES

__all__ = ["DEFINITIONS", "cited", "methods_text"]

#: For each frame, its measures: name, unit, definition, source.
DEFINITIONS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "broke": (
        ("who broke it", "time",
         "The earliest story posts, with the precision of their time; left-censored where a site that others name was not collected.", ""),
    ),
    "arrivals": (
        ("arrival", "h, %", "Hours from the first story post to each other one, and how many posts and sites told it by then; t50 is when half of them did.", ""),
    ),
    "relays": (
        ("relay", "",
         "A story post that got the news from an earlier story post: link or trackback (E1), attribution or shared phrase of 8 words and more (E2).", ""),
        ("text reuse", "%", "Share of the relay's tokens that stand in its source, in spans of at least 8 tokens.", ""),
    ),
    "cascades": (
        ("size", "posts", "n, the number of posts in the cascade.", "Vosoughi et al. 2018"),
        ("depth", "hops", "Greatest distance from the root.", "Vosoughi et al. 2018"),
        ("max breadth", "posts", "Greatest number of posts at one depth.", "Vosoughi et al. 2018"),
        ("structural virality", "hops", "2W / (n(n-1)), W the sum of the distances between all pairs of posts.", "Goel et al. 2016"),
        ("t50", "h", "Time from the root until half of the cascade's posts.", ""),
        ("R1", "", "Posts of generation 2 over posts of generation 1, with a 95 % bootstrap interval over generation 1 (r1_low, r1_high); never the mean offspring of a finished tree, which is always (n-1)/n.", ""),
        ("edges", "", "Which classes of edge the cascade was built from: figures about structure are given for E1, for E1 and E2, and for all classes.", "DeVerna et al. 2024"),
    ),
    "generations": (
        ("ratio", "", "R_k: posts of generation k + 1 over those of generation k, with a 95 % bootstrap interval over the posts of generation k.", ""),
    ),
    "response": (
        ("coverage", "%", "Threads, and questions or criticisms, answered by the focal actor over those addressable; 95 % interval.", "Wilson 1927"),
        ("response time", "h", "From a post to the first focal reply: Kaplan-Meier median, unanswered posts censored at the end of the window.", "Kaplan & Meier 1958"),
        ("interval of the median", "h", "95 %, on the log-log scale.", "Brookmeyer & Crowley 1982"),
        ("other intervals", "", "95 %; of shares of posts and of medians: whole threads drawn 1,000 times; none with fewer than 8 threads.", "Cameron et al. 2008"),
        ("dialogue", "people", "People whom the actor answered and who answered him later, against answers rewired within threads: each still answers an earlier post of somebody else, and everybody answers and is answered as often as before.", "Besag & Clifford 1989"),
        ("criticism", "points", "Share of others' comments with a word of criticism after the actor's first comment in a thread minus the share before it, threads weighted by how much they tell, against the order shuffled within threads.", "Mantel & Haenszel 1959"),
        ("stealing thunder", "h", "First mention by a third party minus first disclosure by the actor; above 0 he told it first.", "Arpan & Roskos-Ewoldsen 2005"),
        ("reach", "authors", "Distinct authors who post in a thread after his reply there.", ""),
        ("uptake", "adopters", "Different people who, in words of their own, say a phrase of four words or more that a post of the actor said first; summed over his posts, against one placebo post each (by others, of half to double the length, within 36 hours), 1,000 draws.", ""),
        ("presence", "people, hops, %", "The undirected net of who answered whom with the actor and without: largest component, mean distance of connected pairs, share of connected pairs. A description, no test.", ""),
    ),
    "corrections": (
        ("correction", "h, count", "A quote of an earlier statement and an answer that puts another fact in its place (times are compared as intervals, quantities and names by value) or denies it, aligned to the claim; an answer that says yes is a confirmation. Automatic finds are suggestions until a person has reviewed them.", ""),
    ),
    "tone": (
        ("tone", "-1 to 1", "Of a post's own words, quotes left out; column method says by what. By lexicon: valences of words, turned by negation, weighed by words of degree, by what follows \"but\", by capitals and exclamation marks; each sentence x / sqrt(x^2 + 15), the post the mean of the sentences that hold such a word. French and English, told apart by function words; a post in another language, or in none that can be told, has no tone.", "Hutto & Gilbert 2014"),
        ("lexicons", "", "English: VADER 3.3.2. French: the mean of vaderSentiment-fr 1.3.4 (VADER, translated by hand) and the French adjectives of Pattern; some words and turns of comments are our own.", "De Smedt & Daelemans 2012"),
    ),
    "tone_change": (
        ("change of tone", "tone, tone/h", "Interrupted time series over the posts of others, t in hours: y = b0 + b1*t + b2*after + b3*(t - t0)*after, t0 the actor's first dated reply. 95 % intervals: 1,000 draws of whole threads. p: the share of placebo dates (the same model with its break elsewhere, in what lies before t0 alone or after it alone) with a |t| as great, t over thread-robust standard errors. Under 12 posts OLS only, and the word \"underpowered\".", "Bernal et al. 2017"),
        ("interrupted time series", "", "The model's use and its assumptions.", "Wagner et al. 2002"),
    ),
    "strategy": (
        ("strategy", "sentences, %", "What kind of answer a sentence of the actor is: correction, denial (deny), excuse (diminish), apology or compensation (rebuild), thanks (bolster), reassurance (adjusting information), instruction (instructing information). Suggested by cues of words, which miss much; the human code is a column of its own, and the two are never mixed.", "Coombs 2007"),
    ),
    "agreement": (
        ("Krippendorff's alpha", "", "1 - Do / De for nominal codes, over sentences with two codes or more; 95 % interval: 1,000 draws of whole posts. For one strategy: that strategy or not. Of suggestions: against each coder, and against the code on which all coders of a sentence agree.", "Krippendorff 2011"),
    ),
}  # fmt: skip

_PACKAGES = ("networkx", "numpy", "pandas", "pyarrow", "matplotlib")
_CLASSES = """Classes of edge
E1 explicit: the platform or the author says so (native parent, hyperlink, trackback, named source with a link).
E2 evidenced: the text says so (verbatim quote, @name, "X wrote", attribution without a link).
E3 inferred: a model thinks so, with a probability.
Every edge carries its kind, class, probability, rule, verbatim evidence with the post it stands in, and an address to check it."""


def _fill(text: str) -> str:
    return textwrap.fill(text, 92, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def methods_text(spread: Spread, release: str) -> str:
    """The methods of this spread: definitions and sources of what it holds, versions, seed.

    Parameters
    ----------
    spread : Spread
    release : str
        The version of threadgraph that made it.

    Returns
    -------
    str
    """
    tables = spread.tables()
    lines = [
        f"Methods: {clean(spread.graph.title) or 'untitled study'}",
        "",
        *map(_fill, _CLASSES.splitlines()),
        "",
    ]
    lines += ["To paste into a paper", _filled(_paragraph(spread, release)), ""]
    for name, measures in DEFINITIONS.items():
        if name not in tables or tables[name].empty:
            continue
        lines.append(f"Table {name}")
        for measure, unit, definition, source in measures:
            of = f" [{unit}]" if unit else ""
            by = f" ({source})" if source else ""
            lines.append(_fill(f"{measure}{of}: {definition}{by}"))
        lines.append("")
    lines += [
        "Compare cascades only at matched size (Juul & Ugander 2021).",
        "Association, not effect.",
        "",
        "Limits of this study",
    ]
    lines += [_fill(f"- {clean(x)}") for x in spread.limits] or ["- none stated"]
    lines += [
        "",
        "Sources",
        *(_fill(REFERENCES[k].sentence()) for k in cited(spread)),
        "",
        "Versions",
        f"threadgraph {release}",
        f"Python {platform.python_version()}",
    ]
    for package in _PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    lines += [
        "",
        f"Seed of all that is sampled: {SEED}; the same input gives the same output.",
        f"SHA-256 of posts and edges: {fingerprint(spread.graph)}",
        "",
    ]
    return "\n".join(lines)


def cited(spread: Spread) -> list[str]:
    """The works that the measures of a spread come from, by their names in `REFERENCES`."""
    tables = spread.tables()
    used = {"Juul & Ugander 2021"}
    for name, measures in DEFINITIONS.items():
        if name in tables and not tables[name].empty:
            used.update(source for *_, sources in measures for source in sources.split("; ") if source)
    return sorted(used)


def _paragraph(spread: Spread, release: str) -> str:
    """What was done, in a few sentences."""
    graph = spread.graph
    rows = graph.table.select(["site", "published", "thread_id"]).to_pylist()
    times = [r["published"] for r in rows if r["published"] is not None]
    zone = ZoneInfo(spread.timezone)
    window = (
        f" from {min(times).astimezone(zone):%d %B %Y} to {max(times).astimezone(zone):%d %B %Y}"
        if times
        else ""
    )
    classes = Counter(graph.edges["class"].to_pylist())
    total = sum(classes.values())
    shares = ", ".join(f"{c} {classes[c] / total:.0%}" for c in ("E1", "E2", "E3")) if total else "none"
    story = ""
    if spread.story and (spread.story.terms or spread.story.urls):
        terms = ", ".join(f"“{clean(t)}”" for t in (*spread.story.terms, *spread.story.urls))
        story = f" {len(spread.story_posts):,} posts tell the story (terms and addresses: {terms})."
    focal = f" The replies of {clean(spread.focal.name)} were followed." if spread.focal else ""
    return (
        f"We analysed {len(rows):,} posts in {len({r['thread_id'] for r in rows}):,} threads on "
        f"{len({r['site'] for r in rows}):,} sites{window} with threadgraph {release}.{story}{focal} "
        f"Of {total:,} edges between posts, by class: {shares} (E1 explicit, E2 evidenced by the text, E3 inferred). "
        f"Structural figures are given for explicit edges, for explicit and evidenced ones, and as the median and 90 % interval of "
        f"{FORESTS} forests sampled from the probabilities of all (seed {SEED}). Intervals of shares and medians draw whole threads "
        f"1,000 times; tests compare with 1,000 draws of what chance gives. Times are in {spread.timezone}. "
        f"The corpus has the SHA-256 {fingerprint(graph)[:16]}…; all posts behind each figure are listed in the report."
    )


def _filled(text: str) -> str:
    return textwrap.fill(text, 92, break_long_words=False, break_on_hyphens=False)
