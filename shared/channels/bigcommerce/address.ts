import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import { fullName } from "../full-name.ts";
import type { JsonReader } from "../json-reader.ts";
import type { Item } from "./lines.ts";

/** Where the parcels go. `isOne` is false when pieces go to different addresses: one of them is told all the same. */
export type Destination = { readonly address: AddressFacts | null; readonly isOne: boolean };

/** Of `/shipping_addresses`, those that pieces to be shipped go to; an order may have more than it uses. */
export function readDestination(envelope: JsonReader, items: readonly Item[]): Destination {
  const used = new Set(items.flatMap(({ line, addressId }) => (line.needsShipping ? [addressId] : [])));
  const all = envelope.listOrEmpty("shipping_addresses");
  const needed = all.filter((at) => used.has(at.textOrNull("id")));
  const [first] = needed.length === 0 ? all : needed;
  return { address: first === undefined ? null : toAddress(first), isOne: needed.length <= 1 };
}

/** `state` is a name, never a code. */
function toAddress(at: JsonReader): AddressFacts {
  const text = (key: string): string => at.textOrNull(key) ?? "";
  return {
    name: fullName(text("first_name"), text("last_name")),
    phone: text("phone"),
    country: countryCode(text("country_iso2")),
    region: text("state"),
    regionName: text("state"),
    city: text("city"),
    district: "",
    street: [text("company"), text("street_1"), text("street_2")].filter((part) => part !== "").join(", "),
    postalCode: text("zip"),
    email: text("email"),
  };
}
