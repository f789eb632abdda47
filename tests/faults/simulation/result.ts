import type { Item } from "../../../shared/table/port.ts";
import type { HistoryName } from "./options.ts";
import type { Violation } from "./world.ts";

export type HistoryResult = {
  readonly violation: Violation | null;
  /** What happened step by step, where it was asked for. */
  readonly trace: readonly string[] | null;
  readonly inputs: number;
  readonly faults: number;
  readonly calls: number;
  /** All that the table held at the end, by key. */
  readonly items: ReadonlyMap<string, Item>;
};

export type RunHistory = (name: HistoryName, options?: { readonly isTraced?: boolean }) => Promise<HistoryResult>;
