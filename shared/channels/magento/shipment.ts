import type { IncomingOrder } from "../../orders/facts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";

/** One parcel, known by the shipment's own number. A tracking number added later comes with the shipment's next save. */
export function readShipment(at: JsonReader, body: Uint8Array): IncomingOrder {
  const tracks = at.entries("tracks");
  const [first] = tracks;
  const trackingNos = tracks.map((track) => track.textOrNull("track_number") ?? track.textOrNull("number"));
  return {
    channelOrderId: at.id("order_id"),
    clock: clockOf(at.instantOrNull("updated_at", "UTC") ?? at.instant("created_at", "UTC"), "000", body),
    fulfilments: [
      {
        fulfilmentId: at.id("increment_id"),
        at: at.instant("created_at", "UTC"),
        state: "success",
        carrier: first?.textOrNull("title") ?? first?.textOrNull("carrier_code") ?? null,
        trackingNo: trackingNos.filter((number) => number !== null).join(", ") || null,
        lines: at.listOrEmpty("items").map((item) => ({
          lineId: item.id("order_item_id"),
          quantity: Math.floor(item.quantity("qty")),
        })),
      },
    ],
  };
}
