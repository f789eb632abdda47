import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import type { JsonReader } from "../json-reader.ts";

/** 2026-01-01: `recipient.deliveryAddress`. Without the role for it, and for orders Amazon ships, it is not there. */
export function readAddress(at: JsonReader, email: string | null): AddressFacts {
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const neighbourhood = at.child("extendedFields")?.textOrNull("neighborhood") ?? "";
  return {
    name: text("name"),
    phone: text("phone"),
    country: countryCode(text("countryCode")),
    region: text("stateOrRegion"),
    regionName: text("stateOrRegion"),
    city: at.textOrNull("city") ?? text("municipality"),
    district: neighbourhood === "" ? text("districtOrCounty") : neighbourhood,
    street: joined([text("companyName"), text("addressLine1"), text("addressLine2"), text("addressLine3")]),
    postalCode: text("postalCode"),
    email: email ?? "",
  };
}

/** v0: `ShippingAddress`. */
export function readAddressV0(at: JsonReader, email: string | null): AddressFacts {
  const text = (key: string): string => at.textOrNull(key) ?? "";
  return {
    name: text("Name"),
    phone: text("Phone"),
    country: countryCode(text("CountryCode")),
    region: text("StateOrRegion"),
    regionName: text("StateOrRegion"),
    city: at.textOrNull("City") ?? text("Municipality"),
    district: at.textOrNull("District") ?? text("County"),
    street: joined([text("CompanyName"), text("AddressLine1"), text("AddressLine2"), text("AddressLine3")]),
    postalCode: text("PostalCode"),
    email: email ?? "",
  };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
