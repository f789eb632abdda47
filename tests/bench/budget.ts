import type { Stage } from "./order-path.ts";

/** What one order may cost the table, on average over a full batch. Requests are those to DynamoDB. */
export type StageBudget = { readonly writeUnits: number; readonly readUnits: number; readonly requests: number };

/**
 * The measured figures, without headroom: the path is deterministic, so whoever spends more must say so here. Units
 * include those of the indexes. Watching writes the ledger of movements: one unit for each position of a batch, which
 * the ten orders of a batch share here; of skus that sell once a batch it is one unit for each movement. A parcel costs
 * two units more, for the item that tells finance of which day it is.
 */
export const budgets: Readonly<Record<string, Readonly<Partial<Record<Stage, StageBudget>>>>> = {
  "paid order": {
    apply: { writeUnits: 10, readUnits: 2, requests: 3 },
    route: { writeUnits: 12, readUnits: 3, requests: 4 },
    watch: { writeUnits: 0.2, readUnits: 4, requests: 2.2 },
  },
  "whole life": {
    apply: { writeUnits: 50, readUnits: 8, requests: 12 },
    route: { writeUnits: 12, readUnits: 3, requests: 4 },
    watch: { writeUnits: 0.4, readUnits: 8, requests: 4.4 },
  },
};
