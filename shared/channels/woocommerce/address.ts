import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import { fullName } from "../full-name.ts";
import type { JsonReader } from "../json-reader.ts";
import { pickupMethods } from "./statuses.ts";

/**
 * Where the goods go: the shipping address, else the billing one, which also lends phone and e-mail. null when both are
 * empty or the buyer fetches the goods.
 */
export function readAddress(order: JsonReader): AddressFacts | null {
  const billing = order.child("billing");
  const shipping = order.child("shipping");
  if (shipping !== null && isFilled(shipping)) return toAddress(shipping, billing);
  const isPickup = order
    .listOrEmpty("shipping_lines")
    .some((line) => pickupMethods.has(line.textOrNull("method_id") ?? ""));
  return billing !== null && isFilled(billing) && !isPickup ? toAddress(billing, billing) : null;
}

function isFilled(at: JsonReader): boolean {
  return ["address_1", "city", "postcode", "country"].some((key) => at.textOrNull(key) !== null);
}

/** `state` is a code of WooCommerce's ("CA", "CN10", "JP13") or, in countries it has no list for, the name. */
function toAddress(at: JsonReader, billing: JsonReader | null): AddressFacts {
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const isCode = /^[A-Z0-9-]{1,6}$/.test(text("state"));
  return {
    name: fullName(text("first_name"), text("last_name")),
    phone: at.textOrNull("phone") ?? billing?.textOrNull("phone") ?? "",
    country: countryCode(text("country")),
    region: text("state"),
    regionName: isCode ? "" : text("state"),
    city: text("city"),
    district: "",
    street: [text("company"), text("address_1"), text("address_2")].filter((part) => part !== "").join(", "),
    postalCode: text("postcode"),
    email: billing?.textOrNull("email") ?? "",
  };
}
