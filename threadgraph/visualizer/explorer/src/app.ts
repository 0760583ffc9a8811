/** What every panel sees of the page. */

import type { Palette } from "./colours";
import type { Data } from "./data";
import type { Filter, Visible } from "./filter";
import type { State, Store } from "./state";

export interface App {
  d: Data;
  s: State;
  v: Visible;
  colours: Palette;
  store: Store;
  filter: Filter;
  /** Show a tip near the pointer; nothing to say hides it. */
  tip(at: MouseEvent | null, lines?: string[]): void;
}

export interface Panel {
  readonly root: HTMLElement;
  update(): void;
}
