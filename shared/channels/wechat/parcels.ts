import type { Fulfilment } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { lineIdOf } from "./line-id.ts";

/** `delivery_product_info[]`: each has left. Sent without a carrier it has no number. */
export function readParcels(delivery: JsonReader | null, updatedAt: string): readonly Fulfilment[] {
  return (delivery?.listOrEmpty("delivery_product_info") ?? []).map((at, index) => {
    const waybill = at.textOrNull("waybill_id");
    return {
      fulfilmentId: waybill === null ? `without-number-${index + 1}` : at.id("waybill_id"),
      at: at.epochSecondsOrNull("delivery_time") ?? updatedAt,
      state: "success",
      carrier: at.textOrNull("delivery_name") ?? at.textOrNull("delivery_id"),
      trackingNo: waybill,
      lines: at.listOrEmpty("product_infos").map((line) => ({
        lineId: lineIdOf(line),
        quantity: line.count("product_cnt"),
      })),
    };
  });
}

/** Units that left, by line. */
export function shippedUnits(parcels: readonly Fulfilment[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { lineId, quantity } of parcels.flatMap(({ lines }) => lines)) {
    units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  }
  return units;
}
