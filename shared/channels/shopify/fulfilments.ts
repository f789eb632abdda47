import type { Fulfilment } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { fulfilmentStates } from "./statuses.ts";

/** One `fulfillments[]` entry, or the whole body of fulfillments/create and fulfillments/update. */
export function readFulfilment(at: JsonReader): Fulfilment {
  const status = at.textOrNull("status")?.toLowerCase() ?? "";
  const trackingNos = at.texts("tracking_numbers");
  return {
    fulfilmentId: at.id("id"),
    at: at.instant("created_at"),
    state: fulfilmentStates.get(status) ?? "pending",
    carrier: at.textOrNull("tracking_company"),
    trackingNo: trackingNos.length > 0 ? trackingNos.join(", ") : at.textOrNull("tracking_number"),
    lines: at.listOrEmpty("line_items").map((line) => ({ lineId: line.id("id"), quantity: line.count("quantity") })),
  };
}
