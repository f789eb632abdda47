import type { Action } from "./actions.ts";
import type { Program } from "./conditions/program.ts";

/** One line of a rule set: when it speaks about an order, and what it does then. */
export type Rule = {
  /** For people, and unique in its set: receipts and timelines quote it. */
  readonly name: string;
  /** A condition of the rules' language; "true" speaks about every order. */
  readonly when: string;
  /** What `when` was understood as; made when the rule is checked. */
  readonly program: Program;
  readonly actions: readonly Action[];
  /** Kept and not asked. */
  readonly isOff: boolean;
  /** Instants between which it is asked, `until` not included; null: without end. */
  readonly from: string | null;
  readonly until: string | null;
};

/** What a merchant writes. All rules that hold apply, from top to bottom; where two say different things the upper one counts. */
export type RuleSetDraft = {
  readonly rules: readonly Rule[];
  /** Groups of regions under names of the merchant's own. */
  readonly regions: Readonly<Record<string, readonly string[]>>;
  /** Sku patterns under names of the merchant's own: what lines are tagged with. */
  readonly skuLists: Readonly<Record<string, readonly string[]>>;
  /** Why this version was made. */
  readonly note: string;
};

/** Never changed once published. */
export type RuleSet = RuleSetDraft & {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly publishedAt: string;
  readonly publishedBy: string;
};

export const MAX_RULES = 200;
export const MAX_LISTS = 50;
export const MAX_LIST_ENTRIES = 500;
