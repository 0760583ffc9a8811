/** The search box and its list of results. */

import type { App, Panel } from "./app";
import { author, isFocal, tidy } from "./data";
import { clear, h } from "./dom";
import { fold } from "./filter";
import { num, t, when } from "./i18n";

const SHOWN = 40;

export class Search implements Panel {
  readonly root: HTMLElement;
  private input = h("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: 200, "aria-controls": "results", id: "search" });
  private list = h("div", { class: "results", id: "results", role: "region" });
  private open = false;
  private timer = 0;

  constructor(private app: App) {
    this.root = h("div", { class: "search", role: "search" }, this.input, this.list);
    this.input.value = app.s.query;
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => { this.open = true; app.store.set({ query: this.input.value }); }, 120);
    });
    this.input.addEventListener("focus", () => { this.open = true; this.update(); });
    document.addEventListener("pointerdown", (e) => {
      if (this.open && !this.root.contains(e.target as Node)) { this.open = false; this.update(); }
    });
    this.root.addEventListener("keydown", (e) => this.key(e));
  }

  private key(e: KeyboardEvent): void {
    const rows = [...this.list.querySelectorAll<HTMLElement>("button")];
    const now = rows.indexOf(document.activeElement as HTMLElement);
    if (e.key === "ArrowDown") (rows[now + 1] ?? rows[0])?.focus();
    else if (e.key === "ArrowUp") (now <= 0 ? this.input : rows[now - 1]).focus();
    else if (e.key === "Enter" && document.activeElement === this.input) rows[0]?.click();
    else if (e.key === "Escape") {
      this.open = false;
      this.update();
      return;
    } else return;
    e.preventDefault();
  }

  /** A few words around the first hit. */
  private excerpt(post: number): Node {
    const { d, s } = this.app;
    const text = tidy(d.posts.text[post] || d.posts.title[post] || "");
    const word = fold(s.query).split(/\s+/)[0] ?? "";
    const at = fold(text).indexOf(word);
    const out = h("span", { class: "meta", dir: "auto" });
    if (at < 0 || fold(text).length !== text.length) {
      out.append(tidy(text, 110));
      return out;
    }
    const from = Math.max(0, at - 36);
    out.append((from ? "…" : "") + text.slice(from, at), h("mark", {}, text.slice(at, at + word.length)), tidy(text.slice(at + word.length), 80));
    return out;
  }

  update(): void {
    const { d, s, v, store, colours } = this.app;
    this.input.placeholder = t("search");
    this.input.setAttribute("aria-label", t("search"));
    this.list.setAttribute("aria-label", t("results"));
    if (document.activeElement !== this.input) this.input.value = s.query;
    clear(this.list);
    this.list.hidden = !this.open || !v.match;
    if (this.list.hidden) return;
    const hits = [...v.match!];
    const words = fold(s.query).split(/\s+/).filter(Boolean);
    const people = d.nodes.name.flatMap((n, i) => (d.nodes.person[i] && words.every((w) => fold([n, ...d.nodes.names[i]].join(" ")).includes(w)) ? [i] : []));
    const close = () => { this.open = false; };
    this.list.append(h("p", { class: "meta head" }, hits.length ? `${num(hits.length)} ${t("results")}` : t("noResults")));
    for (const i of people.slice(0, 5)) {
      this.list.append(h("button", { type: "button", class: "result", onclick: () => { close(); store.select({ t: "node", i }); } },
        h("b", { class: d.nodes.focal[i] ? "focal-text" : "", dir: "auto" }, tidy(d.nodes.name[i], 50)), h("span", { class: "meta" }, `${num(d.byNode[i].length)} ${t("postsOf")}`)));
    }
    for (const p of hits.slice(0, SHOWN)) {
      const dot = h("i", { class: "swatch" });
      dot.style.background = isFocal(d, p) ? colours.focal : colours.sites[d.posts.site[p]];
      this.list.append(h("button", { type: "button", class: "result", "data-result": p, onclick: () => { close(); store.select({ t: "post", i: p }); } },
        h("span", { class: "line" }, dot, h("b", { dir: "auto" }, author(d, p) ?? t("somebody")), h("span", { class: "meta" }, `${tidy(d.sites[d.posts.site[p]], 30)} · ${when(d.posts.time[p], "day")}`)),
        this.excerpt(p)));
    }
    if (hits.length > SHOWN) this.list.append(h("p", { class: "meta head" }, `+ ${num(hits.length - SHOWN)} ${t("more")}`));
  }
}
