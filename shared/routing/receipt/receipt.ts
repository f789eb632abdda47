import type { RoutingNote } from "../../orders/order.ts";
import type { Tally } from "../planner/problem.ts";
import type { Parcel } from "../sourcing/parcels.ts";
import type { Alone, Check } from "./check-warehouse.ts";

/**
 * One routing decision with every number it was made on and came to. Amounts in minor units, weights in grams, days from
 * the day of the decision. All of it follows from the snapshot and the rule set of its version (`make-receipt.ts`).
 */
export type Receipt = {
  readonly decidedAt: string;
  /** 0 until a merchant publishes rules. */
  readonly rulesVersion: number;
  readonly destination: { readonly country: string; readonly region: string; readonly regionName: string };
  readonly lines: readonly {
    readonly lineId: string;
    readonly sku: string;
    readonly quantity: number;
    readonly grams: number;
    readonly priceMinor: number;
  }[];
  /** Every position of the order's skus. `free` is what this order could have: `available` without what is held back. */
  readonly stock: readonly {
    readonly sku: string;
    readonly warehouse: string;
    readonly available: number;
    readonly heldBack: number;
    readonly free: number;
    readonly version: number;
  }[];
  /** Rules that spoke about where the goods may leave from; a soft one that is not kept was left aside. */
  readonly rules: readonly {
    readonly rule: string;
    readonly kind: string;
    readonly isSoft: boolean;
    readonly isKept: boolean;
  }[];
  /** In the order asked, those that were kept out last. */
  readonly warehouses: readonly ReceiptWarehouse[];
  /** The best that a single other warehouse does. */
  readonly bestAlone: { readonly warehouse: string; readonly tally: Tally } | null;
  /** Warehouses with which the order would do as well: of these the one of the better priority, then code, was taken. */
  readonly tiedWith: readonly string[];
  readonly plan: Pick<RoutingNote, "plan" | "because" | "gap"> & {
    readonly short: readonly { readonly sku: string; readonly quantity: number }[];
    /** What the plan was compared by; its cost is an estimate that no price is below when it takes several parcels. */
    readonly tally: Tally;
    readonly isProven: boolean;
    readonly parcels: readonly Parcel[];
    readonly costMinor: number;
  };
  /** Terms after `unfilled`, the most important first. */
  readonly comparedBy: readonly string[];
};

export type ReceiptWarehouse = {
  readonly warehouse: string;
  readonly verdict: RoutingNote["considered"][number]["verdict"];
  readonly because: string;
  /** 0 is preferred most; null when it was kept out. */
  readonly rank: number | null;
  /** Units of the order that it has free, each sku by itself. */
  readonly units: number;
  /** Until a parcel leaves, until it arrives, and how far that is; null: nobody can tell. */
  readonly waits: number | null;
  readonly days: number | null;
  readonly km: number | null;
  readonly checks: readonly Check[];
  /** Everything in one parcel from here; null when it lacks something or was kept out. */
  readonly alone: Alone | null;
  /** Of a warehouse that was chosen the best plan without it, of another the best one with it; null when there is none. */
  readonly otherwise: Otherwise | null;
};

export type Otherwise = {
  readonly kind: "without" | "with";
  readonly warehouses: readonly string[];
  readonly tally: Tally;
  readonly isProven: boolean;
  /** The first term in which it differs from the plan, and by how much it has more; null when in none. */
  readonly differs: { readonly term: string; readonly more: number } | null;
};
