/** Round moments on a time axis, in UTC. */

import { formatTime } from "./i18n";

const STEPS = [60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 172800, 345600, 604800, 1209600];

export interface Tick { time: number; label: string }

function calendar(t0: number, t1: number, months: number): number[] {
  const out: number[] = [];
  const start = new Date(t0 * 1000);
  let at = start.getUTCFullYear() * 12 + start.getUTCMonth();
  at -= at % months;
  for (;; at += months) {
    const time = Date.UTC(Math.floor(at / 12), at % 12, 1) / 1000;
    if (time > t1 || out.length > 60) return out;
    if (time >= t0) out.push(time);
  }
}

export function ticks(t0: number, t1: number, wanted: number): Tick[] {
  const step = STEPS.find((s) => (t1 - t0) / s <= wanted);
  if (step === undefined) {
    const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 1200].find((m) => (t1 - t0) / (m * 2629800) <= wanted) ?? 1200;
    return calendar(t0, t1, months).map((time) => ({ time,
      label: formatTime(time, months >= 12 ? { year: "numeric" } : { month: "short", year: "numeric" }) }));
  }
  const out: Tick[] = [];
  for (let time = Math.ceil(t0 / step) * step; time <= t1; time += step) {
    const midnight = time % 86400 === 0;
    out.push({ time, label: midnight || step >= 86400
      ? formatTime(time, { day: "numeric", month: "short" })
      : formatTime(time, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }) });
  }
  return out;
}
