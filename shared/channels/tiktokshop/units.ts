import type { Fulfilment, LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { cancelledUnits, shippedUnits } from "./statuses.ts";

/** `line_items[]`: each is one piece; there is no quantity. */
type Unit = {
  readonly id: string;
  readonly at: JsonReader;
  readonly status: string;
  readonly price: number;
  readonly discount: number;
  readonly tax: number;
};

/** Pieces of one variant at one price. */
export type Group = { readonly lineId: string; readonly units: readonly Unit[] };

type Goods = { readonly lines: readonly LineFacts[]; readonly fulfilments: readonly Fulfilment[] };

/** What was sold, and the parcels: both are told unit by unit. */
export function readGoods(order: JsonReader, groups: readonly Group[], updatedAt: string): Goods {
  const shipsItself = order.textOrNull("fulfillment_type") !== "FULFILLMENT_BY_TIKTOK";
  return {
    lines: groups.map((group) => toLine(group, shipsItself)),
    fulfilments: readParcels(order, groups, updatedAt),
  };
}

/** The pieces by the line they make. */
export function readGroups(order: JsonReader, currency: string): readonly Group[] {
  const units = order.list("line_items").map((at) => readUnit(at, currency));
  const seen = new Set<string>();
  for (const { id, at } of units) {
    if (seen.has(id)) at.refuse("bad_value", "id", "two line items have this id");
    seen.add(id);
  }
  return [...Map.groupBy(units, keyOf).values()].map(toGroup);
}

function readUnit(at: JsonReader, currency: string): Unit {
  return {
    id: at.id("id"),
    at,
    status: at.textOrNull("display_status")?.trim().toUpperCase() ?? "",
    price: at.money("original_price", currency),
    discount: at.exact(
      "seller_discount",
      at.moneyOrZero("seller_discount", currency) + at.moneyOrZero("platform_discount", currency),
    ),
    tax: sumOf(at.listOrEmpty("item_tax"), (tax) => tax.moneyOrZero("tax_amount", currency)),
  };
}

function keyOf({ at, price }: Unit): string {
  return JSON.stringify([at.textOrNull("sku_id"), at.textOrNull("seller_sku"), price, at.flag("is_gift")]);
}

/** Bears the lowest id of its pieces: pieces are cancelled and shipped one by one, and never leave the order. */
function toGroup(units: readonly Unit[]): Group {
  const ids = units.map(({ id }) => id).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return { lineId: ids[0] ?? "", units };
}

function toLine({ lineId, units }: Group, shipsItself: boolean): LineFacts {
  const [first] = units;
  const unitPriceMinor = first?.price ?? 0;
  const discountMinor = sumOf(units, (unit) => unit.discount);
  const taxMinor = sumOf(units, (unit) => unit.tax);
  return {
    lineId,
    sku: first?.at.textOrNull("seller_sku")?.trim() ?? "",
    title: first?.at.textOrNull("product_name") ?? "",
    variant: first?.at.textOrNull("sku_name") ?? null,
    quantity: units.length,
    removedQuantity: units.filter(({ status }) => cancelledUnits.has(status)).length,
    unitPriceMinor,
    discountMinor,
    taxMinor,
    totalMinor: exactIn(first, unitPriceMinor * units.length - discountMinor + taxMinor),
    needsShipping: shipsItself,
    weightGrams: null,
  };
}

function exactIn(unit: Unit | undefined, amount: number): number {
  return unit?.at.exact("original_price", amount) ?? amount;
}

/** A parcel exists once it has a number; it has left once the carrier has one of its pieces. */
function readParcels(order: JsonReader, groups: readonly Group[], updatedAt: string): readonly Fulfilment[] {
  const packed = groups.flatMap(({ lineId, units }) =>
    units.filter(({ at }) => at.textOrNull("package_id") !== null).map((unit) => ({ ...unit, lineId })),
  );
  return [...Map.groupBy(packed, ({ at }) => at.id("package_id"))].map(([packageId, units]) => {
    const at = units[0]?.at ?? order;
    const state = stateOf(units);
    return {
      fulfilmentId: packageId,
      at: order.epochSecondsOrNull("collection_time") ?? at.epochSecondsOrNull("rts_time") ?? updatedAt,
      state,
      carrier: at.textOrNull("shipping_provider_name") ?? order.textOrNull("shipping_provider"),
      trackingNo: at.textOrNull("tracking_number"),
      lines: [...Map.groupBy(units, ({ lineId }) => lineId)].map(([lineId, own]) => ({ lineId, quantity: own.length })),
    };
  });
}

function stateOf(units: readonly Unit[]): Fulfilment["state"] {
  if (units.some(({ status }) => shippedUnits.has(status))) return "success";
  return units.every(({ status }) => cancelledUnits.has(status)) ? "cancelled" : "pending";
}
