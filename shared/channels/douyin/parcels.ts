import type { Fulfilment } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";

/** `logistics_info[]`: each has left. */
export function readParcels(order: JsonReader, updatedAt: string): readonly Fulfilment[] {
  return order.listOrEmpty("logistics_info").map((at) => ({
    fulfilmentId: at.textOrNull("delivery_id") === null ? at.id("tracking_no") : at.id("delivery_id"),
    at: at.epochSecondsOrNull("ship_time") ?? updatedAt,
    state: "success",
    carrier: at.textOrNull("company_name") ?? at.textOrNull("company"),
    trackingNo: at.textOrNull("tracking_no"),
    lines: at.listOrEmpty("product_info").map((line) => ({
      lineId: line.id("sku_order_id"),
      quantity: line.count("product_count"),
    })),
  }));
}
