import type { Fulfilment, Refund } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { readDate } from "./rfc-2822.ts";

/** One of `/shipments`. */
export function readShipment(at: JsonReader): Fulfilment {
  return {
    fulfilmentId: at.id("id"),
    at: readDate(at, "date_created"),
    state: "success",
    carrier: at.textOrNull("tracking_carrier") ?? at.textOrNull("shipping_provider"),
    trackingNo: at.textOrNull("tracking_number"),
    lines: at.listOrEmpty("items").map((item) => ({
      lineId: item.id("order_product_id"),
      quantity: item.count("quantity"),
    })),
  };
}

/** One of `data[]` of the refunds of an order (v3), whose times have an offset. */
export function readRefund(at: JsonReader, currency: string): Refund {
  const products = at.listOrEmpty("items").filter((item) => item.textOrNull("item_type") === "PRODUCT");
  return {
    refundId: at.id("id"),
    at: at.instant("created"),
    amountMinor: at.money("total_amount", currency),
    taxMinor: at.moneyOrZero("total_tax", currency),
    reason: at.textOrNull("reason"),
    lines: products.map((item) => ({
      lineId: item.id("item_id"),
      quantity: item.count("quantity"),
      amountMinor: item.moneyOrZero("requested_amount", currency),
    })),
  };
}
