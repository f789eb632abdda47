import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askEbay } from "./ask-ebay.ts";
import { askForParcels, orderPath } from "./read-order.ts";

/**
 * eBay would take the same parcel twice, so what it knows of the order is asked first: a parcel with this number is `already`,
 * and a failure whose outcome is unknown may be tried again.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const trackingNo = plainNumber(shipment.trackingNo);
  const known = await askForParcels(call, shipment.channelOrderId);
  if (!known.ok) return known;
  const parcels = readAnswer(known.value.json, (at) =>
    at.listOrEmpty("fulfillments").map((parcel) => ({
      fulfilmentId: parcel.textOrNull("fulfillmentId"),
      trackingNo: plainNumber(parcel.textOrNull("shipmentTrackingNumber") ?? ""),
    })),
  );
  if (!parcels.ok) return parcels;
  const same = parcels.value.find((parcel) => parcel.trackingNo === trackingNo);
  if (same !== undefined) return ok({ kind: "already", reference: same.fulfilmentId });
  const written = await askEbay(call, {
    method: "POST",
    path: `${orderPath(shipment.channelOrderId)}/shipping_fulfillment`,
    body: {
      lineItems: shipment.lines.map(({ lineId, quantity }) => ({ lineItemId: lineId, quantity })),
      shippedDate: shipment.shippedAt,
      shippingCarrierCode: shipment.carrier.code,
      trackingNumber: trackingNo,
    },
  });
  if (!written.ok) return written;
  const location = written.value.response.headers["location"];
  return ok({ kind: "done", reference: location?.split("/").at(-1) ?? null });
}

/** eBay takes letters and digits only; carriers print numbers with spaces and dashes. */
function plainNumber(trackingNo: string): string {
  return trackingNo.replace(/[^A-Za-z0-9]/g, "");
}
