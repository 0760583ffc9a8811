/** The top of the page: title, search, filters, language and theme. */

import type { App, Panel } from "./app";
import { isDark } from "./colours";
import { tidy } from "./data";
import { clear, h, lineSample } from "./dom";
import { num, t, tOr, type Key } from "./i18n";
import { Search } from "./search";

export class Header implements Panel {
  readonly root: HTMLElement;
  private title = h("h1", { dir: "auto" });
  private sub = h("p", { class: "sub" });
  private tools = h("div", { class: "tools" });
  private chips = h("div", { class: "chips" });
  private slider = h("input", { type: "range", min: 0, max: 1, step: 0.01, id: "minimum" });
  private value = h("output", { for: "minimum" });
  private sliderLabel = h("label", { for: "minimum" });
  private tail = h("div", { class: "tail" });
  private toggle = h("button", { type: "button", class: "quiet filter-toggle", "aria-expanded": "false", "aria-controls": "filters" });
  private search: Search;
  private timer = 0;

  constructor(private app: App) {
    this.search = new Search(app);
    const filters = h("div", { class: "filters", id: "filters" }, this.chips, h("div", { class: "slider" }, this.sliderLabel, this.slider, this.value), this.tail);
    this.toggle.addEventListener("click", () => {
      const open = filters.classList.toggle("open");
      this.toggle.setAttribute("aria-expanded", String(open));
    });
    this.slider.addEventListener("input", () => {
      this.value.textContent = Number(this.slider.value).toFixed(2);
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => app.store.set({ p: Number(this.slider.value) }), 40);
    });
    this.root = h("header", { class: "top" },
      h("div", { class: "bar" }, h("div", { class: "name" }, this.title, this.sub), this.search.root, this.tools), this.toggle, filters);
  }

  update(): void {
    const { app } = this;
    const { d, s, v, store } = app;
    this.title.textContent = tidy(d.title, 90) || "threadgraph";
    this.title.title = tidy(d.title);
    clear(this.sub);
    this.sub.append(h("span", {}, h("b", {}, num(v.posts)), v.posts === d.count ? "" : ` / ${num(d.count)}`, ` ${t("posts").toLowerCase()} · `, h("b", {}, num(v.edges)), ` ${t("edges")} · `,
      h("b", {}, num(v.people)), ` ${t("people").toLowerCase()} · `, h("b", {}, num(v.sites)), ` ${t("sites").toLowerCase()}`));
    this.search.update();
    clear(this.tools);
    if (d.focalNodes.length) {
      const i = d.focalNodes[0];
      this.tools.append(h("button", { type: "button", class: "focal-button", title: t("focalShort"), "aria-label": `${t("focalShort")}: ${tidy(d.focal ?? d.nodes.name[i], 40)}`, onclick: () => store.select({ t: "node", i }) },
        h("i", { class: "ring" }), h("span", {}, tidy(d.focal ?? d.nodes.name[i], 24))));
    }
    const dark = isDark(s.theme);
    this.tools.append(
      h("button", { type: "button", class: "quiet lang", "data-act": "lang", lang: s.lang === "fr" ? "en" : "fr", "aria-label": t("language"), title: t("language"), onclick: () => store.set({ lang: s.lang === "fr" ? "en" : "fr" }) }, s.lang === "fr" ? "EN" : "FR"),
      h("button", { type: "button", class: "icon", "data-act": "theme", "aria-label": t("theme"), title: t("theme"), onclick: () => store.set({ theme: dark ? "light" : "dark" }) }, dark ? "☀" : "☾"));
    this.filters();
  }

  private filters(): void {
    const { d, s, v, store } = this.app;
    const held = (document.activeElement as HTMLElement | null)?.dataset?.chip;
    clear(this.chips);
    const flip = (set: Set<string>, key: string) => { const next = new Set(set); if (!next.delete(key)) next.add(key); return next; };
    for (const c of ["E1", "E2", "E3"]) {
      this.chips.append(h("button", { type: "button", class: `chip ${c}`, "data-chip": c, "aria-pressed": !s.classes.has(c), title: `${c} · ${t(c as Key)}`, onclick: () => store.set({ classes: flip(s.classes, c) }) },
        lineSample(c), h("span", {}, t(c as Key)), h("b", {}, num(v.byClass[c] ?? 0))));
    }
    this.chips.append(h("span", { class: "rule" }));
    for (const k of d.kinds) {
      this.chips.append(h("button", { type: "button", class: "chip kind", "data-chip": k, "aria-pressed": !s.kinds.has(k), onclick: () => store.set({ kinds: flip(s.kinds, k) }) }, tOr(k)));
    }
    for (const b of this.chips.querySelectorAll<HTMLElement>("[data-chip]")) {
      if (b.dataset.chip === held) b.focus();
    }
    this.sliderLabel.textContent = t("minimum");
    if (document.activeElement !== this.slider) this.slider.value = String(s.p);
    this.slider.setAttribute("aria-valuetext", s.p.toFixed(2));
    this.value.textContent = s.p.toFixed(2);
    clear(this.tail);
    const changed = s.p > 0 || s.classes.size || s.kinds.size || s.from !== null || s.query || s.sel;
    if (changed) {
      this.tail.append(h("button", { type: "button", class: "quiet", "data-act": "reset", onclick: () => {
        this.slider.value = "0";
        store.set({ p: 0, classes: new Set(), kinds: new Set(), from: null, to: null, query: "", sel: null });
      } }, t("resetAll")));
    }
    this.toggle.textContent = `${t("filters")}${s.p > 0 || s.classes.size || s.kinds.size ? " •" : ""}`;
  }
}
