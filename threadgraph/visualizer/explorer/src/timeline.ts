/** Swim lanes by site: posts as dots, edges as arcs, a histogram with a brush below. */

import type { App, Panel } from "./app";
import { Brush } from "./brush";
import { author, isFocal, tidy } from "./data";
import { DASH, clear, h, svg } from "./dom";
import { selectedPosts } from "./filter";
import { num, t, tOr, when } from "./i18n";
import { ticks } from "./ticks";

const MANY_ARCS = 1200;

interface Spot { post: number; x: number; y: number; r: number }

export class Timeline implements Panel {
  readonly root: HTMLElement;
  private lanes = svg("svg", { class: "lanes" });
  private axis = svg("svg", { class: "axis-line", height: 17 });
  private scroll = h("div", { class: "lane-box", tabindex: 0, role: "application" });
  private note = h("span", { class: "muted" });
  private title = h("h2");
  private brush: Brush;
  private spots: Spot[] = [];
  private order: number[];

  constructor(private app: App) {
    const { d } = app;
    const first = d.bySite.map((list) => Math.min(...list.map((p) => d.posts.time[p] ?? Infinity)));
    this.order = d.sites.map((_, i) => i).sort((a, b) => (first[a] === first[b] ? 0 : first[a] - first[b]) || a - b);
    this.brush = new Brush(app);
    this.scroll.append(this.lanes);
    this.root = h("section", { class: "panel timeline", id: "panel-timeline" },
      h("div", { class: "panel-head" }, this.title, this.note), this.scroll, this.axis, this.brush.root);
    new ResizeObserver(() => this.update()).observe(this.scroll);
    this.listen();
  }

  private span(): [number, number] {
    const { d, s } = this.app;
    if (s.from !== null && s.to !== null) return [s.from, Math.max(s.to, s.from + 1)];
    if (d.first > d.last) return [0, 1];
    const pad = Math.max((d.last - d.first) * 0.015, 60);
    return [d.first - pad, d.last + pad];
  }

  update(): void {
    const { d, app } = { d: this.app.d, app: this.app };
    this.title.textContent = t("timeline");
    this.scroll.setAttribute("aria-label", t("timelineHelp"));
    clear(this.note);
    if (d.undated.length) {
      this.note.append(h("button", { type: "button", class: "quiet", onclick: () => app.store.select({ t: "undated" }, { tab: "reader" }) },
        `${num(d.undated.length)} ${t("undatedPosts")}`));
    }
    const w = this.scroll.clientWidth;
    if (!w) return;
    const narrow = w < 560;
    const left = narrow ? 92 : Math.min(170, Math.max(110, ...d.sites.slice(0, 40).map((x) => tidy(x, 24).length * 6.6 + 24)));
    const [t0, t1] = this.span();
    const right = w - 16;
    const x = (time: number) => left + ((time - t0) / (t1 - t0)) * (right - left);
    const n = Math.max(1, this.order.length);
    const lane = Math.max(18, Math.min(64, (this.scroll.clientHeight - 6) / n));
    const hgt = Math.max(lane * n + 4, this.scroll.clientHeight - 2);
    clear(this.lanes);
    clear(this.axis);
    this.axis.setAttribute("width", String(w));
    this.lanes.setAttribute("width", String(w));
    this.lanes.setAttribute("height", String(hgt));
    this.lanes.setAttribute("viewBox", `0 0 ${w} ${hgt}`);
    this.grid(t0, t1, x, left, right, lane, n);
    this.place(x, lane, left, right);
    this.arcs(lane);
    this.dots();
    this.brush.update(left, right, w);
  }

  private grid(t0: number, t1: number, x: (t: number) => number, left: number, right: number, lane: number, n: number): void {
    const { d, s, colours: c } = this.app;
    const bottom = lane * n + 4;
    if (d.first <= d.last) {
      for (const tick of ticks(t0, t1, Math.max(2, Math.floor((right - left) / 105)))) {
        const at = x(tick.time);
        this.lanes.append(svg("line", { class: "grid", x1: at, x2: at, y1: 0, y2: bottom }));
        this.axis.append(svg("text", { class: "axis", x: at, y: 12, "text-anchor": at > right - 26 ? "end" : at < left + 26 ? "start" : "middle" }, tick.label));
      }
    }
    this.order.forEach((site, k) => {
      const y = lane * (k + 0.5) + 2;
      const chars = Math.floor((left - 24) / 6.4);
      this.lanes.append(
        svg("line", { class: "lane", x1: left, x2: right, y1: y, y2: y }),
        svg("g", { class: `lane-name${s.sel?.t === "site" && s.sel.i === site ? " on" : ""}`, onclick: () => this.app.store.select({ t: "site", i: site }) },
          svg("rect", { x: 0, y: y - lane / 2, width: left - 6, height: lane, fill: "transparent" }),
          svg("circle", { cx: 11, cy: y, r: 4.5, fill: c.sites[site] }),
          svg("text", { x: 21, y: y + 4 }, svg("title", {}, tidy(d.sites[site])), tidy(d.sites[site], chars) || "–")));
    });
  }

  private place(x: (t: number) => number, lane: number, left: number, right: number): void {
    const { d, v } = this.app;
    const row = new Map(this.order.map((site, k) => [site, k]));
    this.spots = [];
    const used = new Map<number, Map<number, number>>();
    for (let i = 0; i < d.count; i++) {
      const time = d.posts.time[i];
      if (!v.post[i] || time === null) continue;
      const k = row.get(d.posts.site[i])!;
      const r = isFocal(d, i) ? 3.9 : d.posts.kind[i] === "post" ? 4.2 : 2.7;
      const at = Math.min(right, Math.max(left, x(time)));
      // Dots that would hide one another step away from the middle of the lane, up and down in turn.
      const column = Math.round(at / 6);
      const stack = used.get(k) ?? new Map<number, number>();
      used.set(k, stack);
      const depth = stack.get(column) ?? 0;
      stack.set(column, depth + 1);
      const away = Math.ceil(depth / 2) * (depth % 2 ? -1 : 1) * 5.2;
      const room = lane / 2 - 5;
      this.spots.push({ post: i, x: at, y: lane * (k + 0.5) + 2 + Math.max(-room, Math.min(room, away)), r });
    }
  }

  private arcs(lane: number): void {
    const { d, s, v, colours: c } = this.app;
    const spot = new Map(this.spots.map((p) => [p.post, p]));
    const chosen = new Set(selectedPosts(d, v, s.sel));
    let list = d.edges.source.flatMap((a, i) => (v.edge[i] && spot.has(a) && spot.has(d.edges.target[i]) ? [i] : []));
    const weight = (e: number) => d.edges.probability[e] + (d.posts.site[d.edges.source[e]] === d.posts.site[d.edges.target[e]] ? 0 : 1);
    const hidden = Math.max(0, list.length - MANY_ARCS);
    if (hidden) list = list.sort((a, b) => weight(b) - weight(a)).slice(0, MANY_ARCS);
    if (hidden) this.note.append(h("span", {}, `${num(hidden)} ${t("arcsHidden")}`));
    const group = svg("g", { class: `arcs${chosen.size ? " some" : ""}` });
    for (const e of list) {
      const a = spot.get(d.edges.source[e])!;
      const b = spot.get(d.edges.target[e])!;
      const near = Math.abs(a.y - b.y) < lane * 0.8;
      const dx = a.x - b.x;
      const path = near
        ? `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${((a.x + b.x) / 2).toFixed(1)} ${(Math.min(a.y, b.y) - Math.min(lane * 0.5, 6 + Math.abs(dx) * 0.22)).toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`
        : `M${a.x.toFixed(1)} ${a.y.toFixed(1)}C${a.x.toFixed(1)} ${((a.y + b.y) / 2).toFixed(1)} ${b.x.toFixed(1)} ${((a.y + b.y) / 2).toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
      const focal = isFocal(d, a.post);
      const on = s.sel?.t === "edge" ? s.sel.i === e : chosen.has(a.post) && (s.sel?.t === "post" || chosen.has(b.post)) || (s.sel?.t === "post" && chosen.has(b.post));
      const cls = d.edges.class[e];
      const words = `${author(d, a.post) ?? t("somebody")} ${tOr(`v_${d.edges.kind[e]}`)} ${author(d, b.post) ?? t("somebody")}`;
      const line = svg("path", { d: path, class: `arc ${near ? "near" : "far"} ${cls}${on ? " on" : ""}`, stroke: focal ? c.focal : c.kind[d.edges.kind[e]] ?? c.muted,
        "stroke-dasharray": DASH[cls] ?? "", "data-class": cls });
      group.append(line, svg("path", { d: path, class: "grip", "data-edge": e,
        onclick: (ev: MouseEvent) => { ev.stopPropagation(); this.pick(ev, () => this.app.store.select({ t: "edge", i: e })); },
        onpointermove: (ev: PointerEvent) => this.app.tip(ev, [words, `${tOr(cls)} · ${d.edges.probability[e].toFixed(2)}`]),
        onpointerleave: () => this.app.tip(null) }));
    }
    this.lanes.append(group);
  }

  private dots(): void {
    const { d, s, v, colours: c } = this.app;
    const chosen = new Set(selectedPosts(d, v, s.sel));
    const circle = (p: Spot, r: number) => `M${(p.x - r).toFixed(1)} ${p.y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    const paths = new Map<number, string[]>();
    const focal: string[] = [];
    const rings: string[] = [];
    const picked: string[] = [];
    const found: string[] = [];
    for (const p of this.spots) {
      if (isFocal(d, p.post)) {
        focal.push(circle(p, p.r));
        rings.push(circle(p, p.r + 2));
      } else {
        const site = d.posts.site[p.post];
        if (!paths.has(site)) paths.set(site, []);
        paths.get(site)!.push(circle(p, p.r));
      }
      if (chosen.has(p.post)) picked.push(circle(p, p.r + 3.4));
      if (v.match?.has(p.post)) found.push(circle(p, p.r + 2.2));
    }
    const layer = svg("g", { class: "dots" });
    for (const [site, list] of paths) layer.append(svg("path", { d: list.join(""), fill: c.sites[site], class: "dot" }));
    if (focal.length) layer.append(svg("path", { d: rings.join(""), class: "focal-ring" }), svg("path", { d: focal.join(""), class: "focal-dot" }));
    if (found.length) layer.append(svg("path", { d: found.join(""), class: "found" }));
    if (picked.length) layer.append(svg("path", { d: picked.join(""), class: "picked" }));
    this.lanes.append(layer);
    if (!this.spots.length) {
      this.lanes.append(svg("text", { class: "empty", x: "50%", y: 40, "text-anchor": "middle" }, t(d.count ? "nothingInWindow" : "noPosts")));
    }
  }

  private nearest(e: MouseEvent): Spot | null {
    const box = this.lanes.getBoundingClientRect();
    const [x, y] = [e.clientX - box.left, e.clientY - box.top];
    let best: Spot | null = null;
    let gap = 8;
    for (const p of this.spots) {
      const g = Math.hypot(p.x - x, p.y - y) - p.r;
      if (g < gap || (g === gap && isFocal(this.app.d, p.post))) { gap = g; best = p; }
    }
    return best;
  }

  /** A dot within reach goes before whatever lies under the pointer. */
  private pick(e: MouseEvent, otherwise: () => void): void {
    const spot = this.nearest(e);
    this.app.tip(null);
    if (spot && Math.hypot(spot.x - e.clientX + this.lanes.getBoundingClientRect().left, spot.y - e.clientY + this.lanes.getBoundingClientRect().top) <= spot.r + 1.5) {
      this.app.store.select({ t: "post", i: spot.post });
    } else otherwise();
  }

  private listen(): void {
    const { app } = this;
    this.lanes.addEventListener("click", (e) => {
      if ((e.target as Element).closest(".lane-name")) return;
      const spot = this.nearest(e);
      app.store.select(spot ? { t: "post", i: spot.post } : null);
    });
    this.lanes.addEventListener("pointermove", (e) => {
      if ((e.target as Element).closest("[data-edge],.lane-name")) return;
      const spot = this.nearest(e);
      this.lanes.classList.toggle("over", spot !== null);
      if (!spot) return app.tip(null);
      const { d } = app;
      app.tip(e, [`${author(d, spot.post) ?? t("somebody")} · ${when(d.posts.time[spot.post], d.posts.precision[spot.post])}`,
        tidy(d.posts.title[spot.post] || d.posts.text[spot.post] || "", 120)]);
    });
    this.lanes.addEventListener("pointerleave", () => app.tip(null));
    this.scroll.addEventListener("keydown", (e) => {
      const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
      if (!step || !this.spots.length) return;
      e.preventDefault();
      const sel = app.s.sel;
      const now = sel?.t === "post" ? this.spots.findIndex((p) => p.post === sel.i) : step > 0 ? -1 : 0;
      app.store.select({ t: "post", i: this.spots[(now + step + this.spots.length) % this.spots.length].post });
    });
  }
}
