import type { ShipmentId, WarehouseCode } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { msOf } from "../kernel/time.ts";
import { isComplete } from "./derive-status.ts";
import type { Fulfilment, LineFacts } from "./facts.ts";
import { componentsOf, coveredUnits, isCancelled } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import { isSameTracking, type OwnParcel } from "./own-parcels.ts";
import { sumByLine } from "./sum-by-line.ts";

/** A parcel that left, as a warehouse tells it. */
export type Shipment = {
  readonly shipmentId: ShipmentId;
  readonly warehouse: WarehouseCode;
  readonly carrier: { readonly code: string; readonly name: string };
  readonly trackingNo: string;
  readonly shippedAt: string;
  /** null: everything that is allocated from this warehouse. */
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[] | null;
  readonly shippedBy: string;
};

export type ShipmentRefused =
  | { readonly kind: "not_shippable"; readonly why: "cancelled" | "incomplete" | "on_hold"; readonly note: string }
  | { readonly kind: "nothing_allocated"; readonly warehouse: string }
  | { readonly kind: "unknown_line"; readonly lineId: string }
  /** More than is promised from this warehouse. */
  | { readonly kind: "not_allocated"; readonly lineId: string; readonly wanted: number; readonly allocated: number }
  /** The order's channel has told of a parcel with this number already. */
  | { readonly kind: "tracking_known"; readonly fulfilmentId: string }
  /** The same id was used for another parcel. */
  | { readonly kind: "other_parcel"; readonly shipmentId: string }
  | { readonly kind: "in_the_future"; readonly shippedAt: string };

/** Clocks of scanners are wrong by so much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The parcel to add to the order; null when it stands there already. Only what is promised from the warehouse may leave it. */
export function decideShipment(
  order: Order,
  shipment: Shipment,
  now: string,
): Result<OwnParcel | null, ShipmentRefused> {
  const known = order.fulfilments[shipment.shipmentId]?.facts;
  if (known !== undefined) return isRepeated(known, shipment) ? ok(null) : fail(otherParcel(shipment));
  if (msOf(shipment.shippedAt) > msOf(now) + CLOCK_SKEW_MS)
    return fail({ kind: "in_the_future", shippedAt: shipment.shippedAt });
  const refused = shippable(order) ?? trackingKnown(order, shipment.trackingNo);
  if (refused !== null) return fail(refused);
  const lines = shippedLines(order, shipment);
  return lines.ok ? ok(toParcel(order, shipment, lines.value)) : lines;
}

function isRepeated(known: Fulfilment, { trackingNo, lines, warehouse }: Shipment): boolean {
  const isSameLines = lines === null || JSON.stringify(inOrder(lines)) === JSON.stringify(inOrder(known.lines));
  return isSameTracking(known.trackingNo, trackingNo) && known.hub?.warehouse === warehouse && isSameLines;
}

function otherParcel({ shipmentId }: Shipment): ShipmentRefused {
  return { kind: "other_parcel", shipmentId };
}

function shippable(order: Order): ShipmentRefused | null {
  const no = (why: "cancelled" | "incomplete" | "on_hold", note: string): ShipmentRefused => ({
    kind: "not_shippable",
    why,
    note,
  });
  if (isCancelled(order)) return no("cancelled", "the order is cancelled");
  if (!isComplete(order)) return no("incomplete", "the hub does not know the whole order yet");
  return order.holds.length === 0 ? null : no("on_hold", order.holds.map(({ note }) => note).join("; "));
}

function trackingKnown(order: Order, trackingNo: string): ShipmentRefused | null {
  const same = Object.values(order.fulfilments).find(
    ({ facts }) =>
      facts.hub === undefined && facts.state !== "cancelled" && isSameTracking(facts.trackingNo, trackingNo),
  );
  return same === undefined ? null : { kind: "tracking_known", fulfilmentId: same.facts.fulfilmentId };
}

function shippedLines(order: Order, { lines, warehouse }: Shipment): Result<Fulfilment["lines"], ShipmentRefused> {
  const promised = promisedFrom(order, warehouse);
  if (lines === null) {
    if (promised.size === 0) return fail({ kind: "nothing_allocated", warehouse });
    return ok([...promised].map(([lineId, quantity]) => ({ lineId, quantity })));
  }
  const wanted = sumByLine(lines);
  const known = new Set(order.lines?.facts.map(({ lineId }) => lineId));
  for (const [lineId, quantity] of wanted) {
    if (!known.has(lineId)) return fail({ kind: "unknown_line", lineId });
    const allocated = promised.get(lineId) ?? 0;
    if (quantity > allocated) return fail({ kind: "not_allocated", lineId, wanted: quantity, allocated });
  }
  return ok([...wanted].map(([lineId, quantity]) => ({ lineId, quantity })));
}

/** Units of each line that are promised from the warehouse; of a bundle whole sets only. */
function promisedFrom(order: Order, warehouse: WarehouseCode): ReadonlyMap<string, number> {
  const here = { ...order, allocations: order.allocations.filter((allocation) => allocation.warehouse === warehouse) };
  const promised = sumByLine(here.allocations);
  for (const line of bundleLines(order)) {
    if (promised.has(line.lineId)) promised.set(line.lineId, coveredUnits(here, line));
  }
  for (const [lineId, units] of promised) if (units === 0) promised.delete(lineId);
  return promised;
}

function bundleLines(order: Order): readonly LineFacts[] {
  return (order.lines?.facts ?? []).filter((line) => componentsOf(order, line.sku) !== null);
}

function toParcel(order: Order, shipment: Shipment, lines: Fulfilment["lines"]): OwnParcel {
  const { shipmentId, shippedAt, carrier, trackingNo, warehouse, shippedBy } = shipment;
  // What a bundle's line consists of stands in the order itself.
  const takenApart = new Set(bundleLines(order).map(({ lineId }) => lineId));
  const inParcel = new Set(lines.map(({ lineId }) => lineId).filter((lineId) => !takenApart.has(lineId)));
  const goods = order.allocations.filter((each) => each.warehouse === warehouse && inParcel.has(each.lineId));
  const skus = Object.fromEntries(goods.map(({ lineId, sku }) => [lineId, sku]));
  return {
    fulfilmentId: shipmentId,
    at: shippedAt,
    state: "success",
    carrier: carrier.name,
    trackingNo,
    lines,
    hub: { warehouse, carrierCode: carrier.code, shippedBy, skus, told: null },
  };
}

function inOrder(lines: Fulfilment["lines"]): readonly (readonly [string, number])[] {
  return [...sumByLine(lines)].sort(([a], [b]) => (a < b ? -1 : 1));
}
