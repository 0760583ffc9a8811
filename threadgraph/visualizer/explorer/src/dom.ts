/** Elements made without markup: text goes in by textContent and nothing else. */

type Child = Node | string | number | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((e: never) => void)>;

function fill<T extends Element>(el: T, props: Props, children: Child[]): T {
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || (value === false && !key.startsWith("aria-"))) continue;
    if (typeof value === "function") el.addEventListener(key.slice(2), value as EventListener);
    else el.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    el.append(typeof child === "number" ? String(child) : child);
  }
  return el;
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), props, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

export const clear = (el: Element): void => el.replaceChildren();

/** An address that is safe to offer, or null. */
export function safeUrl(text: string | null | undefined): string | null {
  if (!text || !/^https?:\/\//i.test(text)) return null;
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

export function link(href: string | null | undefined, label: string, cls = ""): HTMLElement {
  const safe = safeUrl(href);
  return safe
    ? h("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow", class: cls }, label)
    : h("span", { class: cls }, label);
}

/** Text with its http(s) addresses as links. */
export function linked(text: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const m of text.matchAll(/https?:\/\/[^\s<>"“”«»]+[^\s<>"“”«».,;:!?)\]]/gi)) {
    out.append(text.slice(at, m.index), link(m[0], m[0]));
    at = m.index + m[0].length;
  }
  out.append(text.slice(at));
  return out;
}

/** A short line drawn as the class of an edge is drawn. */
export const DASH: Record<string, string> = { E1: "", E2: "7 4", E3: "1.5 4" };

export function lineSample(cls: string): SVGSVGElement {
  return svg("svg", { class: "sample", width: 26, height: 8, viewBox: "0 0 26 8", "aria-hidden": "true" },
    svg("line", { x1: 1, y1: 4, x2: 25, y2: 4, "stroke-dasharray": DASH[cls] ?? "", "stroke-width": 2, "stroke-linecap": cls === "E3" ? "round" : "butt" }));
}
