/** The story in dated sentences; a click selects the posts that a sentence rests on. */

import type { App, Panel } from "./app";
import { postsIn, tidy, type Row } from "./data";
import { clear, h, lineSample } from "./dom";
import { inWindow } from "./filter";
import { num, t, tOr, when } from "./i18n";

const LONGEST = 600;

export class Chronicle implements Panel {
  readonly root: HTMLElement;
  private title = h("h2");
  private count = h("span", { class: "muted" });
  private body = h("div", { class: "scroll", tabindex: 0 });

  constructor(private app: App) {
    this.root = h("section", { class: "panel chronicle", id: "panel-chronicle" }, h("div", { class: "panel-head" }, this.title, this.count), this.body);
  }

  /** A sentence goes when its class is hidden, or when it rests on edges and none of them can be seen. */
  private passes(row: Row): boolean {
    const { d, s, v } = this.app;
    if (!inWindow(s, row.time as number | null) || s.classes.has(String(row.class))) return false;
    const posts = new Set(postsIn(d, row.posts));
    const edges = [...posts].flatMap((p) => d.edgesOf[p].filter((e) => d.edges.source[e] === p && posts.has(d.edges.target[e])));
    return !edges.length || edges.some((e) => v.edge[e]);
  }

  update(): void {
    const { d, s } = this.app;
    this.title.textContent = t("chronicle");
    this.body.setAttribute("aria-label", t("chronicle"));
    clear(this.body);
    this.count.textContent = "";
    if (!d.spread) return this.openings();
    const rows = d.spread.chronicle.map((row, i) => ({ row, i })).filter(({ row }) => this.passes(row));
    this.count.textContent = `${num(rows.length)} / ${num(d.spread.chronicle.length)}`;
    if (!rows.length) this.body.append(h("p", { class: "empty" }, t("chronicleEmpty")));
    const list = h("ol", { class: "story" });
    let day = "";
    for (const { row, i } of rows.slice(0, LONGEST)) {
      const time = row.time as number | null;
      const date = when(time, row.precision === "month" || row.precision === "year" ? String(row.precision) : "day");
      if (date !== day) {
        list.append(h("li", { class: "day" }, date));
        day = date;
      }
      const full = when(time, String(row.precision ?? "minute"));
      const clock = time === null || full === date ? "" : full.replace(date, "").replace(/^[,\s]+|^\s*à\s*/g, "");
      list.append(this.line(row, i, clock));
    }
    this.body.append(list);
    if (s.sel?.t === "row") this.body.querySelector(".on")?.scrollIntoView({ block: "nearest" });
  }

  private line(row: Row, i: number, clock: string): HTMLElement {
    const { d, s, store } = this.app;
    const posts = postsIn(d, row.posts);
    const focal = posts.some((p) => d.nodes.focal[d.posts.node[p]]) && String(row.kind).startsWith("focal");
    const site = d.sites.indexOf(String(row.site ?? ""));
    const dot = h("i", { class: `pin${focal ? " focal-pin" : ""}` });
    if (!focal && site >= 0) dot.style.background = this.app.colours.sites[site];
    const on = s.sel?.t === "row" && s.sel.i === i;
    return h("li", {}, h("button", { type: "button", class: `sentence-row${on ? " on" : ""}`, "aria-pressed": on, "data-row": i,
      onclick: () => (posts.length === 1 ? store.select({ t: "post", i: posts[0] }) : store.select({ t: "row", i })) },
      h("span", { class: "clock" }, clock), dot,
      h("span", { class: "said", dir: "auto" }, tidy(String(row.sentence ?? "")),
        h("span", { class: "meta under" }, lineSample(String(row.class ?? "E1")), tOr(String(row.class ?? "")), posts.length > 1 ? ` · ${posts.length} ${t("postsOf")}` : ""))));
  }

  private openings(): void {
    const { d, v, store } = this.app;
    this.body.append(h("div", { class: "empty" }, h("p", { class: "big" }, t("noChronicle")), h("p", {}, t("noChronicleHint"))));
    const list = h("ol", { class: "story" });
    for (const [i, posts] of d.inThread.entries()) {
      const p = posts[0];
      if (!v.post[p] || i > LONGEST) continue;
      list.append(h("li", {}, h("button", { type: "button", class: "sentence-row", onclick: () => store.select({ t: "post", i: p }) },
        h("span", { class: "clock" }), h("i", { class: "pin" }),
        h("span", { class: "said", dir: "auto" }, tidy(d.threads.title[i] || "", 120) || t("untitled"), h("span", { class: "meta under" }, `${tidy(d.sites[d.threads.site[i]], 40)} · ${when(d.posts.time[p], "day")}`)))));
    }
    this.body.append(list);
  }
}
