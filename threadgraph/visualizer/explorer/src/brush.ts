/** A histogram of all posts; a window is drawn, moved and widened on it. */

import type { App } from "./app";
import { isFocal } from "./data";
import { clear, h, svg } from "./dom";
import { num, t, when } from "./i18n";

const HEIGHT = 46;

export class Brush {
  readonly root = h("div", { class: "brush" });
  private art = svg("svg", { class: "histogram" });
  private label = h("div", { class: "brush-label" });
  private left = 0;
  private right = 1;

  constructor(private app: App) {
    this.root.append(this.art, this.label);
    this.listen();
  }

  private span(): [number, number] {
    const { first, last } = this.app.d;
    return first > last ? [0, 1] : [first, Math.max(last, first + 60)];
  }

  private x(time: number): number {
    const [t0, t1] = this.span();
    return this.left + ((time - t0) / (t1 - t0)) * (this.right - this.left);
  }

  private time(x: number): number {
    const [t0, t1] = this.span();
    const u = Math.min(1, Math.max(0, (x - this.left) / (this.right - this.left)));
    return Math.round(t0 + u * (t1 - t0));
  }

  update(left: number, right: number, width: number): void {
    const { d, s } = this.app;
    [this.left, this.right] = [left, right];
    clear(this.art);
    clear(this.label);
    this.root.hidden = d.first > d.last;
    if (this.root.hidden) return;
    this.art.setAttribute("width", String(width));
    this.art.setAttribute("height", String(HEIGHT));
    const [t0, t1] = this.span();
    const bins = Math.max(12, Math.min(160, Math.floor((right - left) / 6)));
    const all = new Float64Array(bins);
    const focal = new Float64Array(bins);
    for (let i = 0; i < d.count; i++) {
      const time = d.posts.time[i];
      if (time === null) continue;
      const k = Math.min(bins - 1, Math.floor(((time - t0) / (t1 - t0)) * bins));
      all[k]++;
      if (isFocal(d, i)) focal[k]++;
    }
    const top = Math.max(1, ...all);
    const w = (right - left) / bins;
    const bar = (k: number, from: number, n: number, cls: string) => {
      const y = (v: number) => HEIGHT - 4 - Math.sqrt(v / top) * (HEIGHT - 10);
      return svg("rect", { class: cls, x: left + k * w + 0.5, y: y(from + n), width: Math.max(1, w - 1), height: Math.max(0, y(from) - y(from + n)) });
    };
    for (let k = 0; k < bins; k++) {
      if (focal[k]) this.art.append(bar(k, 0, focal[k], "bar focal-bar"));
      if (all[k] > focal[k]) this.art.append(bar(k, focal[k], all[k] - focal[k], "bar"));
    }
    this.art.append(svg("line", { class: "lane", x1: left, x2: right, y1: HEIGHT - 3.5, y2: HEIGHT - 3.5 }),
      svg("rect", { class: "catch", x: left, y: 0, width: right - left, height: HEIGHT }, svg("title", {}, t("brushHelp"))),
      svg("text", { class: "axis", x: 8, y: HEIGHT - 8 }, t("posts")));
    const from = s.from ?? t0;
    const to = s.to ?? t1;
    const [x0, x1] = [Math.max(left, this.x(from)), Math.min(right, this.x(to))];
    if (s.from !== null) {
      this.art.append(svg("rect", { class: "shade", x: left, y: 0, width: Math.max(0, x0 - left), height: HEIGHT }),
        svg("rect", { class: "shade", x: x1, y: 0, width: Math.max(0, right - x1), height: HEIGHT }));
    }
    this.art.append(this.handle("from", x0, from), this.handle("to", x1, to));
    this.label.append(h("span", {}, s.from === null ? `${when(t0)} – ${when(t1)} UTC` : `${when(from)} – ${when(to)} UTC`),
      s.from === null ? h("span", { class: "muted" }, t("brushHelp")) :
        h("button", { type: "button", class: "quiet", "data-act": "whole", onclick: () => this.app.store.set({ from: null, to: null }) }, t("reset")));
  }

  private handle(which: "from" | "to", x: number, value: number): SVGGElement {
    const [t0, t1] = this.span();
    const move = (e: KeyboardEvent) => {
      const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -8, PageUp: 8 }[e.key];
      if (!step) return;
      e.preventDefault();
      const { s } = this.app;
      const now = value + step * Math.max(1, Math.round((t1 - t0) / 80));
      const change = which === "from"
        ? { from: Math.max(t0, Math.min(now, (s.to ?? t1) - 1)), to: s.to ?? t1 }
        : { from: s.from ?? t0, to: Math.min(t1, Math.max(now, (s.from ?? t0) + 1)) };
      this.app.store.set(change);
      this.art.querySelector<SVGGElement>(`[data-handle=${which}]`)?.focus();
    };
    return svg("g", { class: "handle", tabindex: 0, role: "slider", "data-handle": which, "aria-label": t(which === "from" ? "brushFrom" : "brushTo"),
      "aria-valuemin": t0, "aria-valuemax": t1, "aria-valuenow": value, "aria-valuetext": `${when(value)} UTC`, onkeydown: move as (e: never) => void },
      svg("line", { x1: x, x2: x, y1: 1, y2: HEIGHT - 3 }), svg("rect", { x: x - 3.5, y: HEIGHT / 2 - 9, width: 7, height: 16, rx: 3 }), svg("title", {}, num(value) && when(value)));
  }

  private listen(): void {
    let mode: "new" | "from" | "to" | "move" | null = null;
    let start = 0;
    let held: [number, number] = [0, 0];
    const at = (e: PointerEvent) => e.clientX - this.art.getBoundingClientRect().left;
    this.art.addEventListener("pointerdown", (e) => {
      const { s } = this.app;
      const x = at(e);
      if (x < this.left - 8 || x > this.right + 8) return;
      const [t0, t1] = this.span();
      const [from, to] = [s.from ?? t0, s.to ?? t1];
      const gap = e.pointerType === "touch" ? 16 : 7;
      if (Math.abs(x - this.x(from)) < gap) mode = "from";
      else if (Math.abs(x - this.x(to)) < gap) mode = "to";
      else mode = s.from !== null && x > this.x(from) && x < this.x(to) ? "move" : "new";
      start = x;
      held = [from, to];
      this.art.setPointerCapture(e.pointerId);
      e.preventDefault();
    });
    this.art.addEventListener("pointermove", (e) => {
      if (!mode) return;
      const x = at(e);
      if (mode === "new" && Math.abs(x - start) < 4) return;
      let [from, to] = held;
      if (mode === "new") [from, to] = [this.time(Math.min(start, x)), this.time(Math.max(start, x))];
      else if (mode === "from") from = Math.min(this.time(x), to - 1);
      else if (mode === "to") to = Math.max(this.time(x), from + 1);
      else {
        const [t0, t1] = this.span();
        const by = Math.max(t0 - from, Math.min(t1 - to, this.time(this.x(from) + x - start) - from));
        [from, to] = [from + by, to + by];
      }
      this.app.store.set({ from, to: Math.max(to, from + 1) });
    });
    this.art.addEventListener("pointerup", () => { mode = null; });
    this.art.addEventListener("pointercancel", () => { mode = null; });
    this.art.addEventListener("dblclick", () => this.app.store.set({ from: null, to: null }));
  }
}
