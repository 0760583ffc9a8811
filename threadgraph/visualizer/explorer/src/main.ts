/** Puts the panels on the page and keeps them in step. */

import type { App, Panel } from "./app";
import { Chronicle } from "./chronicle";
import { palette } from "./colours";
import { load, type Data } from "./data";
import { Details } from "./details";
import { clear, h } from "./dom";
import { Filter } from "./filter";
import { Header } from "./header";
import { setLanguage, t } from "./i18n";
import { Measures } from "./measures";
import { Network } from "./network";
import { Reader } from "./reader";
import { Store, fromHash, type Selection, type Tab } from "./state";
import { Timeline } from "./timeline";

const TABS: Tab[] = ["network", "timeline", "reader", "chronicle", "measures"];
const ICONS: Record<Tab, string> = { network: "⁂", timeline: "≋", reader: "¶", chronicle: "❧", measures: "∑" };

function known(d: Data): (s: Selection) => boolean {
  const within = (i: number, list: { length: number } | undefined) => i < (list?.length ?? 0);
  return (s) => {
    switch (s.t) {
      case "post": return within(s.i, d.posts.id);
      case "node": return within(s.i, d.nodes.id);
      case "site": return within(s.i, d.sites);
      case "edge": return within(s.i, d.edges.source);
      case "row": return within(s.i, d.spread?.chronicle);
      case "pair": { const n = s.of === "people" ? d.nodes.id : d.sites; return within(s.a, n) && within(s.b, n); }
      case "undated": return d.undated.length > 0;
    }
  };
}

function tipper(): App["tip"] {
  const tip = h("div", { class: "tip", role: "status" });
  tip.hidden = true;
  document.body.append(tip);
  return (at, lines = []) => {
    tip.hidden = !at || !lines.length;
    if (!at || tip.hidden) return;
    tip.replaceChildren(...lines.filter(Boolean).map((x, i) => h(i ? "span" : "b", { dir: "auto" }, x)));
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(at.clientX + 14, innerWidth - box.width - 6))}px`;
    tip.style.top = `${at.clientY + box.height + 22 > innerHeight ? at.clientY - box.height - 10 : at.clientY + 16}px`;
  };
}

async function begin(): Promise<void> {
  const host = document.getElementById("app")!;
  const d = await load();
  const filter = new Filter(d);
  const store = new Store(fromHash(location.hash, known(d)));
  const app: App = { d, filter, store, s: store.state, v: filter.visible(store.state), colours: palette(d, store.state.theme), tip: tipper() };
  setLanguage(app.s.lang);
  const details = new Details(app);
  const network = new Network(app);
  const timeline = new Timeline(app);
  const reader = new Reader(app);
  const chronicle = new Chronicle(app);
  const measures = new Measures(app);
  const header = new Header(app);
  const tabs = h("nav", { class: "tabs" });
  const side = h("div", { class: "segments side-switch", role: "group" });
  let left: "chronicle" | "measures" = app.s.tab === "measures" ? "measures" : "chronicle";
  host.append(header.root, h("main", {},
    h("div", { class: "column left" }, side, chronicle.root, measures.root),
    h("div", { class: "column middle" }, network.root, timeline.root),
    h("div", { class: "column right" }, details.root, reader.root)), tabs);
  const panels: Panel[] = [header, network, timeline, details, reader, chronicle, measures];

  const dress = () => {
    setLanguage(app.s.lang);
    document.documentElement.dataset.theme = app.colours.dark ? "dark" : "light";
    document.body.dataset.tab = app.s.tab;
    if (app.s.tab === "chronicle" || app.s.tab === "measures") left = app.s.tab;
    document.body.dataset.left = left;
    clear(tabs);
    tabs.setAttribute("aria-label", t("view"));
    for (const tab of TABS) {
      const b = h("button", { type: "button", "data-tab": tab, onclick: () => store.set({ tab }) }, h("i", { "aria-hidden": "true" }, ICONS[tab]), h("span", {}, t(tab)));
      if (tab === app.s.tab) b.setAttribute("aria-current", "page");
      tabs.append(b);
    }
    clear(side);
    for (const tab of ["chronicle", "measures"] as const) {
      side.append(h("button", { type: "button", "data-side": tab, "aria-pressed": left === tab, onclick: () => store.set({ tab }) }, t(tab)));
    }
  };
  const show = () => {
    dress();
    for (const panel of panels) panel.update();
  };
  store.on((s) => {
    const held = document.activeElement as HTMLElement | null;
    const mark = held?.dataset?.tab ? `.tabs [data-tab="${held.dataset.tab}"]` : held?.dataset?.side ? `[data-side="${held.dataset.side}"]`
      : held?.dataset?.act ? `[data-act="${held.dataset.act}"]` : held?.dataset?.view ? `[data-view="${held.dataset.view}"]`
      : held?.dataset?.row ? `[data-row="${held.dataset.row}"]` : null;
    app.s = s;
    app.v = filter.visible(s);
    app.colours = palette(d, s.theme);
    show();
    if (mark) document.querySelector<HTMLElement>(mark)?.focus({ preventScroll: true });
  });
  window.addEventListener("hashchange", () => store.set(fromHash(location.hash, known(d)), false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => store.set({}, false));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && app.s.sel) store.select(null);
    if (e.key === "/" && !(e.target instanceof HTMLInputElement)) {
      e.preventDefault();
      document.getElementById("search")?.focus();
    }
  });
  show();
  document.body.dataset.ready = "yes";
}

void begin();
