/** The Kaplan–Meier curve of the focal actor's answers, and the same for what the filters leave. */

import type { Data, Row } from "./data";
import { svg } from "./dom";
import { num, t } from "./i18n";

export interface Curve { hours: number[]; share: number[]; median: number | null }

const number = (x: unknown): number | null => (typeof x === "number" ? x : null);

export function curveOf(rows: Row[]): Curve {
  const hours: number[] = [];
  const share: number[] = [];
  for (const r of rows) {
    const [x, y] = [number(r.hours), number(r.unanswered)];
    if (x !== null && y !== null) { hours.push(x); share.push(y); }
  }
  const k = share.findIndex((y) => y <= 0.5);
  return { hours, share, median: k < 0 ? null : hours[k] };
}

/** Answers that are hidden stop counting as events: their questions stay at risk to the end. */
export function filtered(d: Data, visible: (reply: Row) => boolean): Curve {
  const replies = d.spread?.replies ?? [];
  const survival = d.spread?.survival ?? [];
  const soonest = (rows: Row[]) => {
    const best = new Map<string, number>();
    for (const r of rows) {
      const [post, delay] = [String(r.answers ?? ""), number(r.delay_h)];
      if (post && delay !== null) best.set(post, Math.min(delay, best.get(post) ?? Infinity));
    }
    return best;
  };
  const before = soonest(replies);
  const after = soonest(replies.filter(visible));
  const moved = [...before].filter(([post, delay]) => after.get(post) !== delay);
  const rows = survival.map((r) => ({ x: number(r.hours) ?? 0, y: number(r.unanswered) ?? 1, n: number(r.at_risk) ?? 0 }));
  const hours: number[] = [0];
  const share: number[] = [1];
  let s = 1;
  rows.forEach((r, k) => {
    const last = k ? rows[k - 1].y : 1;
    const low = k ? rows[k - 1].x : -1;
    let events = last > 0 ? r.n * (1 - r.y / last) : 0;
    let risk = r.n;
    for (const [post, delay] of moved) {
      if (delay < r.x - 1e-6 && (after.get(post) ?? Infinity) >= r.x - 1e-6) risk++;
      if (delay > low + 1e-6 && delay <= r.x + 1e-6) events--;
      const now = after.get(post);
      if (now !== undefined && now > low + 1e-6 && now <= r.x + 1e-6) events++;
    }
    if (risk > 0) s *= 1 - Math.max(0, Math.min(risk, Math.round(events))) / risk;
    hours.push(r.x);
    share.push(s);
  });
  const k = share.findIndex((y) => y <= 0.5);
  return { hours, share, median: k < 0 ? null : hours[k] };
}

export function drawCurve(c: Curve, shade: Curve | null): SVGSVGElement {
  const [w, hgt, left, bottom, top, right] = [320, 170, 44, 34, 10, 12];
  const most = Math.max(1, ...c.hours, ...(shade?.hours ?? []));
  const x = (v: number) => left + (v / most) * (w - left - right);
  const y = (v: number) => top + (1 - v) * (hgt - top - bottom);
  const steps = (q: Curve) => {
    let path = `M${x(0)} ${y(1)}`;
    q.hours.forEach((v, i) => { path += `H${x(v).toFixed(1)}V${y(q.share[i]).toFixed(1)}`; });
    return `${path}H${x(most).toFixed(1)}`;
  };
  const el = svg("svg", { class: "km", viewBox: `0 0 ${w} ${hgt}`, role: "img", "aria-label": t("kmTitle") });
  for (const v of [0, 0.25, 0.5, 0.75, 1]) {
    el.append(svg("line", { class: v === 0.5 ? "grid half" : "grid", x1: left, x2: w - right, y1: y(v), y2: y(v) }),
      svg("text", { class: "axis", x: left - 6, y: y(v) + 3.5, "text-anchor": "end" }, `${num(v * 100)} %`));
  }
  const unit = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760].find((u) => most / u <= 5) ?? most / 4;
  for (let v = 0; v <= most; v += unit) el.append(svg("text", { class: "axis", x: x(v), y: hgt - 20, "text-anchor": v === 0 ? "start" : "middle" }, num(v, 2)));
  el.append(svg("text", { class: "axis", x: (left + w - right) / 2, y: hgt - 4, "text-anchor": "middle" }, t("kmAxis")));
  if (shade) el.append(svg("path", { class: "km-all", d: steps(shade) }));
  el.append(svg("path", { class: "km-line", d: steps(c) }));
  if (c.median !== null) {
    el.append(svg("line", { class: "km-median", x1: x(c.median), x2: x(c.median), y1: y(0.5), y2: y(0) }), svg("circle", { class: "km-dot", cx: x(c.median), cy: y(0.5), r: 3.2 }));
  }
  return el;
}
