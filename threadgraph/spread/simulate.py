"""Stories that never happened, with the truth: who got the news from whom, for checking the relay model.

Sites know one another (a random graph in which a few are known by many). The news breaks on one; others
relay it from a site that they know, or, now and then, from anywhere, or from outside. A relay keeps part of
the facts of its source and adds some of its own, now and then with the source's very words or its name.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from threadgraph.model import Post

__all__ = ["SimulatedStory", "simulate"]

#: Words of the language, the k-th as frequent as 1/k.
_VOCABULARY = 4000
_ZIPF = list(accumulate(1 / k for k in range(1, _VOCABULARY + 1)))
_START = datetime(2005, 10, 14, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SimulatedStory:
    """A story and its truth.

    Attributes
    ----------
    posts : tuple of Post
        Opening posts that tell the story, and older ones by which the sites know each other.
    source : dict of str to str or None
        For each story post the post it got the news from; None where that is outside.
    """

    posts: tuple[Post, ...]
    source: dict[str, str | None]


def simulate(
    seed: int,
    posts: int = 60,
    sites: int = 30,
    outside: float = 0.12,
    phrase: float = 0.3,
    attribution: float = 0.25,
) -> SimulatedStory:
    """A story of some posts on some sites.

    Parameters
    ----------
    seed : int
    posts, sites : int
        How many.
    outside, phrase, attribution : float
        The shares of posts that have the news from outside, repeat a run of their source's words, or
        name it.

    Returns
    -------
    SimulatedStory

    Examples
    --------
    >>> story = simulate(1, posts=5)
    >>> len(story.source), story == simulate(1, posts=5)
    (5, True)
    """
    dice = random.Random(seed)  # noqa: S311 - a simulation, the same for each seed
    names = [f"{_word(dice, 2)}{_word(dice, 2)}" for _ in range(sites)]
    fame = [dice.paretovariate(1.2) for _ in range(sites)]
    knows = {
        i: set(_weighted(dice, [j for j in range(sites) if j != i], fame, 3 + dice.randrange(5)))
        for i in range(sites)
    }
    common = [_word(dice, 1 + dice.randrange(3)) for _ in range(_VOCABULARY)]
    topic = [_word(dice, 2 + dice.randrange(2)) for _ in range(25)]
    made: list[Post] = list(_past(dice, names, knows, common))
    facts: list[list[str]] = []
    texts: list[list[str]] = []
    owner: list[int] = []
    times: list[float] = []
    source: dict[str, str | None] = {}
    ids: list[str] = []
    hour = 0.0
    for k in range(posts):
        site = dice.randrange(sites)
        hour += dice.expovariate(1.0) * (0.2 + 2.5 * k / posts)
        parent = _parent(dice, site, hour, owner, times, knows, fame, outside) if k else None
        kept = [f for f in facts[parent] if dice.random() < 0.75] if parent is not None else []
        mine = kept + [_word(dice, 2 + dice.randrange(2)) for _ in range(2 + dice.randrange(6))]
        dice.shuffle(mine)
        words = _prose(dice, mine, topic, common)
        if parent is not None and dice.random() < phrase:
            run = 9 + dice.randrange(8)
            at = dice.randrange(max(1, len(texts[parent]) - run))
            words = [*words[:20], *texts[parent][at : at + run], *words[20:]]
        said = " ".join(words)
        if parent is not None and dice.random() < attribution:
            said += f".\n\nvia {names[owner[parent]]}"
        ident = f"{names[site]}.example/{k}"
        made.append(
            Post(
                id=ident,
                thread_id=ident,
                kind="post",
                site=f"{names[site]}.example",
                author=f"{names[site]} author",
                url=f"http://{ident}",
                published=_START + timedelta(hours=hour),
                precision="minute",
                title=f"{topic[0]} {topic[1]}",
                text=said,
            )
        )
        ids.append(ident)
        source[ident] = ids[parent] if parent is not None else None
        facts.append(mine)
        texts.append(words)
        owner.append(site)
        times.append(hour)
    return SimulatedStory(tuple(made), source)


def _parent(
    dice: random.Random,
    site: int,
    hour: float,
    owner: list[int],
    times: list[float],
    knows: dict[int, set[int]],
    fame: list[float],
    outside: float,
) -> int | None:
    """Whom a post has the news from: a fresh post of a site that it knows, rather than of another."""
    if dice.random() < outside:
        return None
    weights = []
    for s, t in zip(owner, times, strict=True):
        near = 1.0 if s in knows[site] else 0.06
        weights.append(0.0 if s == site else near * fame[s] ** 0.5 / (1 + (hour - t) / 4))
    if not sum(weights):
        return None
    return dice.choices(range(len(owner)), weights)[0]


def _past(dice: random.Random, names: list[str], knows: dict[int, set[int]], common: list[str]) -> list[Post]:
    """What the sites posted before, with links to those they know."""
    made = []
    for i, name in enumerate(names):
        for k in range(3):
            to = [names[j] for j in sorted(knows[i]) if dice.random() < 0.6]
            ident = f"{name}.example/before-{k}"
            made.append(
                Post(
                    id=ident,
                    thread_id=ident,
                    kind="post",
                    site=f"{name}.example",
                    author=f"{name} author",
                    url=f"http://{ident}",
                    published=_START - timedelta(days=30 - k, hours=i),
                    precision="minute",
                    title=" ".join(dice.choices(common, k=3)),
                    text=" ".join(dice.choices(common, k=60)),
                    links=tuple(f"http://{other}.example/before-{dice.randrange(k)}" for other in to if k),
                )
            )
    return made


def _prose(dice: random.Random, facts: list[str], topic: list[str], common: list[str]) -> list[str]:
    said = dice.choices(common, cum_weights=_ZIPF, k=60 + dice.randrange(140))
    words = [*facts, *dice.choices(topic, k=12), *said]
    dice.shuffle(words)
    return words


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(syllables + 1))


def _weighted(dice: random.Random, items: list[int], weight: list[float], k: int) -> list[int]:
    """Some different items, drawn by weight."""
    left = list(items)
    drawn = []
    for _ in range(min(k, len(left))):
        pick = dice.choices(left, [weight[i] for i in left])[0]
        left.remove(pick)
        drawn.append(pick)
    return drawn
