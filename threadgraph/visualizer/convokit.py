"""A graph as a corpus of ConvoKit: its speakers, conversations and utterances, with who answers whom as we know it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.visualizer._values import iso, write_whole

__all__ = ["write_convokit"]

Row = dict[str, Any]

_ORDER = {"E3": 0, "E2": 1, "E1": 2}
_NOBODY = "[no name]"


def write_convokit(graph: ThreadGraph, folder: str | Path) -> Path:
    """Write the posts of a graph as a ConvoKit corpus.

    A conversation is a thread. Its root is the opening post, or its first post; what answers nothing that is known
    answers the root, and says so in its meta data.

    Parameters
    ----------
    graph : ThreadGraph
    folder : str or Path
        Made if it is not there; ConvoKit reads it with ``Corpus(filename=...)``.

    Returns
    -------
    Path
        The folder.

    Examples
    --------
    >>> sorted(p.name for p in write_convokit(spread.graph, tmp_path / "convokit").iterdir())
    ['conversations.json', 'corpus.json', 'index.json', 'speakers.json', 'utterances.jsonl']
    """
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    threads: dict[str, list[Row]] = {}
    for r in graph.table.to_pylist():
        threads.setdefault(r["thread_id"], []).append(r)
    answers = _answers(graph)
    lines: list[str] = []
    speakers: dict[str, Row] = {}
    conversations: dict[str, Row] = {}
    for rows in threads.values():
        rows.sort(key=_place)
        root = rows[0]["id"]
        conversations[root] = {
            "meta": {"title": rows[0]["title"], "site": rows[0]["site"], "url": rows[0]["url"]},
            "vectors": [],
        }
        inside = {r["id"]: k for k, r in enumerate(rows)}
        for r in rows:
            target, kind = answers.get(r["id"], (None, None))
            if r["id"] == root:
                target = kind = None
            elif target is None or inside.get(target, len(rows)) >= inside[r["id"]]:
                target, kind = root, "unknown"
            who = str(r["person"] or f"{_NOBODY} {r['id']}")
            speakers.setdefault(who, {"meta": {"name": graph.name_of(r)}, "vectors": []})
            lines.append(json.dumps(_utterance(r, root, who, target, kind), ensure_ascii=True))
    index = _index(
        {k for line in lines for k in json.loads(line)["meta"]},
        {k for c in conversations.values() for k in c["meta"]},
    )
    write_whole(into / "utterances.jsonl", ("\n".join(lines) + "\n").encode("ascii"))
    for name, held in (
        ("speakers", speakers),
        ("conversations", conversations),
        ("corpus", {"title": graph.title, "made_with": "threadgraph"}),
        ("index", index),
    ):
        write_whole(into / f"{name}.json", json.dumps(held, ensure_ascii=True).encode("ascii"))
    return into


def _place(r: Mapping[str, Any]) -> tuple[Any, ...]:
    """Opening posts first, then by time; what has none stands where its page has it."""
    at = r["published"]
    return (
        r["kind"] not in ("post", "email"),
        at is None,
        at.timestamp() if at else 0.0,
        r["position"] or 0,
        r["id"],
    )


def _answers(graph: ThreadGraph) -> dict[str, tuple[str, str]]:
    """What each post answers by its strongest edge, and the class of that."""
    best: dict[str, tuple[tuple[int, float], str, str]] = {}
    for e in graph.edges.to_pylist():
        if e["kind"] not in ("reply", "quote", "mention"):
            continue
        worth = (_ORDER[e["class"]], e["probability"])
        if e["source"] not in best or worth > best[e["source"]][0]:
            best[e["source"]] = (worth, e["target"], e["class"])
    return {post: (target, kind) for post, (_, target, kind) in best.items()}


def _utterance(r: Row, root: str, who: str, target: str | None, kind: str | None) -> Row:
    return {
        "id": r["id"],
        "conversation_id": root,
        "text": r["text"] or "",
        "speaker": who,
        "reply-to": target,
        "timestamp": int(r["published"].timestamp()) if r["published"] else None,
        "meta": {
            "kind": r["kind"],
            "site": r["site"],
            "url": r["url"],
            "published": iso(r["published"]) if r["published"] else None,
            "precision": r["precision"],
            "status": r["status"],
            "reply_to_class": kind,
        },
        "vectors": [],
    }


def _index(utterance: set[str], conversation: set[str]) -> Row:
    """Which kinds of meta data there are: ConvoKit reads them as they stand."""
    text = ["<class 'str'>"]
    return {
        "utterances-index": dict.fromkeys(sorted(utterance), text),
        "speakers-index": {"name": text},
        "conversations-index": dict.fromkeys(sorted(conversation), text),
        "overall-index": {"title": text, "made_with": text},
        "version": 1,
        "vectors": [],
    }
