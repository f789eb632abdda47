import type { AddressFacts } from "../../orders/facts.ts";
import { countryCode } from "../country-code.ts";
import type { JsonReader } from "../json-reader.ts";

/** Under eBay's shipping programs it is the address of eBay's hub, which sends the parcel on: still where ours goes. */
export function readAddress(instruction: JsonReader): AddressFacts | null {
  const to = instruction.child("shippingStep")?.child("shipTo") ?? null;
  const at = to?.child("contactAddress") ?? null;
  if (to === null || at === null) return null;
  const text = (key: string): string => at.textOrNull(key) ?? "";
  const company = to.textOrNull("companyName") ?? "";
  return {
    name: to.textOrNull("fullName") ?? "",
    phone: to.child("primaryPhone")?.textOrNull("phoneNumber") ?? "",
    country: countryCode(at.textOrNull("countryCode")),
    region: text("stateOrProvince"),
    regionName: text("stateOrProvince"),
    city: text("city"),
    district: text("county"),
    street: [company, text("addressLine1"), text("addressLine2")].filter((part) => part !== "").join(", "),
    postalCode: text("postalCode"),
    email: to.textOrNull("email") ?? "",
  };
}
