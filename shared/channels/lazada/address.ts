import type { AddressFacts } from "../../orders/facts.ts";
import { fullName } from "../full-name.ts";
import type { JsonReader } from "../json-reader.ts";

/** Lazada writes its six countries out. */
const countries: ReadonlyMap<string, string> = new Map([
  ["indonesia", "ID"],
  ["malaysia", "MY"],
  ["philippines", "PH"],
  ["singapore", "SG"],
  ["thailand", "TH"],
  ["vietnam", "VN"],
]);

/**
 * "address1 is the detailed address, address3 the state, address4 the city, address5 the post code" (Get Order guide); where
 * a post code stands in its own field, address5 is what lies below the city. Names and phones are masked.
 */
export function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("address_shipping");
  if (at === null) return null;
  const text = (key: string): string => at.textOrNull(key)?.trim() ?? "";
  const postalCode = text("post_code") || (/^\d+$/.test(text("address5")) ? text("address5") : "");
  return {
    name: fullName(text("first_name"), text("last_name")),
    phone: text("phone") || text("phone2"),
    country: countries.get(text("country").toLowerCase()) ?? "",
    region: text("address3"),
    regionName: text("address3"),
    city: text("city") || text("address4"),
    district: text("address5") === postalCode ? "" : text("address5"),
    street: [text("address1"), text("address2")].filter((part) => part !== "").join(", "),
    postalCode,
    email: "",
  };
}
