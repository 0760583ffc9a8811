"""What every number of the report means, with its unit and source, as plain text to put into an appendix."""

from __future__ import annotations

import platform
import textwrap
from importlib.metadata import PackageNotFoundError, version

from threadgraph.spread.result import Spread
from threadgraph.visualizer._values import clean

__all__ = ["DEFINITIONS", "SOURCES", "methods_text"]

#: For each frame, its measures: name, unit, definition, source.
DEFINITIONS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "broke": (
        ("who broke it", "time",
         "The earliest story posts, with the precision of their time; left-censored where a site that others name was not collected.", ""),
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
    "response": (
        ("coverage", "%", "Threads, and questions or criticisms, answered by the focal actor over those addressable; 95 % interval.", "Wilson 1927"),
        ("response time", "h", "From a post to the first focal reply: Kaplan-Meier median, unanswered posts censored at the end of the window.", "Kaplan & Meier 1958"),
        ("interval of the median", "h", "95 %, on the log-log scale.", "Brookmeyer & Crowley 1982"),
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

#: The works named above.
SOURCES = {
    "Arpan & Roskos-Ewoldsen 2005": "Arpan, L. M., & Roskos-Ewoldsen, D. R. (2005). Stealing thunder: Analysis of the effects of proactive disclosure of crisis information. Public Relations Review, 31(3).",
    "Brookmeyer & Crowley 1982": "Brookmeyer, R., & Crowley, J. (1982). A confidence interval for the median survival time. Biometrics, 38(1).",
    "Bernal et al. 2017": "Bernal, J. L., Cummins, S., & Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public health interventions: a tutorial. International Journal of Epidemiology, 46(1).",
    "Coombs 2007": "Coombs, W. T. (2007). Protecting organization reputations during a crisis: The development and application of situational crisis communication theory. Corporate Reputation Review, 10(3).",
    "De Smedt & Daelemans 2012": "De Smedt, T., & Daelemans, W. (2012). Pattern for Python. Journal of Machine Learning Research, 13.",
    "Hutto & Gilbert 2014": "Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media text. ICWSM-14.",
    "Krippendorff 2011": "Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.",
    "Wagner et al. 2002": "Wagner, A. K., Soumerai, S. B., Zhang, F., & Ross-Degnan, D. (2002). Segmented regression analysis of interrupted time series studies in medication use research. Journal of Clinical Pharmacy and Therapeutics, 27(4).",
    "DeVerna et al. 2024": "DeVerna, M. R., et al. (2024). On how the assumptions about who shared from whom shape reconstructed cascades.",
    "Goel et al. 2016": "Goel, S., Anderson, A., Hofman, J., & Watts, D. J. (2016). The structural virality of online diffusion. Management Science, 62(1).",
    "Juul & Ugander 2021": "Juul, J. L., & Ugander, J. (2021). Comparing information diffusion mechanisms by matching on cascade size. PNAS, 118(46).",
    "Kaplan & Meier 1958": "Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA, 53(282).",
    "Wilson 1927": "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA, 22(158).",
    "Vosoughi et al. 2018": "Vosoughi, S., Roy, D., & Aral, S. (2018). The spread of true and false news online. Science, 359(6380).",
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
    used = {"Juul & Ugander 2021"}
    for name, measures in DEFINITIONS.items():
        if name not in tables or tables[name].empty:
            continue
        lines.append(f"Table {name}")
        for measure, unit, definition, source in measures:
            of = f" [{unit}]" if unit else ""
            by = f" ({source})" if source else ""
            lines.append(_fill(f"{measure}{of}: {definition}{by}"))
            if source:
                used.add(source)
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
        *(_fill(SOURCES[k]) for k in sorted(used)),
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
    seed = getattr(spread, "seed", None)
    lines += [
        "",
        f"Seed of what is sampled: {seed if seed is not None else 'fixed in the code; the same input gives the same output'}",
        "",
    ]
    return "\n".join(lines)
