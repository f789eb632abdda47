import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askSquare } from "./square-api.ts";
import { parcelTypes } from "./statuses.ts";

type Found = {
  readonly version: number | null;
  readonly locationId: string;
  readonly uid: string | null;
  readonly type: string;
  readonly state: string;
  readonly trackingNo: string | null;
};

/**
 * Writes the tracking number into the order's own fulfilment, with the version just read, so that nobody's change is lost; the
 * last parcel completes it. A version that is no longer the newest is tried again later.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const path = `/v2/orders/${encodeURIComponent(shipment.channelOrderId)}`;
  const order = await askSquare(call, { method: "GET", path });
  if (!order.ok) return order;
  const read = readAnswer(order.value.json, findFulfilment);
  if (!read.ok) return read;
  const found = read.value;
  const state = shipment.isLast ? "COMPLETED" : found.state;
  if (found.uid === null) return refuse("no_fulfillment", "the order has no fulfilment that is a parcel");
  const isTold = found.type !== "SHIPMENT" || found.trackingNo === shipment.trackingNo;
  if (isTold && found.state === state) {
    return ok({ kind: "already", reference: found.uid });
  }
  if (found.version === null) return refuse("no_version", "an order of the counter cannot be updated");
  const details = {
    carrier: shipment.carrier.name,
    tracking_number: shipment.trackingNo,
    shipped_at: shipment.shippedAt,
  };
  const answer = await askSquare(call, {
    method: "PUT",
    path,
    body: {
      order: {
        location_id: found.locationId,
        version: found.version,
        fulfillments: [{ uid: found.uid, state, ...(found.type === "SHIPMENT" ? { shipment_details: details } : {}) }],
      },
      idempotency_key: `${shipment.shipmentId}-${found.version}`.slice(-192),
    },
    isRepeatable: true,
  });
  if (answer.ok) return ok({ kind: "done", reference: found.uid });
  const isOutdated = answer.error.kind === "refused" && answer.error.code === "VERSION_MISMATCH";
  return isOutdated ? fail({ kind: "unavailable", detail: "the order changed meanwhile" }) : answer;
}

const findFulfilment: Parameters<typeof readAnswer<Found>>[1] = (at) => {
  const order = at.child("order");
  const parcels = order?.entries("fulfillments").filter((each) => parcelTypes.has(each.textOrNull("type") ?? "")) ?? [];
  const [parcel] = parcels;
  return {
    version: order?.countOrNull("version") ?? null,
    locationId: order?.id("location_id") ?? "",
    uid: parcel?.textOrNull("uid") ?? null,
    type: parcel?.textOrNull("type") ?? "",
    state: parcel?.textOrNull("state") ?? "",
    trackingNo: parcel?.child("shipment_details")?.textOrNull("tracking_number") ?? null,
  };
};

function refuse(code: string, detail: string): Result<never, ApiProblem> {
  return fail({ kind: "refused", code, detail });
}
