/** The thread reader: full text, indented by who answers whom. */

import type { App, Panel } from "./app";
import { author, isFocal, tidy } from "./data";
import { clear, h, link, linked } from "./dom";
import { selectedPosts } from "./filter";
import { num, t, tOr, when } from "./i18n";

const PAGE = 250;
const DEEPEST = 6;

interface Placed { post: number; depth: number; edge: number | null }

export class Reader implements Panel {
  readonly root: HTMLElement;
  private title = h("h2");
  private body = h("div", { class: "scroll reader-body", tabindex: 0 });
  private shown = "";
  private pages = 1;

  constructor(private app: App) {
    this.root = h("section", { class: "panel reader", id: "panel-reader" }, h("div", { class: "panel-head" }, this.title), this.body);
  }

  update(): void {
    const { app } = this;
    const { d, s, v } = app;
    const sel = s.sel;
    const key = `${JSON.stringify(sel)}`;
    if (key !== this.shown) {
      this.pages = 1;
      this.body.scrollTop = 0;
    }
    this.shown = key;
    this.title.textContent = t("reader");
    this.body.setAttribute("aria-label", t("reader"));
    clear(this.body);
    if (!d.count) {
      this.body.append(h("div", { class: "empty" }, h("p", { class: "big" }, t("noPosts")), h("p", {}, t("noPostsHint"))));
    } else if (!sel) this.index(d.threads.id.map((_, i) => i));
    else if (sel.t === "post" || sel.t === "edge") {
      const post = sel.t === "post" ? sel.i : d.edges.source[sel.i];
      this.thread(d.posts.thread[post], new Set(selectedPosts(d, v, sel)), post);
    } else if (sel.t === "site") {
      this.index([...new Set(d.bySite[sel.i].map((p) => d.posts.thread[p]))]);
    } else this.some(selectedPosts(d, v, sel));
  }

  private threadTitle(thread: number): string {
    const { d } = this.app;
    return tidy(d.threads.title[thread] || "", 140) || t("untitled");
  }

  private index(threads: number[]): void {
    const { d, v, colours: c, store, s } = this.app;
    const rows = threads.map((i) => ({ i, n: d.inThread[i].reduce((n, p) => n + v.post[p], 0), all: d.inThread[i].length,
      focal: d.inThread[i].filter((p) => v.post[p] && isFocal(d, p)).length, first: d.posts.time[d.inThread[i][0]] }));
    const list = rows.filter((r) => r.n > 0 || s.from === null).sort((a, b) => b.n - a.n || (a.first ?? Infinity) - (b.first ?? Infinity));
    const most = Math.max(1, ...list.map((r) => r.all));
    this.title.textContent = s.sel ? `${t("threadsOf")} · ${tidy(d.sites[(s.sel as { i: number }).i], 40)}` : `${t("allThreads")} (${num(list.length)})`;
    const box = h("ul", { class: "threads" });
    for (const r of list.slice(0, PAGE * this.pages)) {
      box.append(h("li", {}, h("button", { type: "button", class: "thread-row", onclick: () => store.select({ t: "post", i: d.inThread[r.i][0] }) },
        h("span", { class: "thread-name", dir: "auto" }, this.threadTitle(r.i)),
        h("span", { class: "meta" }, this.swatch(d.threads.site[r.i]), tidy(d.sites[d.threads.site[r.i]], 40), " · ", when(r.first, "day")),
        this.meter(r.n / most, r.focal / most),
        h("span", { class: "meta count" }, `${num(r.n)} ${t("postsOf")}`, r.focal ? h("span", { class: "focal-text" }, ` · ${num(r.focal)} ◉`) : null))));
    }
    this.body.append(list.length ? box : h("p", { class: "empty" }, t("nothingInWindow")));
    this.more(list.length);
    void c;
  }

  private meter(share: number, focal: number): SVGSVGElement {
    const el = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    el.setAttribute("class", "meter");
    el.setAttribute("viewBox", "0 0 100 4");
    el.setAttribute("preserveAspectRatio", "none");
    el.setAttribute("aria-hidden", "true");
    for (const [cls, w] of [["all", share], ["mine", focal]] as const) {
      const r = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      r.setAttribute("class", cls);
      r.setAttribute("width", (w * 100).toFixed(1));
      r.setAttribute("height", "4");
      el.append(r);
    }
    return el;
  }

  private swatch(site: number): HTMLElement {
    const el = h("i", { class: "swatch" });
    el.style.background = this.app.colours.sites[site];
    return el;
  }

  private more(n: number): void {
    if (n <= PAGE * this.pages) return;
    this.body.append(h("button", { type: "button", class: "more", onclick: () => {
      this.pages++;
      const at = this.body.scrollTop;
      this.update();
      this.body.scrollTop = at;
    } }, `${t("showMore")} (${num(n - PAGE * this.pages)})`));
  }

  /** Posts of one thread as a tree walked from the top; each hangs under its likeliest visible parent. */
  private tree(thread: number): Placed[] {
    const { d, v } = this.app;
    const list = d.inThread[thread];
    const rank = new Map(list.map((p, k) => [p, k]));
    const under = new Map<number, { post: number; edge: number | null }[]>();
    const tops: { post: number; edge: number | null }[] = [];
    for (const p of list) {
      let best: number | null = null;
      let score = -1;
      for (const e of d.edgesOf[p]) {
        if (d.edges.source[e] !== p || !v.edge[e] || !["reply", "quote", "mention"].includes(d.edges.kind[e])) continue;
        const to = rank.get(d.edges.target[e]);
        if (to === undefined || to >= rank.get(p)!) continue;
        const value = d.edges.probability[e] + (d.edges.class[e] === "E1" ? 1 : 0) + (d.edges.kind[e] === "reply" ? 0.01 : 0);
        if (value > score) { score = value; best = e; }
      }
      const entry = { post: p, edge: best };
      if (best === null) tops.push(entry);
      else {
        const to = d.edges.target[best];
        under.set(to, [...(under.get(to) ?? []), entry]);
      }
    }
    const out: Placed[] = [];
    const stack = tops.reverse().map((e) => ({ ...e, depth: e.post === list[0] || e.edge === null ? 0 : 1 }));
    while (stack.length) {
      const now = stack.pop()!;
      out.push(now);
      for (const child of (under.get(now.post) ?? []).reverse()) stack.push({ ...child, depth: now.depth + 1 });
    }
    return out;
  }

  private thread(thread: number, lit: Set<number>, at: number): void {
    const { d, store } = this.app;
    const placed = this.tree(thread);
    const place = placed.findIndex((p) => p.post === at);
    this.pages = Math.max(this.pages, Math.ceil((place + 1) / PAGE));
    this.body.append(h("header", { class: "thread-head" },
      h("button", { type: "button", class: "quiet", onclick: () => store.select(null) }, `← ${t("allThreads")}`),
      h("h3", { dir: "auto" }, this.threadTitle(thread)),
      h("p", { class: "meta" }, this.swatch(d.threads.site[thread]), tidy(d.sites[d.threads.site[thread]], 60), ` · ${num(placed.length)} ${t("postsOf")}`)));
    for (const p of placed.slice(0, PAGE * this.pages)) this.body.append(this.post(p, lit));
    this.more(placed.length);
    const target = this.body.querySelector<HTMLElement>(`[data-post="${at}"]`);
    if (target && place > 0) this.body.scrollTop = target.offsetTop - this.body.offsetTop - 14;
  }

  private some(posts: number[]): void {
    const { d, s, v, store } = this.app;
    const sorted = [...posts].sort((a, b) => (d.posts.time[a] ?? Infinity) - (d.posts.time[b] ?? Infinity) || a - b).filter((p) => v.post[p] || s.sel?.t === "row");
    const name = s.sel?.t === "node" ? tidy(d.nodes.name[s.sel.i], 40) : t("posts");
    this.title.textContent = `${name} (${num(sorted.length)})`;
    let thread = -1;
    for (const p of sorted.slice(0, PAGE * this.pages)) {
      if (d.posts.thread[p] !== thread) {
        thread = d.posts.thread[p];
        this.body.append(h("button", { type: "button", class: "thread-link", onclick: () => store.select({ t: "post", i: p }) },
          h("span", { dir: "auto" }, this.threadTitle(thread)), h("span", { class: "meta" }, this.swatch(d.posts.site[p]), tidy(d.sites[d.posts.site[p]], 40))));
      }
      this.body.append(this.post({ post: p, depth: 0, edge: null }, new Set()));
    }
    if (!sorted.length) this.body.append(h("p", { class: "empty" }, t("nothingInWindow")));
    this.more(sorted.length);
  }

  private post(p: Placed, lit: Set<number>): HTMLElement {
    const { d, s, v, store } = this.app;
    const i = p.post;
    const focal = isFocal(d, i);
    const gone = d.posts.status[i] !== "ok";
    const who = author(d, i) ?? t("somebody");
    const el = h("article", { class: ["entry", focal ? "focal" : "", lit.has(i) ? "lit" : "", v.post[i] ? "" : "outside", v.match?.has(i) ? "match" : ""].filter(Boolean).join(" "),
      "data-post": i, "data-depth": Math.min(DEEPEST, p.depth) });
    const head = h("header", {},
      h("button", { type: "button", class: "author", dir: "auto", "aria-pressed": s.sel?.t === "post" && s.sel.i === i, onclick: () => store.select({ t: "post", i }) }, focal ? h("i", { class: "ring" }) : null, who),
      d.posts.owner[i] && !focal ? h("span", { class: "tag" }, t("owner")) : null,
      focal ? h("span", { class: "tag focal-tag" }, t("focal")) : null,
      h("span", { class: "meta" }, d.posts.time[i] === null ? tidy(d.posts.printed[i] ?? t("undated"), 40) : when(d.posts.time[i], d.posts.precision[i])),
      d.posts.url[i] ? link(d.posts.url[i], t("permalink"), "meta permalink") : null);
    el.append(head);
    if (p.edge !== null && d.edges.class[p.edge] !== "E1") {
      const e = p.edge;
      el.append(h("button", { type: "button", class: `because ${d.edges.class[e]}`, onclick: () => store.select({ t: "edge", i: e }) },
        `${t("inReplyTo")} ${author(d, d.edges.target[e]) ?? t("somebody")} · ${t(d.edges.class[e] as "E2")} ${d.edges.probability[e].toFixed(2)}`));
    }
    const title = d.posts.title[i];
    if (title && d.posts.kind[i] !== "comment") el.append(h("h4", { dir: "auto" }, tidy(title, 300)));
    if (gone) el.append(h("p", { class: "gone" }, tOr(`status_${d.posts.status[i]}`)));
    el.append(words(d.posts.text[i] ?? ""));
    const links = (d.posts.links?.[i] ?? []).filter((u) => !(d.posts.text[i] ?? "").includes(u));
    if (links.length) el.append(h("ul", { class: "links" }, ...links.slice(0, 12).map((u) => h("li", {}, link(u, tidy(u, 90))))));
    return el;
  }
}

/** Lines that begin with ">" become nested quotes; blank lines part paragraphs. */
function words(text: string): HTMLElement {
  const box = h("div", { class: "words", dir: "auto" });
  const stack: HTMLElement[] = [box];
  let lines: string[] = [];
  const flush = () => {
    const joined = lines.join("\n").trim();
    lines = [];
    if (joined) stack[stack.length - 1].append(h("p", { dir: "auto" }, linked(joined)));
  };
  for (const raw of text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").split(/\r\n|\r|\n/)) {
    const quote = /^((?:>\s?)+)(.*)$/.exec(raw);
    const level = quote ? Math.min(6, quote[1].replace(/\s/g, "").length) : 0;
    if (level !== stack.length - 1) {
      flush();
      while (stack.length - 1 > level) stack.pop();
      while (stack.length - 1 < level) {
        const inner = h("blockquote");
        stack[stack.length - 1].append(inner);
        stack.push(inner);
      }
    }
    const line = quote ? quote[2] : raw;
    if (line.trim()) lines.push(line);
    else flush();
  }
  flush();
  return box;
}
