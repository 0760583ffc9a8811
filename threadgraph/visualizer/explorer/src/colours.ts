/** Colours that follow the theme; the focal actor's orange belongs to nobody else. */

import type { Data } from "./data";
import type { Theme } from "./state";

export interface Palette {
  dark: boolean;
  paper: string;
  ink: string;
  muted: string;
  faint: string;
  focal: string;
  sites: string[];
  kind: Record<string, string>;
}

function lighter(hex: string, share: number): string {
  const n = parseInt(hex.slice(1), 16);
  const mix = (c: number) => Math.round(c + (255 - c) * share).toString(16).padStart(2, "0");
  return `#${mix(n >> 16)}${mix((n >> 8) & 255)}${mix(n & 255)}`;
}

export const isDark = (theme: Theme): boolean =>
  theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

export function palette(d: Data, theme: Theme): Palette {
  const dark = isDark(theme);
  return dark
    ? {
        dark, paper: "#161b22", ink: "#e9ecef", muted: "#9aa5b1", faint: "#39424d", focal: "#FF8A3D",
        sites: d.colours.map((c) => lighter(c, 0.42)),
        kind: { reply: "#7d8894", quote: "#9aa5b1", mention: "#7d8894", link: "#79b8ff", relay: "#79b8ff", correct: "#f28bb8" },
      }
    : {
        dark, paper: "#ffffff", ink: "#1a1d21", muted: "#5f6873", faint: "#d3d7dc", focal: "#D55E00",
        sites: d.colours,
        kind: { reply: "#8a929b", quote: "#6d757e", mention: "#8a929b", link: "#1f5f99", relay: "#1f5f99", correct: "#b01e63" },
      };
}
