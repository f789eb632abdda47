import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import type { JsonReader } from "../json-reader.ts";

/** Masked where TikTok ships; absent while the order is unpaid or on hold. */
export function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("recipient_address");
  if (at === null) return null;
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const place = readPlace(at);
  const lines = ["address_line1", "address_line2", "address_line3", "address_line4"].map(text);
  const street = lines.filter((line) => line !== "").join(", ");
  const address = {
    name: text("name"),
    phone: text("phone_number"),
    country: countryCode(at.textOrNull("region_code")),
    region: place.region,
    regionName: place.region,
    city: place.city,
    district: place.district,
    street: street === "" ? (at.textOrNull("address_detail") ?? text("full_address")) : street,
    postalCode: text("postal_code"),
    email: order.textOrNull("buyer_email") ?? "",
  };
  return [address.name, address.street, address.postalCode].some((part) => part !== "") ? address : null;
}

type Place = { readonly region: string; readonly city: string; readonly district: string };

/**
 * `district_info[]` goes from the country (L0) down. Between state and city some countries have a county and others not, so
 * the name of the level counts before its number.
 */
function readPlace(at: JsonReader): Place {
  const parts = at.entries("district_info").map((part) => ({
    level: part.textOrNull("address_level")?.trim().toUpperCase() ?? "",
    kind: part.textOrNull("address_level_name")?.trim().toLowerCase() ?? "",
    name: part.textOrNull("address_name") ?? "",
  }));
  const named = (kinds: readonly string[], level: string): string =>
    (parts.find(({ kind }) => kinds.includes(kind)) ?? parts.find((part) => part.level === level))?.name ?? "";
  return {
    region: named(["state", "province", "region"], "L1"),
    city: named(["city", "municipality"], "L2"),
    district: named(["district", "town", "ward"], "L3"),
  };
}
