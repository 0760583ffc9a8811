"""Train the ranker of candidate parents: train_reply_model.py DATA_DIR

Reads the threads with known parents in DATA_DIR (reply_inference/*.jsonl.gz and the training part of
chat_irc_disentanglement), scores the ranker on them (five folds by thread; each kind of thread left out
in turn), and writes threadgraph/graph/reply_model.json and the tables of docs/reply-model.md. Needs the
dependency group "train".
"""

import gzip
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import lightgbm as lgb
import numpy as np

from threadgraph.graph.candidates import FEATURES, Candidates, Finder
from threadgraph.graph.context import CONTEXT, Context
from threadgraph.graph.conversation import Conversation
from threadgraph.graph.cues import Line
from threadgraph.graph.likely import shares

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "threadgraph" / "graph" / "reply_model.json"
CARD = ROOT / "docs" / "reply-model.md"
SEED = 20051014
FOLDS = 5
#: Logs of the chat that are read: every third.
EVERY = 3
SOURCES = {
    "blog": "reply_inference/blog_mademistakes",
    "mail": "reply_inference/mail_maven",
    "reddit": "reply_inference/reddit",
    "wiki": "reply_inference/wikitalk_en",
    "irc": "chat_irc_disentanglement/train",
    "irc dev": "reply_inference/irc_dev",
}
#: How much a comment of each set counts.
WEIGHTS = {
    "blog": 1.5, "mail": 1.5, "reddit": 0.3, "wiki": 1.0, "irc": 0.15, "mail, quotes removed": 1.0,
    "reddit, branches": 0.7, "wiki, branches": 0.4, "blog, branches": 0.4,
}  # fmt: skip
#: How much a comment counts in a copy of its set without names, without times, or with a title for an opening post.
BLIND = 0.2
SHAPE = {
    "num_leaves": 15,
    "learning_rate": 0.08,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
}
ROUNDS = 240


@dataclass
class Thread:
    """One thread with the parents that are right for each post; None where a post isn't scored."""

    family: str
    name: str
    author: np.ndarray
    pairs: Candidates
    gold: list[set[int] | None]


def rows_of(path: Path) -> dict[str, list[dict]]:
    """The rows of a file, by thread."""
    found = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            found[row["thread"]].append(row)
    return found


def seconds(value: str | None) -> float | None:
    """A time as a number."""
    if not value:
        return None
    when = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def thread_of(family: str, name: str, rows: Sequence[dict]) -> Thread:
    """A thread with its candidates."""
    c = Conversation(
        [Line(r["author"], None, r["text"] or "") for r in rows], [seconds(r["published"]) for r in rows]
    )
    place = {r["id"]: i for i, r in enumerate(rows)}
    gold: list[set[int] | None] = []
    for i, r in enumerate(rows):
        right = [r["true_parent"], *(r.get("alt_parents") or [])]
        scored = i > 0 and r.get("scored") is not False
        gold.append({place.get(p, 0) if p is not None else 0 for p in right} if scored else None)
    return Thread(family, name, c.author, Finder(c).pairs(1, c.n), gold)


def branches(rows: Sequence[dict]) -> list[list[dict]]:
    """Each answer to the opening post with what stands below it, as a thread of its own."""
    top: dict[str, str] = {}
    found = defaultdict(list)
    for r in rows[1:]:
        parent = r["true_parent"]
        top[r["id"]] = top.get(parent, r["id"])
        found[top[r["id"]]].append(r)
    return [[v[0] | {"true_parent": None}, *v[1:]] for v in found.values() if len(v) > 3]


def without_quotes(rows: Sequence[dict]) -> list[dict]:
    """A thread in which nobody quotes."""
    keep = ["\n".join(x for x in (r["text"] or "").split("\n") if not x.startswith(">")) for r in rows]
    return [r | {"text": text} for r, text in zip(rows, keep, strict=True)]


def titled(rows: Sequence[dict]) -> list[dict]:
    """A thread whose opening post is known by its title alone."""
    return [rows[0] | {"text": " ".join((rows[0]["text"] or "").split()[:4])}, *rows[1:]]


def load(data: Path) -> dict[str, list[Thread]]:
    """All threads, by set."""
    sets: dict[str, list[Thread]] = {}
    for name, path in SOURCES.items():
        threads = rows_of(data / f"{path}.jsonl.gz")
        names = list(threads)[:: EVERY if name == "irc" else 1]
        family = name.split()[0]

        def all_of(rows_each: Iterable[tuple[str, Sequence[dict]]], family: str = family) -> list[Thread]:
            return [thread_of(family, n, rows) for n, rows in rows_each if len(rows) > 1]

        sets[name] = all_of((n, threads[n]) for n in names)
        if family == "irc":
            continue
        whole = [(n, threads[n]) for n in names]
        parts = [(n, b) for n in names for b in branches(threads[n])]
        if family != "mail":
            sets[f"{name}, branches"] = all_of(parts)
        if family == "mail":
            sets["mail, quotes removed"] = all_of((n, without_quotes(r)) for n, r in whole)
        base = parts if family == "reddit" else whole
        sets[f"{name}, no names"] = all_of((n, [x | {"author": None} for x in r]) for n, r in base)
        sets[f"{name}, no times"] = all_of((n, [x | {"published": None} for x in r]) for n, r in base)
        if family != "blog":
            sets[f"{name}, titles"] = all_of((n, titled(r)) for n, r in base)
    return sets


def rows_for(threads: Sequence[Thread], weight: float) -> tuple[list, list, list, list]:
    """Features, right answers, sizes of groups and weights of the posts whose parent is a candidate."""
    x, y, sizes, weights = [], [], [], []
    for t in threads:
        s = t.pairs.starts
        for a, b in zip(s[:-1].tolist(), s[1:].tolist(), strict=True):
            gold = t.gold[int(t.pairs.child[a])]
            right = np.isin(t.pairs.parent[a:b], list(gold)) if gold else np.zeros(0)
            if right.any():
                x.append(t.pairs.features[a:b])
                y.append(right / right.sum())
                sizes.append(b - a)
                weights.append(weight)
    return x, y, sizes, weights


def weight_of(name: str) -> float:
    """What a comment of a set counts; none for a set that only tests."""
    if name in WEIGHTS:
        return WEIGHTS[name]
    return BLIND if "," in name else 0.0


def fit(sets: dict[str, list[Thread]]) -> lgb.Booster:
    """Trees whose scores, as shares among a post's candidates, are nearest to what is right."""
    x, y, sizes, weights = [], [], [], []
    for name, threads in sets.items():
        if weight_of(name):
            for held, more in zip((x, y, sizes, weights), rows_for(threads, weight_of(name)), strict=True):
                held.extend(more)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    right, w = np.concatenate(y), np.repeat(weights, sizes)

    def objective(scores: np.ndarray, _: lgb.Dataset) -> tuple[np.ndarray, np.ndarray]:
        p = shares(scores, starts)
        return (p - right) * w, np.maximum(p * (1 - p), 1e-4) * w

    told = {"objective": objective, "verbose": -1, "seed": SEED, "num_threads": 2, "deterministic": True,
            "force_col_wise": True, "min_sum_hessian_in_leaf": 1.0, "max_bin": 127}  # fmt: skip
    return lgb.train(SHAPE | told, lgb.Dataset(np.concatenate(x), label=right), ROUNDS)


def guesses(model: lgb.Booster, threads: Sequence[Thread]) -> list[np.ndarray]:
    """For each thread the probabilities of its pairs."""
    scores = [model.predict(t.pairs.features, raw_score=True, num_threads=2) for t in threads]
    return [shares(s, t.pairs.starts) for s, t in zip(scores, threads, strict=True)]


def widened(threads: Sequence[Thread], p: Sequence[np.ndarray]) -> list[Thread]:
    """Threads with what first guesses tell."""
    out = []
    for t, q in zip(threads, p, strict=True):
        more = Context(t.author).features(t.pairs, q)
        pairs = replace(t.pairs, features=np.concatenate([t.pairs.features, more], axis=1))
        out.append(replace(t, pairs=pairs))
    return out


def folds_of(sets: dict[str, list[Thread]], k: int, seed: int) -> dict[tuple[str, str], int]:
    """A fold for each thread, the same for all its copies."""
    dice = np.random.default_rng(seed)
    out = {}
    for family in sorted({t.family for s in sets.values() for t in s}):
        names = sorted({t.name for s in sets.values() for t in s if t.family == family})
        out |= {(family, n): int(f) for n, f in zip(names, dice.permutation(len(names)) % k, strict=True)}
    return out


def part(sets: dict[str, list[Thread]], fold: dict, keep) -> dict[str, list[Thread]]:
    """The threads of some folds."""
    return {n: [t for t in s if keep(fold[t.family, t.name])] for n, s in sets.items()}


def trained(sets: dict[str, list[Thread]]) -> tuple[lgb.Booster, lgb.Booster]:
    """Both stages; the second learns from first guesses of models that had not seen the thread."""
    sets = {n: s for n, s in sets.items() if weight_of(n)}
    fold = folds_of(sets, 3, SEED + 1)
    wide: dict[str, list[Thread]] = {n: [] for n in sets}
    for f in range(3):
        model = fit(part(sets, fold, lambda k, f=f: k != f))
        for n, s in part(sets, fold, lambda k, f=f: k == f).items():
            wide[n].extend(widened(s, guesses(model, s)))
    return fit(sets), fit(wide)


def judged(models: tuple[lgb.Booster, lgb.Booster], threads: Sequence[Thread]) -> np.ndarray:
    """A row a scored post: right?, probability, gold is not the root, probability of what is right."""
    out = []
    wide = widened(threads, guesses(models[0], threads))
    for t, p in zip(wide, guesses(models[1], wide), strict=True):
        s = t.pairs.starts
        for a, b in zip(s[:-1].tolist(), s[1:].tolist(), strict=True):
            gold = t.gold[int(t.pairs.child[a])]
            if gold is not None:
                parents, q = t.pairs.parent[a:b], p[a:b]
                k = int(np.argmax(q))
                out.append(
                    (int(parents[k]) in gold, q[k], 0 not in gold, q[np.isin(parents, list(gold))].sum())
                )
    return np.array(out, dtype=float)


def figures(rows: np.ndarray) -> dict[str, float]:
    """What is reported of a set."""
    right, p, deep = rows[:, 0], rows[:, 1], rows[:, 2] == 1
    sure = p >= 0.9
    bins = np.minimum((p * 10).astype(int), 9)
    ece = sum(
        abs(right[bins == k].mean() - p[bins == k].mean()) * (bins == k).mean() for k in set(bins.tolist())
    )
    return {
        "posts": len(rows), "accuracy": right.mean(), "deep": right[deep].mean(),
        "precision": right[sure].mean() if sure.any() else float("nan"), "coverage": sure.mean(), "ece": ece,
    }  # fmt: skip


REPORTED = ("blog", "mail", "mail, quotes removed", "wiki", "reddit", "reddit, branches", "irc dev")


def cross_validated(sets: dict[str, list[Thread]]) -> dict[str, np.ndarray]:
    """All reported sets, five folds by thread."""
    fold = folds_of(sets, FOLDS, SEED)
    rows = defaultdict(list)
    for f in range(FOLDS):
        models = trained(part(sets, fold, lambda k, f=f: k != f))
        for name in REPORTED:
            held = [t for t in sets[name] if (f == 0 if name == "irc dev" else fold[t.family, t.name] == f)]
            if held:
                rows[name].append(judged(models, held))
        print(f"fold {f + 1} of {FOLDS}", flush=True)
    return {name: np.concatenate(rows[name]) for name in REPORTED}


def left_out(sets: dict[str, list[Thread]]) -> dict[str, np.ndarray]:
    """All reported sets, each by a ranker that saw no thread of its kind."""
    rows = {}
    for family in sorted({n.split(",")[0].split()[0] for n in REPORTED}):
        models = trained({n: s for n, s in sets.items() if s and s[0].family != family})
        rows |= {n: judged(models, sets[n]) for n in REPORTED if sets[n][0].family == family}
        print(f"without {family}", flush=True)
    return rows


def plain(booster: lgb.Booster) -> list[dict[str, list]]:
    """Trees as numbers: inner nodes in preorder, leaves from left to right."""
    out = []
    for tree in booster.dump_model()["tree_info"]:
        nodes: dict[str, list] = {"feature": [], "threshold": [], "missing": [], "left": [], "value": []}

        def walk(node: dict, nodes: dict[str, list] = nodes) -> int:
            if "leaf_value" in node:
                nodes["value"].append(float(f"{node['leaf_value']:.6g}"))
                return 1
            at = len(nodes["feature"])
            nodes["feature"].append(node["split_feature"])
            nodes["threshold"].append(float(node["threshold"]))
            nodes["missing"].append(int(bool(node["default_left"])))
            nodes["left"].append(0)
            nodes["left"][at] = left = walk(node["left_child"])
            return left + walk(node["right_child"])

        walk(tree["tree_structure"])
        out.append(nodes)
    return out


def temperature_of(rows: dict[str, np.ndarray]) -> float:
    """What scores are divided by so that the probabilities of held-out posts fit best; 1 where they fit."""
    best, least = 1.0, float("inf")
    for t in np.arange(0.7, 1.61, 0.05):
        gaps = []
        for r in rows.values():
            p = r[:, 1] ** (1 / t) / (r[:, 1] ** (1 / t) + (1 - r[:, 1]) ** (1 / t))
            gaps.append(-np.mean(np.where(r[:, 0] == 1, np.log(p + 1e-9), np.log(1 - p + 1e-9))))
        if np.mean(gaps) < least:
            best, least = float(t), float(np.mean(gaps))
    return round(best, 2)


def table(rows: dict[str, np.ndarray], note: dict[str, dict] | None = None) -> str:
    """A table of the model card."""
    more = " difference |" if note else ""
    lines = [f"| threads | posts | accuracy | not to the opening post | precision at ≥ .9 | coverage there | ECE |{more}",
             "|---|---|---|---|---|---|---|" + ("---|" if note else "")]  # fmt: skip
    for name, r in rows.items():
        v = figures(r)
        line = f"| {name} | {v['posts']:,} | {v['accuracy']:.3f} | {v['deep']:.3f} | {v['precision']:.3f} | {v['coverage']:.3f} | {v['ece']:.3f} |"
        lines.append(line + (f" {v['accuracy'] - note[name]['accuracy']:+.3f} |" if note else ""))
    return "\n".join(lines)


def curve(rows: dict[str, np.ndarray]) -> str:
    """The calibration curve, over all reported sets with the same weight."""
    lines = ["| probability | mean probability | share that is right | posts |", "|---|---|---|---|"]
    for k in range(10):
        held = [r[np.minimum((r[:, 1] * 10).astype(int), 9) == k] for r in rows.values()]
        n = sum(map(len, held))
        if n:
            p = np.mean([h[:, 1].mean() for h in held if len(h)])
            right = np.mean([h[:, 0].mean() for h in held if len(h)])
            lines.append(f"| .{k} to {'1' if k == 9 else f'.{k + 1}'} | {p:.3f} | {right:.3f} | {n:,} |")
    return "\n".join(lines)


def written(text: str, mark: str, body: str) -> str:
    """A document with what stands between two marks replaced."""
    pattern = rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)"
    assert re.search(pattern, text, re.S), mark
    return re.sub(pattern, lambda m: f"{m[1]}\n{body}\n\n{m[2]}", text, flags=re.S)


def main(data: Path) -> None:
    began = time.time()
    sets = load(data)
    print(f"{sum(map(len, sets.values()))} threads with copies, {time.time() - began:.0f} s", flush=True)
    inside = cross_validated(sets)
    outside = left_out(sets)
    print(
        table(inside), table(outside, {n: figures(r) for n, r in inside.items()}), curve(inside), sep="\n\n"
    )
    first, second = trained(sets)
    held = {
        "name": f"reply ranker {datetime.now(UTC):%Y-%m}",
        "features": FEATURES,
        "context": CONTEXT,
        "temperature": temperature_of(inside),
        "threshold": 0.25,
        "first": plain(first),
        "second": plain(second),
    }
    MODEL.write_text(json.dumps(held, separators=(",", ":")) + "\n", "utf-8")
    if CARD.is_file():
        text = CARD.read_text("utf-8")
        text = written(text, "folds", table(inside))
        text = written(text, "transfer", table(outside, {n: figures(r) for n, r in inside.items()}))
        CARD.write_text(written(text, "curve", curve(inside)), "utf-8")
    print(
        f"{MODEL.stat().st_size / 1e6:.2f} MB, temperature {held['temperature']}, {time.time() - began:.0f} s"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
