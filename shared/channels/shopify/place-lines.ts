import type { ShipmentNews } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { numberOf } from "./admin-api.ts";

/** Where the pieces of a parcel are taken from. */
export type Placed = {
  /** A fulfilment that stands there under the parcel's tracking number already. */
  readonly told: string | null;
  /** For each location with pieces that were not told yet: what `fulfillmentCreate` takes. */
  readonly groups: readonly (readonly OfFulfilmentOrder[])[];
  /** Some pieces are neither told nor in an open fulfilment order. */
  readonly isShort: boolean;
};

type OfFulfilmentOrder = {
  readonly fulfillmentOrderId: string;
  readonly fulfillmentOrderLineItems: readonly { readonly id: string; readonly quantity: number }[];
};

const openStatuses: ReadonlySet<string> = new Set(["OPEN", "IN_PROGRESS"]);

/** Shares the pieces of a parcel that were not told yet among the order's open fulfilment orders, the first first. */
export function placeLines(order: JsonReader, { lines, trackingNo }: ShipmentNews): Placed {
  const wanted = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
  const told = order.entries("fulfillments").filter((each) => isUnder(each, trackingNo));
  for (const item of told.flatMap((each) => nodesOf(each, "fulfillmentLineItems"))) take(wanted, item, "quantity");
  const byLocation = new Map<string, OfFulfilmentOrder[]>();
  for (const at of nodesOf(order, "fulfillmentOrders")) {
    if (!openStatuses.has(at.textOrNull("status") ?? "")) continue;
    const taken = nodesOf(at, "lineItems").flatMap((item) => {
      const quantity = take(wanted, item, "remainingQuantity");
      return quantity === 0 ? [] : [{ id: item.text("id"), quantity }];
    });
    if (taken.length === 0) continue;
    const locationId = at.child("assignedLocation")?.child("location")?.textOrNull("id") ?? "";
    const entry = { fulfillmentOrderId: at.text("id"), fulfillmentOrderLineItems: taken };
    byLocation.set(locationId, [...(byLocation.get(locationId) ?? []), entry]);
  }
  return {
    told: told[0] === undefined ? null : numberOf(told[0].text("id")),
    groups: [...byLocation.values()],
    isShort: [...wanted.values()].some((left) => left > 0),
  };
}

function isUnder(fulfilment: JsonReader, trackingNo: string): boolean {
  const isLive = fulfilment.textOrNull("status") !== "CANCELLED";
  return isLive && fulfilment.entries("trackingInfo").some((each) => each.textOrNull("number") === trackingNo);
}

/** Takes what is wanted and there, and lowers `wanted` by it. */
function take(wanted: Map<string, number>, item: JsonReader, key: string): number {
  const lineId = numberOf(item.child("lineItem")?.textOrNull("id") ?? "");
  const left = wanted.get(lineId) ?? 0;
  const quantity = Math.min(left, item.countOrNull(key) ?? 0);
  if (quantity > 0) wanted.set(lineId, left - quantity);
  return quantity;
}

function nodesOf(at: JsonReader, key: string): readonly JsonReader[] {
  return at.child(key)?.entries("nodes") ?? [];
}
