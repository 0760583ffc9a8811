/** One state for all panels; the hash of the address keeps it. */

export type View = "people" | "posts" | "sites";
export type Tab = "network" | "timeline" | "reader" | "chronicle" | "measures";
export type Lang = "en" | "fr";
export type Theme = "auto" | "light" | "dark";

/**
 * What is selected. `pair` is all edges from a to b in the people (`x`) or the sites (`y`) view;
 * `row` is a line of the chronicle; `undated` the posts without a time.
 */
export type Selection =
  | { t: "post" | "node" | "site" | "edge" | "row"; i: number }
  | { t: "pair"; of: "people" | "sites"; a: number; b: number }
  | { t: "undated" };

export interface State {
  view: View;
  tab: Tab;
  from: number | null;
  to: number | null;
  p: number;
  classes: Set<string>;
  kinds: Set<string>;
  query: string;
  sel: Selection | null;
  lang: Lang;
  theme: Theme;
}

const VIEWS: View[] = ["people", "posts", "sites"];
const TABS: Tab[] = ["network", "timeline", "reader", "chronicle", "measures"];
const LETTER = { p: "post", n: "node", s: "site", e: "edge", c: "row" } as const;

function writeSelection(s: Selection): string {
  if (s.t === "undated") return "u";
  if (s.t === "pair") return `${s.of === "people" ? "x" : "y"}${s.a}.${s.b}`;
  return `${Object.entries(LETTER).find(([, t]) => t === s.t)![0]}${s.i}`;
}

function readSelection(text: string): Selection | null {
  if (text === "u") return { t: "undated" };
  const pair = /^([xy])(\d+)\.(\d+)$/.exec(text);
  if (pair) return { t: "pair", of: pair[1] === "x" ? "people" : "sites", a: +pair[2], b: +pair[3] };
  const one = /^([pnsec])(\d+)$/.exec(text);
  return one ? { t: LETTER[one[1] as keyof typeof LETTER], i: +one[2] } : null;
}

export function toHash(s: State): string {
  const q = new URLSearchParams();
  q.set("v", s.view);
  q.set("l", s.lang);
  if (s.tab !== "network") q.set("tab", s.tab);
  if (s.theme !== "auto") q.set("th", s.theme);
  if (s.from !== null && s.to !== null) q.set("t", `${s.from}_${s.to}`);
  if (s.p > 0) q.set("p", s.p.toFixed(2));
  if (s.classes.size) q.set("hc", [...s.classes].sort().join("."));
  if (s.kinds.size) q.set("hk", [...s.kinds].sort().join("."));
  if (s.query) q.set("q", s.query);
  if (s.sel) q.set("s", writeSelection(s.sel));
  return `#${q.toString()}`;
}

const oneOf = <T extends string>(value: string | null, all: readonly T[], other: T): T =>
  all.includes(value as T) ? (value as T) : other;

export function fromHash(hash: string, known: (s: Selection) => boolean): State {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  const preferred: Lang = navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";
  const span = /^(-?\d+)_(-?\d+)$/.exec(q.get("t") ?? "");
  const p = Number(q.get("p") ?? 0);
  const sel = readSelection(q.get("s") ?? "");
  const list = (key: string) => new Set((q.get(key) ?? "").split(".").filter(Boolean));
  return {
    view: oneOf(q.get("v"), VIEWS, "people"),
    tab: oneOf(q.get("tab"), TABS, "network"),
    from: span ? +span[1] : null,
    to: span ? +span[2] : null,
    p: p >= 0 && p <= 1 ? p : 0,
    classes: list("hc"),
    kinds: list("hk"),
    query: (q.get("q") ?? "").slice(0, 200),
    sel: sel && known(sel) ? sel : null,
    lang: oneOf(q.get("l"), ["en", "fr"], preferred),
    theme: oneOf(q.get("th"), ["auto", "light", "dark"], "auto"),
  };
}

export type Change = Partial<State>;
type Listener = (state: State, change: Change) => void;

export class Store {
  private listeners: Listener[] = [];
  constructor(public state: State) {}

  on(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(change: Change, keep = true): void {
    this.state = { ...this.state, ...change };
    if (keep) history.replaceState(null, "", toHash(this.state));
    for (const listener of this.listeners) listener(this.state, change);
  }

  select(sel: Selection | null, change: Change = {}): void {
    this.set({ ...change, sel });
  }
}
