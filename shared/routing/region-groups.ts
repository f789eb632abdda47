import { type ChineseRegion, chineseRegionNames, provinceOf } from "./chinese-provinces.ts";

/** Where a parcel goes, as far as a rule may ask. */
export type Destination = {
  /** ISO 3166 alpha-2; empty when the order has no address. */
  readonly country: string;
  readonly region: string;
  readonly regionName: string;
};

const europeanUnion = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" ");
const dach = ["DE", "AT", "CH"];
const northAmerica = ["US", "CA", "MX"];
const greaterChina = ["CN", "HK", "MO", "TW"];

/** Names that stand for several countries, in lower case. */
const countryGroups: ReadonlyMap<string, readonly string[]> = new Map([
  ["eu", europeanUnion],
  ["european union", europeanUnion],
  ["欧盟", europeanUnion],
  ["dach", dach],
  ["north america", northAmerica],
  ["北美", northAmerica],
  ["greater china", greaterChina],
  ["大中华区", greaterChina],
]);

const regionByName: ReadonlyMap<string, ChineseRegion> = new Map(
  Object.entries(chineseRegionNames).flatMap(([region, names]) =>
    names.map((name) => [name.toLowerCase(), region as ChineseRegion] as const),
  ),
);

/** Is `country` the one, or in the group, that `wanted` names ("DE", "EU", "DACH", "North America")? */
export function countryMatches(wanted: string, country: string): boolean {
  const name = wanted.trim().toLowerCase();
  return country !== "" && (countryGroups.get(name)?.includes(country) ?? name === country.toLowerCase());
}

/**
 * Is the destination in the region that `wanted` names? A Chinese province in any spelling ("上海", "上海市", "CN-31"), a
 * Chinese region ("华东", "East China"), a country group ("EU"), or a state by code or name, alone or after its country
 * ("CA", "California", "US-CA").
 */
export function regionMatches(wanted: string, destination: Destination): boolean {
  const name = wanted.trim().toLowerCase();
  if (name === "") return false;
  if (countryGroups.has(name)) return countryMatches(name, destination.country);
  const province = destinationProvince(destination);
  const chineseRegion = regionByName.get(name);
  if (chineseRegion !== undefined) return province?.region === chineseRegion;
  if (province !== null) return provinceOf(name)?.code === province.code;
  const { country, region, regionName } = destination;
  return [region, regionName, `${country}-${region}`].some((text) => text !== "" && text.toLowerCase() === name);
}

/** Hong Kong, Macau and Taiwan are countries of their own in ISO 3166 and in most channels' addresses. */
function destinationProvince({ country, region, regionName }: Destination): ReturnType<typeof provinceOf> {
  if (country === "CN") return provinceOf(region) ?? provinceOf(regionName);
  return greaterChina.includes(country) ? provinceOf(country) : null;
}
