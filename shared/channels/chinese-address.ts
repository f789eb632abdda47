import type { AddressFacts } from "../orders/facts.ts";

/** The parts of an address as Chinese marketplaces send them; null and blank parts are absent. */
export type ChineseAddressParts = {
  readonly name: string | null;
  readonly phone: string | null;
  /** As written, in Chinese or as a code; absent means China. */
  readonly country: string | null;
  readonly province: string | null;
  readonly city: string | null;
  readonly district: string | null;
  readonly town: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
};

/** null when no part is there. A county that its province governs itself comes without a city: it stands as one then. */
export function chineseAddress(parts: ChineseAddressParts): AddressFacts | null {
  const text = (part: string | null): string => part?.trim() ?? "";
  const province = text(parts.province);
  const district = text(parts.district);
  const town = text(parts.town);
  const street = text(parts.street);
  const address: AddressFacts = {
    name: text(parts.name),
    phone: text(parts.phone),
    country: countryOf(text(parts.country), province),
    region: province,
    regionName: province,
    city: text(parts.city) || district,
    district,
    street: street.includes(town) ? street : town + street,
    postalCode: text(parts.postalCode),
    email: "",
  };
  const { country: _country, ...said } = address;
  return Object.values(said).some((part) => part !== "") ? address : null;
}

const ownCodes: readonly (readonly [string, string])[] = [
  ["香港", "HK"],
  ["澳门", "MO"],
  ["台湾", "TW"],
];

/** "" for other countries written in Chinese, and for 海外 (abroad): such an address is held, not guessed. */
function countryOf(country: string, province: string): string {
  const own = ownCodes.find(([name]) => province.startsWith(name) || country.startsWith(name));
  if (own !== undefined) return own[1];
  if (province.startsWith("海外")) return "";
  if (country === "" || country === "中国" || country === "中国大陆") return "CN";
  return /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : "";
}
