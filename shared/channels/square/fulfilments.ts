import type { AddressFacts, Fulfilment, LineFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import { fullName } from "../full-name.ts";
import type { JsonReader } from "../json-reader.ts";
import { piecesOf } from "./lines.ts";
import { fulfilmentStates, parcelTypes } from "./statuses.ts";

/** Those by which goods leave in a parcel. */
export function parcelsOf(order: JsonReader): readonly JsonReader[] {
  return order.entries("fulfillments").filter((at) => parcelTypes.has(at.textOrNull("type") ?? ""));
}

/** Every fulfilment of the order is done, or there is none to do: a sale at the counter. */
export function isAllDone(order: JsonReader): boolean {
  const live = order.entries("fulfillments").filter((at) => at.has("uid") && stateOf(at) !== "cancelled");
  return live.every((at) => stateOf(at) === "success");
}

/** One that is for all lines names none of them. */
export function readFulfilment(at: JsonReader, lines: readonly LineFacts[], updatedAt: string): Fulfilment {
  const details = detailsOf(at);
  const entries = at.listOrEmpty("entries");
  return {
    fulfilmentId: at.id("uid"),
    at: details?.instantOrNull("shipped_at") ?? details?.instantOrNull("completed_at") ?? updatedAt,
    state: stateOf(at),
    carrier: details?.textOrNull("carrier") ?? null,
    trackingNo: details?.textOrNull("tracking_number") ?? null,
    lines:
      entries.length === 0
        ? lines.map(({ lineId, quantity }) => ({ lineId, quantity }))
        : entries.map((entry) => ({ lineId: entry.id("line_item_uid"), quantity: piecesOf(entry) })),
  };
}

/** Of the first parcel; null when it names nobody. */
export function readAddress(parcels: readonly JsonReader[]): AddressFacts | null {
  const recipient = parcels.map((at) => detailsOf(at)?.child("recipient")).find((each) => each != null);
  const at = recipient?.child("address");
  if (recipient == null || at == null) return null;
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const streets = ["address_line_1", "address_line_2", "address_line_3"].map(text).filter((part) => part !== "");
  return {
    name: recipient.textOrNull("display_name") ?? fullName(text("first_name"), text("last_name")),
    phone: recipient.textOrNull("phone_number") ?? "",
    country: countryCode(text("country")),
    region: text("administrative_district_level_1"),
    regionName: text("administrative_district_level_1"),
    city: text("locality"),
    district: text("sublocality"),
    street: streets.join(", "),
    postalCode: text("postal_code"),
    email: recipient.textOrNull("email_address") ?? "",
  };
}

function stateOf(at: JsonReader): Fulfilment["state"] {
  return fulfilmentStates.get(at.textOrNull("state") ?? "") ?? "pending";
}

function detailsOf(at: JsonReader): JsonReader | null {
  return at.child("shipment_details") ?? at.child("delivery_details");
}
