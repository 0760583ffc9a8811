/** What the page holds: columns packed by Python, unpacked and indexed once. */

export type Row = Record<string, unknown>;

export interface Columns {
  title: string;
  sites: string[];
  colours: string[];
  threads: { id: string[]; title: string[]; site: number[] };
  names: string[];
  rules: string[];
  nodes: { id: string[]; person: number[]; name: string[]; names: string[][]; urls: string[][]; focal: number[] };
  posts: {
    id: string[]; site: number[]; thread: number[]; node: number[]; name: (number | null)[];
    parent: (number | null)[]; kind: string[]; status: string[]; time: (number | null)[]; precision: string[];
    printed: (string | null)[]; title: (string | null)[]; text: (string | null)[]; url: (string | null)[];
    owner: number[]; links: string[][];
  };
  edges: {
    source: number[]; target: number[]; kind: string[]; class: string[]; probability: number[]; rule: number[];
    evidence: string[]; evidence_post: (number | null)[]; url: (string | null)[];
  };
  layout: { posts: number[]; nodes: number[]; sites: number[] };
  focal: string | null;
  spread: Record<string, Row[]> | null;
  limits: string[];
  count: number;
}

export interface Data extends Columns {
  byId: Map<string, number>;
  edgesOf: number[][];
  inThread: number[][];
  byNode: number[][];
  bySite: number[][];
  homeOf: number[];
  focalNodes: number[];
  first: number;
  last: number;
  kinds: string[];
  undated: number[];
}

async function unpack(text: string): Promise<Columns> {
  const binary = atob(text.trim());
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as Columns;
}

function grouped(keys: number[], n: number): number[][] {
  const groups: number[][] = Array.from({ length: n }, () => []);
  keys.forEach((k, i) => groups[k].push(i));
  return groups;
}

export const KINDS = ["reply", "quote", "mention", "link", "relay", "correct"];

export async function load(): Promise<Data> {
  const raw = await unpack(document.getElementById("data")!.textContent ?? "");
  const { posts, edges, nodes } = raw;
  const edgesOf: number[][] = posts.id.map(() => []);
  edges.source.forEach((s, i) => {
    edgesOf[s].push(i);
    if (edges.target[i] !== s) edgesOf[edges.target[i]].push(i);
  });
  const byNode = grouped(posts.node, nodes.id.length);
  const homeOf = byNode.map((list) => {
    const counts = new Map<number, number>();
    for (const p of list) counts.set(posts.site[p], (counts.get(posts.site[p]) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
  });
  let first = Infinity;
  let last = -Infinity;
  for (const t of posts.time) {
    if (t === null) continue;
    first = Math.min(first, t);
    last = Math.max(last, t);
  }
  const present = new Set(edges.kind);
  return {
    ...raw,
    byId: new Map(posts.id.map((id, i) => [id, i])),
    edgesOf,
    inThread: grouped(posts.thread, raw.threads.id.length),
    byNode,
    bySite: grouped(posts.site, raw.sites.length),
    homeOf,
    focalNodes: nodes.focal.flatMap((f, i) => (f ? [i] : [])),
    first,
    last,
    kinds: KINDS.filter((k) => present.has(k)),
    undated: posts.time.flatMap((t, i) => (t === null ? [i] : [])),
  };
}

export const isFocal = (d: Data, post: number): boolean => d.nodes.focal[d.posts.node[post]] === 1;

export function author(d: Data, post: number): string | null {
  const n = d.posts.name[post];
  return n === null ? null : tidy(d.names[n]);
}

/** One line without control characters or marks that turn the direction of writing. */
export function tidy(text: string, limit = 0): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ")
    .replace(/\s+/g, " ").trim();
  const chars = [...line];
  return limit && chars.length > limit ? chars.slice(0, limit - 1).join("").trimEnd() + "…" : line;
}

/** Ids of posts in a cell of a frame, as numbers. */
export function postsIn(d: Data, value: unknown): number[] {
  const ids = Array.isArray(value) ? value : [value];
  return ids.flatMap((id) => {
    const i = typeof id === "string" ? d.byId.get(id) : undefined;
    return i === undefined ? [] : [i];
  });
}
