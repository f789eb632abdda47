import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import type { JsonReader } from "../json-reader.ts";

/** null for an order that goes nowhere (gift cards, sales over the counter) or whose customer was erased. */
export function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("shipping_address");
  if (at === null) return null;
  const regionName = at.textOrNull("province") ?? "";
  const fullName = [at.textOrNull("first_name"), at.textOrNull("last_name")].filter(isThere).join(" ");
  return {
    name: at.textOrNull("name") ?? fullName,
    phone: at.textOrNull("phone") ?? order.textOrNull("phone") ?? "",
    country: countryCode(at.textOrNull("country_code")),
    region: at.textOrNull("province_code") ?? regionName,
    regionName,
    city: at.textOrNull("city") ?? "",
    district: "",
    street: [at.textOrNull("company"), at.textOrNull("address1"), at.textOrNull("address2")].filter(isThere).join(", "),
    postalCode: at.textOrNull("zip") ?? "",
    email: order.textOrNull("email") ?? order.textOrNull("contact_email") ?? "",
  };
}

function isThere(text: string | null): text is string {
  return text !== null;
}
