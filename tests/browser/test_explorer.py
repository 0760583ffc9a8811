"""The explorer in a browser: every panel follows, the address keeps the view, the console stays silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from threadgraph.graph.threadgraph import ThreadGraph
from threadgraph.model import PEOPLE_SCHEMA, Edge, Post, edges_table, posts_table
from threadgraph.spread.result import Spread
from threadgraph.visualizer import explore, quicklook, write_report

pytestmark = pytest.mark.browser
Open = Callable[..., Any]

NASTY = (
    "</script><script>document.title='owned'</script>",
    "<img src=x onerror=alert(1)>",
    "\u202eright to left\u202c مرحبا بالعالم שלום",
    "\u0001\u0008\u001b[31m\ufeff\u2028\u2029",
    "javascript:alert(1)",
    "Ω≈ç√∫˜µ≤≥÷ 田中さん 👾🏳️‍🌈 Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "__proto__",
    "A" * 4000,
)


@pytest.fixture(scope="session")
def file(valbrune: Spread, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore(valbrune, tmp_path_factory.mktemp("explorer") / "valbrune.html")


def number(page: Any, place: int = 0) -> int:
    """A figure of the header: posts, edges, people, sites."""
    words: str = page.locator(".sub").inner_text()
    return int(words.split("·")[place].split("/")[0].split()[0].replace(",", ""))


def overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_it_opens_with_every_panel(file: Path, page_of: Open) -> None:
    page = page_of(file)
    assert page.locator("h1").inner_text().startswith("The Valbrune reservoir alarm")
    for panel in ("network", "timeline", "reader", "chronicle"):
        assert page.locator(f"#panel-{panel}").is_visible()


def test_the_network_is_drawn(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.wait_for_timeout(300)
    painted = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    assert all(page.locator(".stage canvas").nth(i).evaluate(painted) for i in range(3))


def test_sigma_draws_where_it_is_asked_to(file: Path, chromium: Any) -> None:
    # WebGL on the processor makes Chromium itself warn of slow reads, so this page has no listener.
    page = chromium.new_page()
    page.goto(file.as_uri() + "#gl=1")
    page.wait_for_selector("body[data-ready=yes]")
    assert page.locator("canvas.sigma-nodes").count() == 1
    page.close()


def test_search_finds_and_the_first_hit_is_read(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.keyboard.press("/")
    page.keyboard.type("turbidity")
    page.wait_for_selector("[data-result]")
    first = page.locator("[data-result]").first
    post = first.get_attribute("data-result")
    first.click()
    assert page.locator(f".entry.lit[data-post='{post}']").is_visible()


def test_search_without_a_hit_says_so(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.fill("#search", "zzzzqqq")
    page.wait_for_selector("#results:not([hidden])")
    assert "Nothing found" in page.locator("#results").inner_text()


def test_brushing_time_makes_every_figure_follow(file: Path, page_of: Open) -> None:
    page = page_of(file)
    before = (number(page), page.locator(".sentence-row").count())
    box = page.locator(".catch").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=5)
    page.mouse.up()
    assert number(page) < before[0]
    assert page.locator(".sentence-row").count() < before[1]
    assert "t=" in page.url


def test_the_brush_moves_by_keyboard(file: Path, page_of: Open) -> None:
    page = page_of(file)
    before = number(page)
    page.locator("[data-handle=to]").focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
    assert number(page) < before


def test_the_slider_hides_edges_and_the_counts_follow(file: Path, page_of: Open) -> None:
    page = page_of(file)
    edges, lines = number(page, 1), page.locator("[data-edge]").count()
    page.locator("#minimum").evaluate("e => { e.value = '0.9'; e.dispatchEvent(new Event('input')); }")
    page.wait_for_url("**p=0.90**")
    assert number(page, 1) < edges
    assert page.locator("[data-edge]").count() < lines


def test_a_hidden_class_is_gone_from_the_timeline(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator("[data-chip=E3]").click()
    assert page.locator("[data-class=E3]").count() == 0
    assert page.locator("[data-class=E1]").count() > 0


def test_classes_differ_by_line_style(file: Path, page_of: Open) -> None:
    page = page_of(file)
    dashes = {
        page.locator(f"[data-class={c}]").first.get_attribute("stroke-dasharray") for c in ("E1", "E2", "E3")
    }
    assert len(dashes) == 3


def test_an_edge_shows_its_class_probability_rule_and_evidence(
    file: Path, page_of: Open, valbrune: Spread
) -> None:
    page = page_of(file)
    # A dot within reach goes before an arc, so look for an arc that lies free.
    at = page.evaluate(
        """() => {
          for (const e of [...document.querySelectorAll('.arc.far + [data-edge]')].reverse()) {
            const box = e.ownerSVGElement.getBoundingClientRect();
            for (const u of [0.5, 0.4, 0.6, 0.7]) {
              const p = e.getPointAtLength(e.getTotalLength() * u);
              const [x, y] = [p.x + box.left, p.y + box.top];
              if (document.elementFromPoint(x, y) === e) return [x, y];
            }
          }
        }"""
    )
    page.mouse.click(*at)
    card = page.locator("#details[data-of=edge]")
    card.wait_for()
    words = card.inner_text()
    assert "Class of edge" in words
    assert "probability" in words
    assert any(e and e in words for e in valbrune.graph.edges["evidence"].to_pylist())
    assert "stands in" in words
    link = card.locator("a[href^=http]").first
    assert "noopener" in (link.get_attribute("rel") or "")


def test_an_edge_of_the_network_can_be_clicked_on_its_list(file: Path, page_of: Open) -> None:
    page = page_of(file, fragment="#s=p12")
    page.locator("[data-edge-row]").first.click()
    assert page.locator(".evidence").is_visible()


def test_a_node_of_the_network_can_be_clicked(file: Path, page_of: Open) -> None:
    page = page_of(file, fragment="#v=sites")
    box = page.locator(".stage").bounding_box()
    for x in range(60, int(box["width"]) - 60, 12):
        page.mouse.move(box["x"] + x, box["y"] + box["height"] * 0.42)
        if page.locator(".stage.over").count():
            page.mouse.click(box["x"] + x, box["y"] + box["height"] * 0.42)
            break
    assert page.locator("#details h3").is_visible()


def test_the_chronicle_selects_its_posts(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator("[data-row]").nth(2).click()
    assert page.locator("[data-row].on, .entry.lit").count() > 0


def test_the_focal_actor_is_marked_wherever_he_writes(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator(".focal-button").click()
    entries = page.locator(".entry")
    assert entries.count() == page.locator(".entry.focal").count() > 10
    assert page.locator(".lanes .focal-ring").count() == 1


def test_the_address_keeps_the_view(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator("[data-view=posts]").click()
    page.locator("[data-chip=mention], [data-chip=link]").first.click()
    page.locator("[data-edge]").first.evaluate(
        "e => e.dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    hash_ = page.evaluate("location.hash")
    again = page_of(file, fragment=hash_)
    assert again.locator("[data-view=posts]").get_attribute("aria-pressed") == "true"
    assert again.locator("[data-chip=link]").get_attribute("aria-pressed") == "false"
    assert again.locator("#details").inner_text() == page.locator("#details").inner_text()


@pytest.mark.parametrize(
    "fragment", ["#s=p99999&v=x&t=9_a&p=7&tab=?", "#s=x1.99999", "#%%%", "#s=c999&l=de&th=pink"]
)
def test_a_wrong_address_opens_the_whole(file: Path, page_of: Open, fragment: str) -> None:
    page = page_of(file, fragment=fragment)
    assert number(page) == 203


def test_the_language_can_be_switched(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator("[data-act=lang]").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "Chronologie" in page.locator("#panel-timeline").inner_text()


def test_a_french_reader_gets_french(file: Path, page_of: Open) -> None:
    page = page_of(file, locale="fr-FR")
    assert page.locator("[data-view=people]").inner_text() == "Personnes"


def test_dark_follows_the_system_and_the_button(file: Path, page_of: Open) -> None:
    page = page_of(file, color_scheme="dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("[data-act=theme]").click()
    assert page.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("tab", ["network", "timeline", "reader", "chronicle", "measures"])
def test_a_telephone_needs_no_sideways_scroll(file: Path, page_of: Open, tab: str) -> None:
    page = page_of(file, 390, 844, fragment="#s=e20")
    page.locator(f".tabs [data-tab={tab}]").click()
    assert page.locator(f"#panel-{tab}").is_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [390, 820, 1024, 1440, 2200])
def test_no_width_scrolls_sideways(file: Path, page_of: Open, width: int) -> None:
    assert overflow(page_of(file, width, 900)) <= 0


def test_every_button_has_a_name(file: Path, page_of: Open) -> None:
    page = page_of(file, fragment="#s=e20")
    nameless = "[...document.querySelectorAll('button')].filter(b => !b.textContent.trim() && !b.getAttribute('aria-label')).length"
    assert page.evaluate(nameless) == 0


def test_the_keyboard_walks_through_the_timeline(file: Path, page_of: Open) -> None:
    page = page_of(file)
    page.locator(".lane-box").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("location.hash").endswith("s=p1")


def test_escape_lets_go_of_the_selection(file: Path, page_of: Open) -> None:
    page = page_of(file, fragment="#s=p5")
    page.keyboard.press("Escape")
    assert page.locator("#details").is_hidden()


def test_measures_show_the_survival_curve_and_the_limits(file: Path, page_of: Open) -> None:
    page = page_of(file, fragment="#tab=measures")
    assert page.locator("svg.km path.km-line").count() == 1
    assert "Association, not effect." in page.locator(".limits").inner_text()


def test_a_graph_alone_explains_what_is_missing(valbrune: Spread, tmp_path: Path, page_of: Open) -> None:
    page = page_of(explore(valbrune.graph, tmp_path / "g.html"))
    assert "A graph alone tells no story." in page.locator("#panel-chronicle").inner_text()


def test_no_posts_are_said_to_be_none(tmp_path: Path, page_of: Open) -> None:
    table = posts_table([]).append_column("person", pa.array([], pa.string()))
    graph = ThreadGraph(table, edges_table([]), pa.Table.from_pylist([], schema=PEOPLE_SCHEMA))
    page = page_of(explore(graph, tmp_path / "e.html"))
    assert "This graph holds no posts yet." in page.locator("#panel-reader").inner_text()


def test_hostile_text_stays_text(tmp_path: Path, page_of: Open) -> None:
    posts = [
        Post(id=f"p{i} {w[:30]}", thread_id=w[:50] or "t", site=w[:60], author=w if i % 2 else None, title=w, text=f"> {w}\n{w}",
             url=w, links=(w,), kind="post")
        for i, w in enumerate(NASTY)
    ]  # fmt: skip
    edges = [
        Edge(source=posts[i].id, target=posts[i - 1].id, kind="reply", cls="E3", probability=0.5, rule=w, evidence=w, url=w)
        for i, w in enumerate(NASTY) if i
    ]  # fmt: skip
    table = posts_table(posts).append_column(
        "person", pa.array([f"p{i}" if i % 2 else None for i in range(len(posts))], pa.string())
    )
    people = pa.Table.from_pylist(
        [{"person": f"p{i}", "name": w} for i, w in enumerate(NASTY) if i % 2], schema=PEOPLE_SCHEMA
    )
    file = explore(ThreadGraph(table, edges_table(edges), people, title=NASTY[0]), tmp_path / "n.html")
    for width in (1440, 390):
        for fragment in ("#v=posts&s=e3", "#tab=reader&s=p4", "#tab=timeline&s=u", "#q=script"):
            page = page_of(file, width, 844, fragment)
            assert overflow(page) <= 0
            assert page.locator("img").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.title() != "owned"


def test_the_report_opens_in_silence(valbrune: Spread, tmp_path: Path, page_of: Open) -> None:
    page = page_of(write_report(valbrune, tmp_path), 390, 844)
    assert page.locator("h1").inner_text().startswith("The Valbrune")
    assert overflow(page) <= 0


def test_the_quick_look_opens_in_silence(valbrune: Spread, tmp_path: Path, page_of: Open) -> None:
    page = page_of(quicklook(valbrune.graph, tmp_path / "q.html"))
    assert page.locator("canvas").count() == 1
