/** The card about what was clicked: a post, a person, a site, an edge and its evidence. */

import type { App, Panel } from "./app";
import { author, isFocal, tidy } from "./data";
import { clear, h, lineSample, link } from "./dom";
import { pairEdges } from "./filter";
import { num, t, tOr, when } from "./i18n";

export class Details implements Panel {
  readonly root = h("aside", { class: "details", id: "details", "aria-live": "polite" });

  constructor(private app: App) {}

  update(): void {
    const { s } = this.app;
    const sel = s.sel;
    const body = !sel ? null
      : sel.t === "edge" ? this.edge(sel.i)
      : sel.t === "pair" ? this.pair(sel)
      : sel.t === "node" ? this.person(sel.i)
      : sel.t === "site" ? this.site(sel.i)
      : sel.t === "post" ? this.post(sel.i) : null;
    clear(this.root);
    this.root.hidden = body === null;
    if (!body) return;
    this.root.setAttribute("data-of", sel!.t);
    this.root.append(h("button", { type: "button", class: "icon close", "aria-label": t("close"), title: t("close"), onclick: () => this.app.store.select(null) }, "×"), ...body);
  }

  private name(post: number): string {
    return author(this.app.d, post) ?? t("somebody");
  }

  private who(post: number): HTMLElement {
    const { d, store } = this.app;
    return h("button", { type: "button", class: `inline${isFocal(d, post) ? " focal-text" : ""}`, dir: "auto", onclick: () => store.select({ t: "post", i: post }) }, this.name(post));
  }

  private fact(label: string, ...value: (Node | string | null)[]): HTMLElement {
    return h("div", { class: "fact" }, h("dt", {}, label), h("dd", {}, ...value));
  }

  private open(post: number): HTMLElement {
    return h("button", { type: "button", class: "action narrow-only", onclick: () => this.app.store.select({ t: "post", i: post }, { tab: "reader" }) }, t("openThread"));
  }

  private edge(e: number): Node[] {
    const { d } = this.app;
    const { source, target, kind, class: cls, probability, rule, evidence, evidence_post, url } = d.edges;
    const [a, b] = [source[e], target[e]];
    const where = evidence_post[e];
    return [
      h("p", { class: "kicker" }, tOr(kind[e])),
      h("h3", { class: "sentence" }, this.who(a), ` ${tOr(`v_${kind[e]}`)} `, this.who(b)),
      h("dl", {},
        this.fact(t("classes"), h("span", { class: `chip ${cls[e]}` }, lineSample(cls[e]), `${cls[e]} ${tOr(cls[e])}`)),
        this.fact(t("probability"), probability[e].toFixed(2)),
        this.fact(t("rule"), h("code", {}, tidy(d.rules[rule[e]], 80) || "–"))),
      h("p", { class: "label" }, t("evidence")),
      evidence[e] ? h("blockquote", { class: "evidence", dir: "auto" }, evidence[e].slice(0, 2000)) : h("p", { class: "muted" }, t("noEvidence")),
      h("p", { class: "meta" }, where === null ? null : h("span", {}, `${t("standsIn")} `, this.who(where), ` · ${tidy(d.sites[d.posts.site[where]], 40)} · ${when(d.posts.time[where], d.posts.precision[where])}`)),
      h("p", { class: "actions" }, url[e] ? link(url[e], `${t("check")} ↗`, "action") : null, this.open(a)),
    ];
  }

  private row(e: number): HTMLElement {
    const { d, store } = this.app;
    return h("li", {}, h("button", { type: "button", class: "edge-row", "data-edge-row": e, onclick: () => store.select({ t: "edge", i: e }) },
      lineSample(d.edges.class[e]),
      h("span", { dir: "auto" }, `${this.name(d.edges.source[e])} ${tOr(`v_${d.edges.kind[e]}`)} ${this.name(d.edges.target[e])}`),
      h("span", { class: "meta" }, d.edges.probability[e].toFixed(2))));
  }

  private list(edges: number[]): Node[] {
    if (!edges.length) return [];
    return [h("p", { class: "label" }, `${num(edges.length)} ${t(edges.length > 1 ? "edges" : "edge")}`), h("ul", { class: "edge-list" }, ...edges.slice(0, 80).map((e) => this.row(e)))];
  }

  private pair(sel: { of: "people" | "sites"; a: number; b: number }): Node[] {
    const { d, v } = this.app;
    const label = (i: number) => (sel.of === "people" ? tidy(d.nodes.name[i], 40) : tidy(d.sites[i], 40));
    return [h("h3", { class: "sentence", dir: "auto" }, `${label(sel.a)} → ${label(sel.b)}`), ...this.list(pairEdges(d, v, sel.of, sel.a, sel.b))];
  }

  private post(i: number): Node[] {
    const { d, v, store } = this.app;
    const node = d.posts.node[i];
    return [
      h("p", { class: "kicker" }, isFocal(d, i) ? t("focal") : tOr(d.posts.kind[i])),
      h("h3", { dir: "auto" }, d.nodes.person[node]
        ? h("button", { type: "button", class: `inline${isFocal(d, i) ? " focal-text" : ""}`, onclick: () => store.select({ t: "node", i: node }) }, this.name(i)) : this.name(i)),
      h("p", { class: "meta" }, `${tidy(d.sites[d.posts.site[i]], 50)} · ${when(d.posts.time[i], d.posts.precision[i])}`),
      h("p", { class: "excerpt narrow-only", dir: "auto" }, tidy(d.posts.text[i] || d.posts.title[i] || "", 180)),
      ...this.list(d.edgesOf[i].filter((e) => v.edge[e])),
      h("p", { class: "actions" }, this.open(i)),
    ];
  }

  private person(i: number): Node[] {
    const { d, v } = this.app;
    const list = d.byNode[i].filter((p) => v.post[p]);
    const times = list.map((p) => d.posts.time[p]).filter((x) => x !== null);
    const sites = [...new Set(list.map((p) => d.posts.site[p]))];
    const edges = list.flatMap((p) => d.edgesOf[p].filter((e) => v.edge[e]));
    return [
      h("p", { class: "kicker" }, d.nodes.focal[i] ? t("focal") : t(d.nodes.person[i] ? "person" : "thread")),
      h("h3", { class: d.nodes.focal[i] ? "focal-text" : "", dir: "auto" }, tidy(d.nodes.name[i], 80)),
      h("dl", {},
        this.fact(t("posts"), num(list.length)),
        this.fact(t("sites"), sites.map((x) => tidy(d.sites[x], 30)).join(", ") || "–"),
        times.length ? this.fact(t("firstPost"), when(times[0])) : h("span"),
        times.length ? this.fact(t("lastPost"), when(times[times.length - 1])) : h("span"),
        d.nodes.names[i].length > 1 ? this.fact(t("names"), h("bdi", {}, d.nodes.names[i].map((x) => tidy(x, 40)).join(", "))) : h("span")),
      h("p", { class: "links-inline" }, ...d.nodes.urls[i].slice(0, 4).map((u) => link(u, tidy(u, 60)))),
      ...this.list([...new Set(edges)]),
    ];
  }

  private site(i: number): Node[] {
    const { d, v } = this.app;
    const list = d.bySite[i].filter((p) => v.post[p]);
    const threads = new Set(list.map((p) => d.posts.thread[p])).size;
    const people = new Set(list.map((p) => d.posts.node[p]).filter((n) => d.nodes.person[n])).size;
    const cross = list.flatMap((p) => d.edgesOf[p].filter((e) => v.edge[e] && d.posts.site[d.edges.source[e]] !== d.posts.site[d.edges.target[e]]));
    return [
      h("p", { class: "kicker" }, t("site")),
      h("h3", { dir: "auto" }, tidy(d.sites[i], 60)),
      h("dl", {}, this.fact(t("posts"), num(list.length)), this.fact(t("threads"), num(threads)), this.fact(t("people"), num(people))),
      ...this.list([...new Set(cross)]),
    ];
  }
}
