/** The network in three views. Edges and labels are drawn on canvases above and below the nodes. */

import { hasWebgl } from "./webgl";
import { author, isFocal, tidy } from "./data";
import { DASH, clear, h, lineSample } from "./dom";
import { selectedPosts } from "./filter";
import { t, tOr } from "./i18n";
import type { App, Panel } from "./app";
import { CanvasStage, SigmaStage, type Dot, type Stage } from "./stage";
import type { Selection, View } from "./state";

interface Mark extends Dot { label: string; focal: boolean; lit: boolean; site: number; weight: number }
interface Line { a: number; b: number; cls: string; kind: string; count: number; edge: number; focal: boolean }

const RANK: Record<string, number> = { E1: 3, E2: 2, E3: 1 };
const MANY = 5000;

export class Network implements Panel {
  readonly root: HTMLElement;
  private host = h("div", { class: "stage" });
  private under = h("canvas", { class: "overlay" });
  private over = h("canvas", { class: "overlay" });
  private stage: Stage;
  private marks = new Map<number, Mark>();
  private lines: Line[] = [];
  private hover: { node: number | null; line: number | null } = { node: null, line: null };
  private legend = h("div", { class: "legend" });
  private switcher = h("div", { class: "segments", role: "group" });
  private zoomers = h("div", { class: "zoomers" });
  private note = h("p", { class: "note stage-note" });
  private view: View | null = null;
  private stretch = 1;
  private box: [number, number, number, number] = [-1, 1, -1, 1];

  constructor(private app: App) {
    this.root = h("section", { class: "panel network", id: "panel-network" },
      h("div", { class: "panel-head" }, this.switcher, this.zoomers), this.host, this.legend);
    const webgl = hasWebgl();
    this.stage = this.begin(webgl);
    this.host.prepend(this.under);
    this.host.append(this.over, this.note);
    this.stage.onRender(() => this.paint());
    this.host.tabIndex = 0;
    this.host.setAttribute("role", "application");
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.host);
  }

  private begin(webgl: boolean): Stage {
    if (webgl) {
      try {
        return new SigmaStage(this.host);
      } catch {
        clear(this.host);
      }
    }
    this.note.dataset.key = "noWebgl";
    return new CanvasStage(this.host);
  }

  private resize(): void {
    const { clientWidth: w, clientHeight: hgt } = this.host;
    if (!w || !hgt) return;
    const ratio = devicePixelRatio || 1;
    for (const c of [this.under, this.over]) {
      c.width = Math.round(w * ratio);
      c.height = Math.round(hgt * ratio);
    }
    this.stage.resize();
    if (this.view && Math.abs(this.shape() - this.stretch) > 0.25) this.update();
  }

  /** How far to stretch the places sideways, so that they fill the panel. */
  private shape(): number {
    const { d, s } = this.app;
    const at = s.view === "posts" ? d.layout.posts : s.view === "people" ? d.layout.nodes : d.layout.sites;
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i + 1 < at.length; i += 2) {
      x0 = Math.min(x0, at[i]); x1 = Math.max(x1, at[i]);
      y0 = Math.min(y0, at[i + 1]); y1 = Math.max(y1, at[i + 1]);
    }
    const panel = ((this.host.clientWidth || 600) - 120) / ((this.host.clientHeight || 400) - 60);
    const own = (x1 - x0) / (y1 - y0);
    return Number.isFinite(own) && own > 0 ? Math.min(2.2, Math.max(0.6, panel / own)) : 1;
  }

  update(): void {
    const { d, s } = this.app;
    this.heads();
    this.host.setAttribute("aria-label", t("networkHelp"));
    this.note.textContent = d.count === 0 ? t("noPosts") : this.app.v.posts === 0 ? t("nothingInWindow") : this.note.dataset.key ? t("noWebgl") : "";
    this.note.hidden = !this.note.textContent;
    const shape = this.shape();
    const changed = this.view !== s.view || Math.abs(shape - this.stretch) > 0.25;
    if (changed) this.stretch = shape;
    this.view = s.view;
    this.hover = { node: null, line: null };
    this.build();
    const dots = [...this.marks.values()].sort((a, b) => +a.lit - +b.lit || +a.focal - +b.focal || b.r - a.r);
    this.stage.draw(dots);
    if (changed) {
      this.extent();
      this.stage.fit();
    }
    this.paint();
  }

  private heads(): void {
    const { app } = this;
    this.switcher.setAttribute("aria-label", t("view"));
    clear(this.switcher);
    for (const v of ["people", "posts", "sites"] as View[]) {
      this.switcher.append(h("button", { type: "button", "aria-pressed": app.s.view === v, "data-view": v,
        onclick: () => app.store.set({ view: v }) }, t(v)));
    }
    clear(this.zoomers);
    this.zoomers.append(
      h("button", { type: "button", class: "icon", "aria-label": t("zoomOut"), title: t("zoomOut"), onclick: () => this.stage.zoom(1 / 1.5) }, "−"),
      h("button", { type: "button", class: "icon", "aria-label": t("zoomIn"), title: t("zoomIn"), onclick: () => this.stage.zoom(1.5) }, "+"),
      h("button", { type: "button", class: "icon", "aria-label": t("fit"), title: t("fit"), onclick: () => this.stage.fit() }, "⤢"));
    clear(this.legend);
    this.legend.append(...["E1", "E2", "E3"].map((c) => h("span", { class: "key" }, lineSample(c), t(c as "E1"))));
    if (app.d.focalNodes.length) {
      this.legend.append(h("span", { class: "key focal-key" }, h("i", { class: "ring" }), tidy(app.d.focal ?? t("focal"), 28)));
    }
  }

  private colour(site: number): string {
    return this.app.colours.sites[site] ?? this.app.colours.muted;
  }

  private build(): void {
    const { d, s, v, colours: c } = this.app;
    this.marks.clear();
    const crowd = s.view === "posts" ? d.count : s.view === "people" ? d.nodes.id.length : d.sites.length;
    const shrink = Math.max(0.42, Math.min(1, Math.sqrt(1200 / Math.max(1, crowd))));
    const put = (id: number, at: number[], r: number, site: number, label: string, focal: boolean, lit: boolean, weight: number) => {
      this.marks.set(id, { id, x: at[2 * id] * this.stretch, y: at[2 * id + 1], r: (focal ? r + 2 : r) * shrink, site, label, focal, lit, weight,
        colour: lit ? (focal ? c.focal : this.colour(site)) : c.faint });
    };
    const seen = (list: number[]) => list.reduce((n, p) => n + v.post[p], 0);
    if (s.view === "posts") {
      const degree = new Float64Array(d.count);
      d.edges.target.forEach((p, i) => { if (v.edge[i]) degree[p]++; });
      for (let i = 0; i < d.count; i++) {
        const opening = d.posts.kind[i] === "post";
        put(i, d.layout.posts, (opening ? 4.6 : 2.6) + Math.min(5, Math.sqrt(degree[i]) * 0.8), d.posts.site[i],
          author(d, i) ?? tidy(d.posts.title[i] ?? "", 28), isFocal(d, i), v.post[i] === 1, degree[i] + (opening ? 2 : 0));
      }
    } else if (s.view === "people") {
      d.byNode.forEach((list, i) => {
        const n = seen(list);
        put(i, d.layout.nodes, 2.8 + Math.min(12, Math.sqrt(n) * 1.5), d.homeOf[i], tidy(d.nodes.name[i], 30), d.nodes.focal[i] === 1, n > 0, n);
      });
    } else {
      d.bySite.forEach((list, i) => {
        const n = seen(list);
        put(i, d.layout.sites, 5 + Math.min(18, Math.sqrt(n) * 1.6), i, tidy(d.sites[i], 34), false, n > 0, n);
      });
    }
    this.lines = this.link(s.view);
  }

  private link(view: View): Line[] {
    const { d, v } = this.app;
    const key = view === "people" ? d.posts.node : view === "sites" ? d.posts.site : null;
    const found = new Map<number, Line>();
    const size = this.app.d.count + d.nodes.id.length + 1;
    for (let i = 0; i < d.edges.source.length; i++) {
      if (!v.edge[i]) continue;
      const s = d.edges.source[i];
      const g = d.edges.target[i];
      const [a, b] = key ? [key[s], key[g]] : [s, g];
      if (a === b) continue;
      const id = key ? a * size + b : i;
      const old = found.get(id);
      const focal = isFocal(d, s);
      if (!old) found.set(id, { a, b, cls: d.edges.class[i], kind: d.edges.kind[i], count: 1, edge: i, focal });
      else {
        old.count++;
        old.focal ||= focal;
        if ((RANK[d.edges.class[i]] ?? 0) > (RANK[old.cls] ?? 0)) Object.assign(old, { cls: d.edges.class[i], kind: d.edges.kind[i] });
      }
    }
    return [...found.values()];
  }

  private extent(): void {
    let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const m of this.marks.values()) {
      x0 = Math.min(x0, m.x); x1 = Math.max(x1, m.x);
      y0 = Math.min(y0, m.y); y1 = Math.max(y1, m.y);
    }
    if (x0 > x1) [x0, x1, y0, y1] = [-1, 1, -1, 1];
    const pad = Math.max(x1 - x0, y1 - y0, 2) * 0.03;
    this.box = [x0, x1, y0, y1];
    this.stage.extent([x0 - pad, x1 + pad], [y0 - pad, y1 + pad]);
  }

  /** The bend of a line: half-way, pushed aside, so that a → b and b → a stand apart. */
  private bend(l: Line): [number, number, number, number, number, number] | null {
    const a = this.marks.get(l.a);
    const b = this.marks.get(l.b);
    if (!a || !b) return null;
    const [ax, ay] = this.stage.point(a.x, a.y);
    const [bx, by] = this.stage.point(b.x, b.y);
    return [ax, ay, (ax + bx) / 2 - (by - ay) * 0.11, (ay + by) / 2 + (bx - ax) * 0.11, bx, by];
  }

  private lit(): { nodes: Set<number>; line: (l: Line) => boolean; any: boolean } {
    const { d, s, v } = this.app;
    const chosen = selectedPosts(d, v, s.sel);
    const key = s.view === "people" ? d.posts.node : s.view === "sites" ? d.posts.site : null;
    const nodes = new Set(chosen.map((p) => (key ? key[p] : p)));
    if (this.hover.node !== null) nodes.add(this.hover.node);
    const sel = s.sel;
    const line = (l: Line): boolean => {
      if (this.hover.line !== null && this.lines[this.hover.line] === l) return true;
      if (sel?.t === "edge") return s.view === "posts" ? l.edge === sel.i : nodes.has(l.a) && nodes.has(l.b);
      if (sel?.t === "pair") return nodes.has(l.a) && nodes.has(l.b);
      return nodes.has(l.a) || nodes.has(l.b);
    };
    return { nodes, line, any: nodes.size > 0 };
  }

  private paint(): void {
    const ratio = devicePixelRatio || 1;
    const [low, top] = [this.under.getContext("2d")!, this.over.getContext("2d")!];
    const { clientWidth: w, clientHeight: hgt } = this.host;
    for (const ctx of [low, top]) {
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, w, hgt);
    }
    const lit = this.lit();
    if (this.app.s.view === "posts") this.regions(low);
    this.drawLines(low, lit);
    this.drawRings(top, lit.nodes);
    this.drawLabels(top, lit.nodes, w, hgt);
  }

  /** Where each site's posts stand, as an ellipse on the screen. */
  private region(site: number): [number, number, number, number] {
    const { d } = this.app;
    const list = d.bySite[site];
    const at = list.map((p) => this.stage.point(d.layout.posts[2 * p] * this.stretch, d.layout.posts[2 * p + 1]));
    const [xs, ys] = [at.map((q) => q[0]), at.map((q) => q[1])];
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return [(x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2 + 14, (y1 - y0) / 2 + 14];
  }

  private regions(ctx: CanvasRenderingContext2D): void {
    const { d, colours: c } = this.app;
    const [left, top] = this.stage.point(this.box[0], this.box[3]);
    const [right, bottom] = this.stage.point(this.box[1], this.box[2]);
    const [width, height] = [Math.abs(right - left), Math.abs(bottom - top)];
    for (let site = 0; site < d.sites.length; site++) {
      if (d.bySite[site].length > 20000) continue;
      const [x, y, rx, ry] = this.region(site);
      // Where threads run over many sites the regions lie upon one another and say nothing.
      if (rx * ry * Math.PI > width * height * 0.22) continue;
      ctx.globalAlpha = c.dark ? 0.1 : 0.07;
      ctx.fillStyle = this.colour(site);
      ctx.beginPath();
      ctx.ellipse(x, y, rx, ry, 0, 0, 7);
      ctx.fill();
    }
    ctx.globalAlpha = 1;
  }

  private regionLabels(ctx: CanvasRenderingContext2D, taken: [number, number, number, number][]): void {
    const { d } = this.app;
    ctx.font = "600 11.5px system-ui, sans-serif";
    for (let site = 0; site < Math.min(60, d.sites.length); site++) {
      const [x, y, , ry] = this.region(site);
      const label = tidy(d.sites[site], 28);
      const width = ctx.measureText(label).width;
      const at = [[x - width / 2, y - ry - 7], [x - width / 2, y + ry + 8], [x - width / 2, y - ry + 10]]
        .map(([lx, ly]) => [Math.max(4, Math.min(lx, this.host.clientWidth - width - 4)), ly])
        .find(([lx, ly]) => ly > 8 && ly < this.host.clientHeight - 8 && !taken.some(([tx, ty, tw, th]) => lx < tx + tw && lx + width > tx && ly - 8 < ty + th && ly + 8 > ty));
      if (!at) continue;
      taken.push([at[0] - 2, at[1] - 8, width + 4, 16]);
      ctx.strokeStyle = this.app.colours.paper;
      ctx.lineWidth = 3.5;
      ctx.strokeText(label, at[0], at[1]);
      ctx.fillStyle = this.colour(site);
      ctx.fillText(label, at[0], at[1]);
    }
  }

  private drawLines(ctx: CanvasRenderingContext2D, lit: ReturnType<Network["lit"]>): void {
    const { colours: c, s } = this.app;
    const crowd = this.lines.length > MANY;
    ctx.lineCap = "butt";
    const heads = this.lines.length < 900;
    for (const l of this.lines) {
      const on = lit.any && lit.line(l);
      if (crowd && !on && l.cls === "E3" && l.count < 2) continue;
      const q = this.bend(l);
      if (!q) continue;
      const weight = s.view === "posts" ? 1 : 0.7 + Math.log2(1 + l.count) * 0.7;
      ctx.globalAlpha = on ? 0.95 : lit.any ? 0.13 : l.focal ? 0.72 : c.dark ? 0.5 : 0.42;
      ctx.strokeStyle = ctx.fillStyle = l.focal ? c.focal : c.kind[l.kind] ?? c.muted;
      ctx.lineWidth = (on ? 1.8 : 1) * weight;
      ctx.setLineDash((DASH[l.cls] ?? "").split(" ").filter(Boolean).map(Number));
      ctx.beginPath();
      ctx.moveTo(q[0], q[1]);
      ctx.quadraticCurveTo(q[2], q[3], q[4], q[5]);
      ctx.stroke();
      if (heads) this.head(ctx, q, this.marks.get(l.b)!.r * this.stage.grow(), on ? 6.5 : 5);
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
  }

  private head(ctx: CanvasRenderingContext2D, q: number[], gap: number, size: number): void {
    const a = Math.atan2(q[5] - q[3], q[4] - q[2]);
    const [x, y] = [q[4] - Math.cos(a) * (gap + 1), q[5] - Math.sin(a) * (gap + 1)];
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x - size * Math.cos(a - 0.42), y - size * Math.sin(a - 0.42));
    ctx.lineTo(x - size * Math.cos(a + 0.42), y - size * Math.sin(a + 0.42));
    ctx.fill();
  }

  private matched(m: Mark): boolean {
    const { d, s, v } = this.app;
    if (!v.match) return false;
    if (s.view === "posts") return v.match.has(m.id);
    return (s.view === "people" ? d.byNode : d.bySite)[m.id].some((p) => v.match!.has(p));
  }

  private drawRings(ctx: CanvasRenderingContext2D, nodes: Set<number>): void {
    const { colours: c } = this.app;
    const grow = this.stage.grow();
    const circle = (m: Mark, gap: number, width: number, colour: string, alpha: number) => {
      const [x, y] = this.stage.point(m.x, m.y);
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.beginPath();
      ctx.arc(x, y, m.r * grow + gap, 0, 7);
      ctx.stroke();
    };
    for (const m of this.marks.values()) {
      if (m.focal) {
        circle(m, 2.2, 1.6, c.focal, m.lit ? 1 : 0.6);
        if (this.app.s.view !== "posts") circle(m, 6, 4, c.focal, 0.22);
      }
      if (this.matched(m)) circle(m, 3.5, 2, c.ink, 0.9);
      if (nodes.has(m.id)) circle(m, m.focal ? 5 : 3, 2.2, m.focal ? c.focal : c.ink, 1);
    }
    ctx.globalAlpha = 1;
  }

  private drawLabels(ctx: CanvasRenderingContext2D, nodes: Set<number>, w: number, hgt: number): void {
    const { colours: c, s } = this.app;
    const grow = this.stage.grow();
    const rank = (m: Mark) => (m.id === this.hover.node ? 1e7 : nodes.has(m.id) ? 1e6 : 0) + (m.focal ? 1e5 : 0) + (this.matched(m) ? 1e4 : 0) + m.weight;
    const posts = s.view === "posts";
    const all = [...this.marks.values()].filter((m) => m.label && m.lit).sort((a, b) => rank(b) - rank(a));
    const limit = (posts ? Math.round(6 * (grow * grow - 1)) : Math.round(26 * grow * grow)) + nodes.size + 1;
    const taken: [number, number, number, number][] = [];
    let focalShown = 0;
    let shown = 0;
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    if (posts) this.regionLabels(ctx, taken);
    for (const m of all) {
      if (shown >= limit) break;
      if (posts && m.focal && rank(m) < 1e6 && ++focalShown > 1) continue;
      const [x, y] = this.stage.point(m.x, m.y);
      if (x < -20 || y < -10 || x > w + 20 || y > hgt + 10) continue;
      const size = m.focal ? 13 : posts ? 11 : 12;
      ctx.font = `${m.focal ? 700 : s.view === "sites" ? 600 : 500} ${size}px system-ui, sans-serif`;
      const width = ctx.measureText(m.label).width;
      const gap = m.r * grow + (m.focal ? 7 : 4);
      const places: [number, number][] = [[x + gap, y], [x - gap - width, y], [x - width / 2, y - gap - 7], [x - width / 2, y + gap + 7]];
      const fits = ([lx, ly]: [number, number]) => lx > 2 && lx + width < w - 2 && ly > 8 && ly < hgt - 8
        && !taken.some(([tx, ty, tw, th]) => lx < tx + tw && lx + width > tx && ly - 8 < ty + th && ly + 8 > ty);
      const at = places.find(fits) ?? (rank(m) >= 1e5 && !posts ? places[0] : null);
      if (!at) continue;
      taken.push([at[0] - 3, at[1] - 8, width + 6, 16]);
      shown++;
      ctx.strokeStyle = c.paper;
      ctx.lineWidth = 3.5;
      ctx.strokeText(m.label, at[0], at[1]);
      ctx.fillStyle = m.focal ? c.focal : nodes.size && !nodes.has(m.id) ? c.muted : c.ink;
      ctx.fillText(m.label, at[0], at[1]);
    }
  }

  /** The node or line under a point of the stage. */
  private hit(x: number, y: number): { node: number | null; line: number | null } {
    const grow = this.stage.grow();
    let node: number | null = null;
    let best = Infinity;
    for (const m of this.marks.values()) {
      const [px, py] = this.stage.point(m.x, m.y);
      const gap = Math.hypot(px - x, py - y) - m.r * grow;
      if (gap < 5 && gap - (m.lit ? 3 : 0) < best) {
        best = gap - (m.lit ? 3 : 0);
        node = m.id;
      }
    }
    if (node !== null || this.lines.length > MANY) return { node, line: null };
    let line: number | null = null;
    best = 6;
    this.lines.forEach((l, i) => {
      const q = this.bend(l);
      if (!q || x < Math.min(q[0], q[2], q[4]) - 6 || x > Math.max(q[0], q[2], q[4]) + 6) return;
      for (let k = 1; k < 24; k++) {
        const u = k / 24;
        const g = Math.hypot((1 - u) ** 2 * q[0] + 2 * u * (1 - u) * q[2] + u * u * q[4] - x, (1 - u) ** 2 * q[1] + 2 * u * (1 - u) * q[3] + u * u * q[5] - y);
        if (g < best) { best = g; line = i; }
      }
    });
    return { node, line };
  }

  private selection(node: number | null, line: number | null): Selection | null {
    const view = this.app.s.view;
    if (node !== null) return { t: view === "posts" ? "post" : view === "people" ? "node" : "site", i: node };
    if (line === null) return null;
    const l = this.lines[line];
    if (view === "posts" || l.count === 1) return { t: "edge", i: l.edge };
    return { t: "pair", of: view, a: l.a, b: l.b };
  }

  private listen(): void {
    const { host, app } = this;
    let down: [number, number] | null = null;
    const at = (e: MouseEvent): [number, number] => {
      const box = host.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    host.addEventListener("pointerdown", (e) => { down = at(e); }, true);
    host.addEventListener("pointermove", (e) => {
      if (e.buttons || e.pointerType === "touch") return;
      const hit = this.hit(...at(e));
      host.classList.toggle("over", hit.node !== null || hit.line !== null);
      if (hit.node !== this.hover.node || hit.line !== this.hover.line) {
        this.hover = hit;
        this.paint();
      }
      app.tip(e, this.describe(hit));
    });
    host.addEventListener("pointerleave", () => {
      app.tip(null);
      this.hover = { node: null, line: null };
      this.paint();
    });
    host.addEventListener("click", (e) => {
      const [x, y] = at(e);
      if (down && Math.hypot(down[0] - x, down[1] - y) > 5) return;
      const hit = this.hit(x, y);
      app.tip(null);
      app.store.select(this.selection(hit.node, hit.line));
    }, true);
    host.addEventListener("keydown", (e) => this.key(e));
  }

  private describe(hit: { node: number | null; line: number | null }): string[] {
    const { d, s } = this.app;
    const name = (id: number) => this.marks.get(id)?.label || t("somebody");
    if (hit.node !== null) {
      const m = this.marks.get(hit.node)!;
      if (s.view === "posts") return [name(hit.node), tidy(d.posts.text[hit.node] || d.posts.title[hit.node] || "", 110)];
      return [name(hit.node), `${m.weight} ${t("postsOf")}${m.focal ? ` · ${t("focal")}` : ""}`];
    }
    if (hit.line === null) return [];
    const l = this.lines[hit.line];
    return [`${name(l.a)} ${tOr(`v_${l.kind}`)} ${name(l.b)}`,
      l.count > 1 ? `${l.count} ${t("edges")}` : `${t(l.cls as "E1")} · ${d.edges.probability[l.edge].toFixed(2)}`];
  }

  private key(e: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (e.key === "+" || e.key === "=") this.stage.zoom(1.4);
    else if (e.key === "-") this.stage.zoom(1 / 1.4);
    else if (e.key === "0") this.stage.fit();
    else if (step) {
      const ids = [...this.marks.values()].filter((m) => m.lit).map((m) => m.id);
      if (!ids.length) return;
      const { sel, view } = this.app.s;
      const now = sel && "i" in sel ? ids.indexOf(sel.i) : -1;
      const next = ids[(now + step + ids.length) % ids.length];
      this.app.store.select({ t: view === "posts" ? "post" : view === "people" ? "node" : "site", i: next });
      const m = this.marks.get(next)!;
      this.stage.moveTo(m.x, m.y);
    } else return;
    e.preventDefault();
  }
}
