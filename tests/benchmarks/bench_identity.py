"""Who is who, against a gold standard: precision and recall over pairs of signatures, and seconds. Run: ``make bench``.

The aliases are those of the dev data folder where it lies beside the checkout (or where ``THREADGRAPH_DATA``
says). No rule is fitted to a fold: the rules and their limits are fixed, so that all five folds are scored by
one program, each as if the other people did not exist. Beside them stand people who are invented here from a
seed, each under several ways to write one name, every signature with an e-mail address of its own, so that
nothing but the names can tell.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import threadgraph as tg

DATA = Path(os.environ.get("THREADGRAPH_DATA", Path(__file__).parents[3] / "shared" / "data"))
FOLDS = 5
Row = Mapping[str, str]

GIVEN = (
    "Anne Marie Paul Jean Luc Pierre Michel Sophie Claire Julien Robert William James Michael Thomas David Daniel Richard "
    "Elizabeth Margaret Katherine Jennifer Nicholas Christopher Alexander Benjamin Andrew Matthew Joseph Samuel Hélène Zoé "
    "François René Jürgen Björn Søren Łukasz Ondřej José Íñigo Ana Lucía Giulia Matteo Priya Rahul Wei Yuki Olga Dmitri Fatima "
    "Omar Ingrid Lars Astrid Nuno Inês Aylin Emre Tamás Zsófia Guillaume Amélie Baptiste Camille Didier Fabienne Gaël Hugo Iris "
    "Jérôme Karine Laure Mathilde Nadine Odile Quentin Raphaël Solène Thibault Ulysse Violette Yann Agnieszka Bogdan Cezary "
    "Dorota Ewa Filip Grażyna Henryk Irena Jarek Kasia Leszek Marta Natalia Otto Petra Ralf Sabine Torsten Ulrike Volker Wiebke "
    "Aarav Bhavna Chetan Deepa Esha Farhan Gauri Harish Isha Kavita Lakshmi Mohan Nisha Pranav Ritu Sanjay Tanvi Uma Varun "
    "Akira Chiyo Daichi Emiko Haruto Kenji Mei Naoko Ryo Sakura Takumi Amir Bilal Dalia Hassan Jamila Karim Leila Nadia Rania "
    "Samir Tariq Yasmin Abel Beatriz Caetano Duarte Eva Gonzalo Irene Joana Leonor Mafalda Nieves Pilar Rocío Tiago Vasco"
)
COMMON = (
    "Martin Bernard Dubois Durand Moreau Petit Smith Jones Brown Taylor Wilson Garcia López Pérez Müller Schmidt Weber Wagner "
    "Rossi Bianchi Silva Santos Costa Kumar Singh Sharma Gupta Wang Li Zhang Chen Nguyen Kim Tanaka Sato Ivanov Novák Nowak "
    "Nagy Kaya Haddad Jansen"
)
SYLLABLES = (
    "ba bel cor dan del fa gar hol ki lan ler mon mar né pel qui ro rin sa sten tal tou va vel zan ö š"
)
COMPANIES = ("Acme", "TU Delft", "Cumulo SA", "consultant", "@acme")
NICKNAMES = {
    "Robert": "Bob", "William": "Bill", "James": "Jim", "Michael": "Mike", "Thomas": "Tom", "David": "Dave", "Daniel": "Dan",
    "Richard": "Rick", "Elizabeth": "Liz", "Margaret": "Peggy", "Katherine": "Kate", "Jennifer": "Jenny", "Nicholas": "Nick",
    "Christopher": "Chris", "Alexander": "Alex", "Benjamin": "Ben", "Andrew": "Andy", "Matthew": "Matt", "Joseph": "Joe",
    "Samuel": "Sam",
}  # fmt: skip


def bare(text: str) -> str:
    """As somebody writes it whose keyboard has no accents."""
    from unicodedata import combining, normalize

    swapped = text.replace("ø", "o").replace("Ł", "L").replace("ł", "l")
    return "".join(c for c in normalize("NFKD", swapped) if not combining(c))


WAYS: dict[str, Callable[[str, str, random.Random], str]] = {
    "accents": lambda g, f, r: bare(f"{g} {f}"),
    "case": lambda g, f, r: r.choice([f"{g} {f}".upper(), f"{g} {f}".lower(), f"{g} {f.upper()}"]),
    "order": lambda g, f, r: r.choice([f"{f}, {g}", f"{f} {g}", f"{f.upper()} {g}"]),
    "punctuation": lambda g, f, r: r.choice([f"{g}.{f}", f"{g}_{f}", f"“{g} {f}”", f"{g}  {f}.", f"{g}-{f}"]),
    "middle": lambda g, f, r: f"{g} {r.choice('ABCDEFGHJKLMNPRST')}. {f}",
    "initials": lambda g, f, r: r.choice([f"{g[0]}. {f}", f"{g[0]} {f}"]),
    "First L.": lambda g, f, r: r.choice([f"{g} {f[0]}.", f"{g} {f[0]}"]),
    "flast": lambda g, f, r: bare(g[0] + f).lower() + r.choice(["", "", "42", "1985"]),
    "CamelCase": lambda g, f, r: bare(g + f) + r.choice(["", "", "7"]),
    "company": lambda g, f, r: f"{g} {f} ({r.choice(COMPANIES)})",
    "via": lambda g, f, r: f"{g} {f} via {r.choice(COMPANIES)}",
    "title": lambda g, f, r: r.choice([f"Dr. {g} {f}", f"Prof. {g} {f}", f"{g} {f}, PhD", f"Mme {g} {f}"]),
    "nickname": lambda g, f, r: f"{NICKNAMES.get(g, g)} {f}",
}


def invented(people: int, seed: int) -> list[dict[str, str]]:
    """Rows of people under several ways to write a name; 6 of 10 have one signature only."""
    r = random.Random(seed)
    rows: list[dict[str, str]] = []
    taken: set[str] = set()
    while len(taken) < people:
        family = (
            r.choice(COMMON.split())
            if r.random() < 0.3
            else "".join(r.choices(SYLLABLES.split(), k=r.choice((2, 3, 3)))).title()
        )
        given = r.choice(GIVEN.split())
        if f"{given} {family}" in taken or len(family) < 2:
            continue
        taken.add(f"{given} {family}")
        ways = r.sample(sorted(WAYS), r.choice((1, 2, 2, 3))) if r.random() < 0.4 else []
        for way in ["as it is", *ways]:
            name = WAYS[way](given, family, r) if way in WAYS else f"{given} {family}"
            rows.append(
                {"person_id": str(len(taken)), "name": name, "email_hash": f"{len(rows):012x}", "way": way}
            )
    r.shuffle(rows)
    return rows


def signatures(rows: Iterable[Row]) -> list[dict[str, str]]:
    """What the resolver may see of a row."""
    return [{k: r[k] for k in ("name", "email_hash", "local_hash") if r.get(k)} for r in rows]


def pairs(labels: Sequence[str]) -> set[tuple[int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        groups[label].append(i)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def counted(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Right pairs, found pairs, true pairs."""
    found, true = pairs(tg.resolve_names(signatures(rows))), pairs([r["person_id"] for r in rows])
    return len(found & true), len(found), len(true)


def by_person(rows: Sequence[Row], seed: int = 0) -> list[list[Row]]:
    """Five folds, each with all signatures of its people."""
    people = sorted({r["person_id"] for r in rows})
    random.Random(seed).shuffle(people)
    fold = {p: i % FOLDS for i, p in enumerate(people)}
    return [[r for r in rows if fold[r["person_id"]] == i] for i in range(FOLDS)]


def said(name: str, counts: Iterable[tuple[int, int, int]], seconds: float) -> str:
    right, found, true = (sum(c) for c in zip(*counts, strict=True))
    return f"{name}: precision {right / found:.3f}, recall {right / true:.3f} ({true} pairs), {seconds:.2f} s"


def timed(name: str, sets: Sequence[Sequence[Row]]) -> None:
    start = time.perf_counter()
    counts = [counted(rows) for rows in sets]
    print(said(name, counts, time.perf_counter() - start))


def bench_aliases() -> None:
    file = DATA / "identity" / "aliases.csv"
    print()
    if not file.is_file():
        print(f"no {file}: not measured")
        return
    with file.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    timed(f"{len(rows):,} aliases, {FOLDS} folds by person", by_person(rows))
    timed(f"{len(rows):,} aliases, all at once", [rows])


def bench_invented_variants() -> None:
    print()
    for people in (300, 1_000, 3_000):
        sets = [invented(people, seed) for seed in range(FOLDS)]
        timed(f"{people:,} invented people, {FOLDS} seeds", sets)
    rows = [row for seed in range(FOLDS) for row in invented(300, seed)]
    right, true = Counter[str](), Counter[str]()
    for seed in range(FOLDS):
        rows = invented(300, seed)
        found = pairs(tg.resolve_names(signatures(rows)))
        for a, b in pairs([r["person_id"] for r in rows]):
            for way in {rows[a]["way"], rows[b]["way"]} - {"as it is"}:
                true[way] += 1
                right[way] += (a, b) in found
    print("recall by way: " + ", ".join(f"{w} {right[w] / true[w]:.2f}" for w in sorted(true)))


def bench_many_signatures() -> None:
    rows = invented(120_000, seed=1)[:200_000]
    start = time.perf_counter()
    persons = len(set(tg.resolve_names(signatures(rows))))
    print(f"\n{len(rows):,} signatures: {persons:,} persons in {time.perf_counter() - start:.1f} s")
