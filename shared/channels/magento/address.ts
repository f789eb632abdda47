import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import { fullName } from "../full-name.ts";
import type { JsonReader } from "../json-reader.ts";

/**
 * The shipping address: of an event's `addresses[]`, or deep inside a REST order. null when the message has none: an order of
 * downloads, or fields the shop did not choose. The billing address is never used: it may be somewhere else.
 */
export function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.entries("addresses").find((address) => address.textOrNull("address_type") === "shipping");
  const [assignment] = order.child("extension_attributes")?.entries("shipping_assignments") ?? [];
  const address = at ?? assignment?.child("shipping")?.child("address") ?? null;
  return address === null ? null : toAddress(address, order.textOrNull("customer_email"));
}

/** `street` is a list in REST orders and text with line ends in events; `region_code` is only in REST orders. */
function toAddress(at: JsonReader, email: string | null): AddressFacts {
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const streets = [...at.texts("street"), ...text("street").split("\n")].map((part) => part.trim());
  return {
    name: fullName(text("firstname"), text("lastname")),
    phone: text("telephone"),
    country: countryCode(text("country_id")),
    region: at.textOrNull("region_code") ?? text("region"),
    regionName: text("region"),
    city: text("city"),
    district: "",
    street: [text("company"), ...streets].filter((part) => part !== "").join(", "),
    postalCode: text("postcode"),
    email: at.textOrNull("email") ?? email ?? "",
  };
}
