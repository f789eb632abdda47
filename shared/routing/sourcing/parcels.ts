import type { WarehouseCode } from "../../kernel/ids.ts";
import type { Allocation } from "../../orders/allocation.ts";
import { chooseCarrier, type Place } from "../costs/survey.ts";
import type { LineWorth } from "./plan-with-rules.ts";

/** What leaves one warehouse together, priced as its carrier will price it. */
export type Parcel = {
  readonly warehouse: WarehouseCode;
  readonly grams: number;
  /** What its units are sold for, in minor units. */
  readonly valueMinor: number;
  /** Null when the merchant has no carriers, or none takes it. */
  readonly carrier: string | null;
  /** Carrier and handling. */
  readonly costMinor: number;
  readonly days: number | null;
};

export type ParcelTerms = {
  readonly places: ReadonlyMap<string, Place>;
  readonly lineWorth: ReadonlyMap<string, LineWorth>;
  readonly by: "cost" | "speed";
  readonly maxDays: number | null;
};

/** In the order in which the warehouses first appear. */
export function parcelsOf(allocations: readonly Allocation[], terms: ParcelTerms): readonly Parcel[] {
  const byWarehouse = Map.groupBy(allocations, ({ warehouse }) => warehouse);
  return [...byWarehouse].map(([warehouse, parts]) => {
    const worth = (lineId: string): LineWorth => terms.lineWorth.get(lineId) ?? { grams: 0, priceMinor: 0 };
    const grams = parts.reduce((sum, { lineId, quantity }) => sum + worth(lineId).grams * quantity, 0);
    const valueMinor = parts.reduce((sum, { lineId, quantity }) => sum + worth(lineId).priceMinor * quantity, 0);
    const place = terms.places.get(warehouse);
    const chosen = place === undefined ? null : chooseCarrier(place, { grams, cubicCm: 0 }, terms);
    return {
      warehouse,
      grams,
      valueMinor,
      carrier: chosen?.carrier ?? null,
      costMinor: (chosen?.minor ?? 0) + (place?.handlingMinor ?? 0),
      days: chosen?.days ?? place?.facts.waits ?? null,
    };
  });
}
