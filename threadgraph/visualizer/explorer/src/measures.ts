/** The frames of the spread; every list follows the filters, and says so where it cannot. */

import type { App, Panel } from "./app";
import { postsIn, tidy, type Row } from "./data";
import { clear, h, lineSample } from "./dom";
import { edgePasses, inWindow } from "./filter";
import { hours, num, t, tOr, when, type Key } from "./i18n";
import { curveOf, drawCurve, filtered } from "./survival";

const SHOWN = 8;

export class Measures implements Panel {
  readonly root: HTMLElement;
  private title = h("h2");
  private body = h("div", { class: "scroll measures-body", tabindex: 0 });
  private open = new Set<string>();

  constructor(private app: App) {
    this.root = h("section", { class: "panel measures", id: "panel-measures" }, h("div", { class: "panel-head" }, this.title), this.body);
  }

  private get strict(): boolean {
    const { s } = this.app;
    return s.p > 0 || s.classes.size > 0 || s.kinds.size > 0 || s.from !== null;
  }

  /** A row that rests on an edge between two of its posts is seen when that edge is. */
  private passes(row: Row, kind: string, from = "post", to = ""): boolean {
    const { d, s, v } = this.app;
    if (!inWindow(s, (row.time ?? null) as number | null)) return false;
    if (row.class !== undefined && !edgePasses(s, row.class, row.probability, row.kind ?? kind)) return false;
    if (!to || row.class !== undefined) return true;
    const [a] = postsIn(d, row[from]);
    const [b] = postsIn(d, row[to]);
    if (a === undefined || b === undefined) return true;
    const edges = d.edgesOf[a].filter((e) => d.edges.source[e] === a && d.edges.target[e] === b);
    return !edges.length || edges.some((e) => v.edge[e]);
  }

  update(): void {
    const { d } = this.app;
    this.title.textContent = t("measures");
    this.body.setAttribute("aria-label", t("measures"));
    const at = this.body.scrollTop;
    clear(this.body);
    this.now();
    if (!d.spread) {
      this.body.append(h("div", { class: "empty" }, h("p", { class: "big" }, t("noSpread")), h("p", {}, t("noSpreadHint"))));
    } else {
      this.response();
      this.broke();
      this.relays();
      this.cascades();
      this.replies();
      this.corrections();
    }
    this.limits();
    this.body.scrollTop = at;
  }

  private now(): void {
    const { v } = this.app;
    const tile = (n: string, label: string) => h("div", { class: "tile" }, h("b", {}, n), h("span", {}, label));
    const bar = h("div", { class: "share", "aria-hidden": "true" });
    for (const c of ["E1", "E2", "E3"]) {
      const part = h("i", { class: c });
      part.style.flexGrow = String(v.byClass[c] ?? 0);
      bar.append(part);
    }
    this.body.append(h("section", { class: "block" },
      h("h3", {}, t("visibleNow"), h("span", { class: "badge" }, t("counts"))),
      h("div", { class: "tiles", id: "counts" }, tile(num(v.posts), t("posts")), tile(num(v.people), t("people")), tile(num(v.sites), t("sites")), tile(num(v.edges), t("edges"))),
      v.edges ? bar : null,
      h("div", { class: "keys" }, ...["E1", "E2", "E3"].map((c) => h("span", { class: "key" }, lineSample(c), `${t(c as Key)} `, h("b", {}, num(v.byClass[c] ?? 0)))))));
  }

  private block(key: Key, items: HTMLElement[], total: number): void {
    const all = this.open.has(key);
    const section = h("section", { class: "block", "data-block": key }, h("h3", {}, t(key), h("span", { class: "badge" }, items.length === total ? num(total) : `${num(items.length)} ${t("of")} ${num(total)}`)));
    if (!items.length) section.append(h("p", { class: "muted" }, t("none")));
    section.append(h("ul", { class: "rows" }, ...items.slice(0, all ? 400 : SHOWN)));
    if (!all && items.length > SHOWN) {
      section.append(h("button", { type: "button", class: "quiet", onclick: () => { this.open.add(key); this.update(); } }, `+ ${num(items.length - SHOWN)} ${t("more")}`));
    }
    this.body.append(section);
  }

  private item(post: unknown, top: (Node | string)[], under: (Node | string)[], edgeTo?: unknown): HTMLElement {
    const { d, v, store } = this.app;
    const [a] = postsIn(d, post);
    const [b] = postsIn(d, edgeTo);
    const edges = a === undefined || b === undefined ? [] : d.edgesOf[a].filter((e) => v.edge[e] && d.edges.source[e] === a && d.edges.target[e] === b);
    const best = edges.sort((x, y) => d.edges.probability[y] - d.edges.probability[x])[0];
    const body = [h("span", { class: "first", dir: "auto" }, ...top), h("span", { class: "meta", dir: "auto" }, ...under)];
    if (a === undefined) return h("li", {}, h("div", { class: "item" }, ...body));
    return h("li", {}, h("button", { type: "button", class: "item", onclick: () => store.select(best === undefined ? { t: "post", i: a } : { t: "edge", i: best }) }, ...body));
  }

  private broke(): void {
    const rows = this.app.d.spread!.broke;
    const kept = rows.filter((r) => this.passes(r, ""));
    this.block("broke", kept.map((r) => this.item(r.post,
      [h("b", {}, tidy(String(r.author ?? t("somebody")), 40)), ` ${t("on")} ${tidy(String(r.site ?? ""), 40)}`],
      [when(r.time as number | null, String(r.precision ?? "minute")), r.note ? ` · ${tidy(String(r.note), 120)}` : ""])), rows.length);
  }

  private relays(): void {
    const { d } = this.app;
    const rows = d.spread!.relays;
    const name = (id: unknown) => { const [p] = postsIn(d, id); return p === undefined ? tidy(String(id ?? "–"), 30) : tidy(d.sites[d.posts.site[p]], 34); };
    const kept = rows.filter((r) => this.passes(r, "relay"));
    this.block("relays", kept.map((r) => this.item(r.relayer,
      [h("b", {}, r.relayer_site ? tidy(String(r.relayer_site), 34) : name(r.relayer)), " ← ", r.source_site ? tidy(String(r.source_site), 34) : name(r.source)],
      [lineSample(String(r.class)), `${hours(r.delay_h)} ${t("delay")} · p ${num(r.probability, 2)}`,
        typeof r.text_reuse === "number" ? ` · ${num(r.text_reuse, 0)} % ${t("reuse")}` : ""], r.source)), rows.length);
  }

  private cascades(): void {
    const { d, s } = this.app;
    const rows = d.spread!.cascades;
    const hidden = (spec: string) => /E1\b(?!.*E2)/.test(spec) ? s.classes.has("E1") : spec.includes("E2") && !spec.includes("E3") ? s.classes.has("E1") || s.classes.has("E2") : false;
    const kept = rows.filter((r) => inWindow(s, (r.time ?? null) as number | null) && !hidden(String(r.edges ?? "")));
    this.block("cascades", kept.map((r) => this.item(r.root,
      [h("b", {}, tidy(String(r.title || r.author || r.site || "–"), 60)), " ", h("span", { class: "tag" }, tidy([r.of, r.edges].filter(Boolean).join(" · "), 34))],
      [`${t("size")} ${num(r.size, 1)} · ${t("depth")} ${num(r.depth, 1)} · ${t("breadth")} ${num(r.max_breadth, 1)} · ${t("virality")} ${num(r.structural_virality, 2)} · t50 ${hours(r.t50_h)}`])), rows.length);
    if (this.strict && rows.length) this.body.lastElementChild!.append(h("p", { class: "muted" }, t("allEdges")));
  }

  private response(): void {
    const { d } = this.app;
    const { response, survival, replies } = d.spread!;
    if (!response.length && !survival.length) return;
    const section = h("section", { class: "block", "data-block": "response" }, h("h3", {}, t("response"), d.focal ? h("span", { class: "badge focal-text" }, tidy(d.focal, 40)) : null));
    if (survival.length) {
      const all = curveOf(survival);
      const now = this.strict ? filtered(d, (r) => this.passes(r, "reply")) : all;
      section.append(h("p", { class: "label" }, t("kmTitle")), drawCurve(now, this.strict ? all : null),
        h("p", { class: "muted" }, h("b", {}, now.median === null ? t("kmNever") : `${t("kmMedian")} ${hours(now.median)}`), ` · ${t(this.strict ? "kmFiltered" : "kmAll")}`));
    }
    void replies;
    const list = h("dl", { class: "figures" });
    for (const r of response) {
      const unit = tidy(String(r.unit ?? ""), 12);
      const range = typeof r.low === "number" && typeof r.high === "number" ? ` [${num(r.low, 1)} – ${num(r.high, 1)}]` : "";
      list.append(h("div", { class: "fact" }, h("dt", {}, tidy(String(r.measure), 60)),
        h("dd", {}, h("b", {}, num(r.value, 2)), ` ${unit}`, h("span", { class: "meta" }, range, typeof r.n === "number" ? ` n = ${num(r.n)}` : "", r.note ? ` · ${tidy(String(r.note), 120)}` : ""))));
    }
    section.append(list);
    if (this.strict) section.append(h("p", { class: "muted" }, t("allEdges")));
    this.body.append(section);
  }

  private replies(): void {
    const rows = this.app.d.spread!.replies;
    const kept = rows.filter((r) => this.passes(r, "reply"));
    this.block("replies", kept.map((r) => this.item(r.post,
      [`${t("v_reply" as Key)} `, h("b", {}, tidy(String(r.answers_author ?? t("somebody")), 40)), ` · ${hours(r.delay_h)}`],
      [lineSample(String(r.class ?? "E1")), tidy(String(r.excerpt ?? ""), 110)], r.answers)), rows.length);
  }

  private corrections(): void {
    const rows = this.app.d.spread!.corrections;
    const kept = rows.filter((r) => this.passes(r, "correct", "post", "corrects"));
    this.block("corrections", kept.map((r) => this.item(r.post,
      [h("b", {}, tidy(String(r.author ?? t("somebody")), 40)), " ", h("span", { class: "tag" }, r.status === "suggested" ? t("suggested") : tidy(String(r.status ?? ""), 20))],
      [h("span", { class: "was" }, `${t("claim")}: “${tidy(String(r.claim ?? ""), 120)}”`), h("span", { class: "is" }, `${t("correction")}: “${tidy(String(r.correction ?? ""), 160)}”`),
        `${hours(r.delay_h)} ${t("delay")}${r.changed ? ` · ${tidy(String(r.changed), 60)}` : ""}`], r.corrects)), rows.length);
  }

  private limits(): void {
    const { d } = this.app;
    const lines = d.limits.length ? d.limits : d.spread ? [t("association")] : [];
    if (!lines.length) return;
    this.body.append(h("section", { class: "block limits" }, h("h3", {}, t("limits")), h("ul", {}, ...lines.map((x) => h("li", { dir: "auto" }, tidy(x))))));
    void tOr;
  }
}
