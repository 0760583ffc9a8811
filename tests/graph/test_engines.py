"""The same edges, the same probabilities, whatever the engine."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest
from threads import SHAPES, assert_same, bare, one_by_one, post, random_posts, shape

from threadgraph.corpus import Corpus
from threadgraph.errors import UsageError
from threadgraph.graph import ThreadGraph, build, build_table
from threadgraph.graph.engine import Engine, LocalEngine, engine_named
from threadgraph.graph.kernel import thread_edges
from threadgraph.model import POST_SCHEMA, posts_table


@pytest.mark.parametrize("name", SHAPES)
def test_edges_are_those_of_each_thread_alone(engine: Engine, name: str) -> None:
    posts = shape(name)
    wanted = one_by_one(posts)
    assert wanted.num_rows or name == "nothing"
    assert_same(engine.edges(posts), wanted)


def test_the_demo_has_the_same_graph(engine: Engine, demo_corpus: Corpus, demo_graph: ThreadGraph) -> None:
    graph = build(demo_corpus, engine)
    assert graph.edges.num_rows > 300
    assert_same(graph.edges, demo_graph.edges)


def test_a_thread_is_never_split(engine: Engine) -> None:
    said = "the very first words of this thread that nobody says again"
    rows = [
        post("first", "t", 0, author="Luc", text=said),
        *(post(f"{k}", "t", k, text="hm") for k in range(1, 300)),
    ]
    rows.append(post("last", "t", 300, author="Eve", text=f"> {said}\n\nNo."))
    others = random_posts(3, threads=20)
    edges = engine.edges(posts_table([*others, *rows])).to_pylist()
    (quote,) = [e for e in edges if e["source"] == "last" and e["kind"] == "quote"]
    assert (quote["target"], quote["class"]) == ("first", "E2")


def test_what_is_missing_gets_a_placeholder(engine: Engine) -> None:
    rows = [post("p", "t", 0, author="Luc"), post("c", "t", 1, author="Eve", parent_id="gone"),
            post("d", "t", 2, author="Anne", parent_id="gone")]  # fmt: skip
    graph = build_table(posts_table(rows), engine=engine)
    assert graph.post("gone")["status"] == "placeholder"
    assert_same(graph.edges, build_table(posts_table(rows)).edges)


def test_the_order_of_rows_does_not_count(engine: Engine) -> None:
    rows = random_posts(4, threads=30) + bare(10)
    rows.append(post("4-1", "t4", 1, author="Eve", text="another post under an id that is there"))
    turned = list(rows)
    random.Random(1).shuffle(turned)
    assert_same(engine.edges(posts_table(turned)), thread_edges(posts_table(rows)))


def test_columns_of_similar_types_will_do(engine: Engine) -> None:
    posts = posts_table(random_posts(5, threads=20))
    wide = [pa.field(f.name, pa.large_string() if f.type == pa.string() else f.type) for f in posts.schema]
    where = posts.schema.get_field_index("published")
    similar = posts.cast(pa.schema(wide)).set_column(
        where, "published", posts["published"].cast(pa.timestamp("us", "Asia/Kathmandu"))
    )
    assert_same(engine.edges(similar.drop_columns(["html", "links"])), thread_edges(posts))


@pytest.mark.parametrize("batch", [1, 13, 500])
def test_batches_do_not_count(batch: int) -> None:
    posts = posts_table(random_posts(6))
    assert LocalEngine(small=0, batch=batch).edges(posts).equals(thread_edges(posts))


def test_few_posts_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    rows = [
        post(f"{t}-{k}", f"t{t}", k, parent_id=f"{t}-0" if k else None)
        for t in range(200)
        for k in range(100)
    ]
    assert LocalEngine().edges(posts_table(rows)).num_rows == 200 * 99
    with pytest.raises(TypeError):
        LocalEngine().edges(posts_table([*rows, post("one more", "t", 0)]))


def test_an_engine_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="local, spark"):
        engine_named("flink")


def test_a_post_without_an_id_is_told(engine: Engine) -> None:
    posts = pa.Table.from_pylist(
        [{"id": None, "thread_id": "t"}], schema=pa.schema([("id", pa.string()), ("thread_id", pa.string())])
    )
    assert POST_SCHEMA.names[:2] == posts.column_names
    with pytest.raises(Exception, match="a post needs an id and a thread_id"):
        engine.edges(posts)
