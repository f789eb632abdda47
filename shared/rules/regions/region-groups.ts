import { type ChineseRegion, chineseRegionNames, provinceOf, provinces } from "./chinese-provinces.ts";

/** Where a parcel goes, as far as a rule may ask. */
export type Destination = {
  /** ISO 3166 alpha-2; empty when the order has no address. */
  readonly country: string;
  readonly region: string;
  readonly regionName: string;
};

const europeanUnion = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" ");
const dach = ["DE", "AT", "CH"];
const nordics = ["DK", "FI", "IS", "NO", "SE"];
const benelux = ["BE", "NL", "LU"];
const baltics = ["EE", "LV", "LT"];
const iberia = ["ES", "PT"];
const northAmerica = ["US", "CA", "MX"];
const greaterChina = ["CN", "HK", "MO", "TW"];
const southeastAsia = "BN ID KH LA MM MY PH SG TH TL VN".split(" ");

/** Names that stand for several countries, in lower case. */
const countryGroups: ReadonlyMap<string, readonly string[]> = new Map([
  ["eu", europeanUnion],
  ["european union", europeanUnion],
  ["欧盟", europeanUnion],
  ["dach", dach],
  ["nordics", nordics],
  ["北欧", nordics],
  ["benelux", benelux],
  ["baltics", baltics],
  ["iberia", iberia],
  ["north america", northAmerica],
  ["北美", northAmerica],
  ["greater china", greaterChina],
  ["大中华区", greaterChina],
  ["southeast asia", southeastAsia],
  ["东南亚", southeastAsia],
]);

/** The regions of the United States Census Bureau, as "US Midwest"; states by their codes, in lower case. */
const stateGroups: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "us northeast": "ct me ma nh ri vt nj ny pa",
    "us midwest": "il in mi oh wi ia ks mn mo ne nd sd",
    "us south": "de dc fl ga md nc sc va wv al ky ms tn ar la ok tx",
    "us west": "az co id mt nv nm ut wy ak ca hi or wa",
  }).map(([name, states]) => [name, states.split(" ")] as const),
);

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
 * Chinese region ("华东", "East China"), a country group ("EU"), a country ("DE"), or a state by name, by code, or by code
 * after its country ("California", "CA", "US-CA"): "CA" alone is Canada too.
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
  const states = stateGroups.get(name);
  if (states !== undefined) return country === "US" && states.includes(region.toLowerCase());
  return [country, region, regionName, `${country}-${region}`].some(
    (text) => text !== "" && text.toLowerCase() === name,
  );
}

/** Hong Kong, Macau and Taiwan are countries of their own in ISO 3166 and in most channels' addresses. */
function destinationProvince({ country, region, regionName }: Destination): ReturnType<typeof provinceOf> {
  if (country === "CN") return provinceOf(region) ?? provinceOf(regionName);
  return greaterChina.includes(country) ? provinceOf(country) : null;
}

/** Names of groups and Chinese provinces, as people write them: what to offer when a name is not known. */
export function groupNames(): readonly string[] {
  const chinese = Object.entries(chineseRegionNames).flatMap(([, [, , english = ""]]) => english);
  return [
    ...Object.keys(chineseRegionNames),
    ...chinese.map(titled),
    ...[...countryGroups.keys()].map((name) => (name.length <= 4 ? name.toUpperCase() : titled(name))),
    ...[...stateGroups.keys()].map(titled),
    ...provinces.map(({ name }) => name),
  ];
}

/** Can the text name a region at all? Groups, provinces, countries ("DE"), and states after their country ("US-CA"). */
export function isRegionName(text: string): boolean {
  const name = text.trim().toLowerCase();
  if (countryGroups.has(name) || stateGroups.has(name) || regionByName.has(name)) return true;
  return provinceOf(name) !== null || /^[a-z]{2}(-[a-z0-9]{1,3})?$/.test(name) || isStateName(name);
}

/** Names of states are not listed here: any word in Latin letters may be one. */
function isStateName(name: string): boolean {
  return /^[a-z][a-z .'-]{3,40}$/.test(name);
}

function titled(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Us /, "US ");
}
