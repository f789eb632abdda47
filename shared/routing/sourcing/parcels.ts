import type { WarehouseCode } from "../../kernel/ids.ts";
import type { Allocation } from "../../orders/allocation.ts";
import type { Load } from "../costs/quote.ts";
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
    const load = loadOf(parts, terms.lineWorth);
    const valueMinor = parts.reduce((sum, { lineId, quantity }) => sum + worth(lineId).priceMinor * quantity, 0);
    const place = terms.places.get(warehouse);
    const chosen = place === undefined ? null : chooseCarrier(place, load, terms);
    return {
      warehouse,
      grams: load.grams,
      valueMinor,
      carrier: chosen?.carrier ?? null,
      costMinor: (chosen?.minor ?? 0) + (place?.handlingMinor ?? 0),
      days: chosen?.days ?? place?.facts.waits ?? null,
    };
  });
}

/** The weight and size of goods together; unknown ones count 0. */
export function loadOf(
  goods: readonly { readonly lineId: string; readonly quantity: number }[],
  lineWorth: ReadonlyMap<string, LineWorth>,
): Load {
  const sum = (of: (worth: LineWorth) => number): number =>
    goods.reduce((total, { lineId, quantity }) => {
      const worth = lineWorth.get(lineId);
      return total + (worth === undefined ? 0 : of(worth) * quantity);
    }, 0);
  return { grams: sum(({ grams }) => grams), cubicCm: sum(({ cubicCm = 0 }) => cubicCm) };
}
