import type { Fulfilment } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";

/** The answer of getShippingFulfillments. A quantity that is not told is 1. */
export function readParcels(answer: JsonReader | null): readonly Fulfilment[] {
  return (answer?.listOrEmpty("fulfillments") ?? []).map((at) => ({
    fulfilmentId: at.id("fulfillmentId"),
    at: at.instant("shippedDate"),
    state: "success",
    carrier: at.textOrNull("shippingCarrierCode"),
    trackingNo: at.textOrNull("shipmentTrackingNumber"),
    lines: at
      .listOrEmpty("lineItems")
      .map((line) => ({ lineId: line.id("lineItemId"), quantity: line.countOrNull("quantity") ?? 1 })),
  }));
}
