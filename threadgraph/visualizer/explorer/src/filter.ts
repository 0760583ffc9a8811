/** What can be seen: which posts and edges pass the window, the classes, the kinds and the slider. */

import type { Data } from "./data";
import type { Selection, State } from "./state";

export interface Visible {
  post: Uint8Array;
  edge: Uint8Array;
  posts: number;
  edges: number;
  people: number;
  sites: number;
  byClass: Record<string, number>;
  inferred: number;
  match: Set<number> | null;
}

export const inWindow = (s: State, time: number | null): boolean =>
  s.from === null || s.to === null || (time !== null && time >= s.from && time <= s.to);

export const edgePasses = (s: State, cls: unknown, p: unknown, kind?: unknown): boolean =>
  !s.classes.has(String(cls)) && !s.kinds.has(String(kind)) && (typeof p !== "number" || p >= s.p);

export function fold(text: string): string {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

export class Filter {
  private folded: string[] | null = null;
  constructor(private d: Data) {}

  private texts(): string[] {
    const { d } = this;
    this.folded ??= d.posts.id.map((_, i) => {
      const name = d.posts.name[i];
      const node = d.posts.node[i];
      return fold([name === null ? "" : d.names[name], d.nodes.names[node].join(" "), d.sites[d.posts.site[i]],
        d.posts.title[i] ?? "", d.posts.text[i] ?? ""].join("\n"));
    });
    return this.folded;
  }

  matches(query: string): number[] {
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return this.texts().flatMap((t, i) => (words.every((w) => t.includes(w)) ? [i] : []));
  }

  visible(s: State): Visible {
    const { d } = this;
    const post = new Uint8Array(d.posts.id.length);
    const edge = new Uint8Array(d.edges.source.length);
    const nodes = new Set<number>();
    const sites = new Set<number>();
    let posts = 0;
    for (let i = 0; i < post.length; i++) {
      if (!inWindow(s, d.posts.time[i])) continue;
      post[i] = 1;
      posts++;
      if (d.nodes.person[d.posts.node[i]]) nodes.add(d.posts.node[i]);
      sites.add(d.posts.site[i]);
    }
    const byClass: Record<string, number> = { E1: 0, E2: 0, E3: 0 };
    let edges = 0;
    for (let i = 0; i < edge.length; i++) {
      const e = d.edges;
      if (!edgePasses(s, e.class[i], e.probability[i], e.kind[i]) || !post[e.source[i]]) continue;
      edge[i] = 1;
      edges++;
      byClass[e.class[i]] = (byClass[e.class[i]] ?? 0) + 1;
    }
    return {
      post, edge, posts, edges, people: nodes.size, sites: sites.size, byClass,
      inferred: edges ? byClass.E3 / edges : 0,
      match: s.query.trim() ? new Set(this.matches(s.query)) : null,
    };
  }
}

/** The edges from a to b in an aggregated view. */
export function pairEdges(d: Data, v: Visible, of: "people" | "sites", a: number, b: number): number[] {
  const key = of === "people" ? d.posts.node : d.posts.site;
  return d.edges.source.flatMap((s, i) => (v.edge[i] && key[s] === a && key[d.edges.target[i]] === b ? [i] : []));
}

/** The posts that a selection speaks of. */
export function selectedPosts(d: Data, v: Visible, sel: Selection | null): number[] {
  if (!sel) return [];
  switch (sel.t) {
    case "post": return [sel.i];
    case "node": return d.byNode[sel.i];
    case "site": return d.bySite[sel.i];
    case "edge": return [d.edges.source[sel.i], d.edges.target[sel.i]];
    case "undated": return d.undated;
    case "pair": return [...new Set(pairEdges(d, v, sel.of, sel.a, sel.b).flatMap((e) => [d.edges.source[e], d.edges.target[e]]))];
    case "row": {
      const row = d.spread?.chronicle[sel.i];
      return row ? (row.posts as unknown[]).flatMap((id) => d.byId.get(String(id)) ?? []) : [];
    }
  }
}
