import { type City, cityAtStart } from "./chinese-cities.ts";
import { type Province, provinceOf, provinces } from "./chinese-provinces.ts";

/** Parts of a Chinese text address; those that it does not name are empty. */
export type ChineseAddress = {
  readonly province: Province | null;
  /** With its ending as far as it is written: "苏州市", "延边朝鲜族自治州". Of 北京, 上海 … the name of the city itself. */
  readonly city: string;
  /** "浦东新区", "昆山市", "定安县". */
  readonly district: string;
  /** What follows, unchanged. */
  readonly rest: string;
};

/** Cities that are provinces: their name fills both parts. */
const municipalities = new Set(["BJ", "TJ", "SH", "CQ"]);

const provinceNames: readonly (readonly [string, Province])[] = provinces
  .flatMap((province) => [
    [province.fullName, province] as const,
    [`${province.name}自治区`, province] as const,
    [`${province.name}省`, province] as const,
    [`${province.name}特区`, province] as const,
    [province.name, province] as const,
  ])
  .sort(([a], [b]) => b.length - a.length);

const provinceByCode = new Map(provinces.map((province) => [province.code, province]));

const cityEnding = /^[\u4e00-\u9fff]{0,8}?(?:自治州|地区|市|盟)/u;
const districtEnding = /^[\u4e00-\u9fff]{1,11}?(?:新区|自治县|自治旗|林区|特区|矿区|区|县|旗|市)/u;
/** Words with a 区, 县 or 市 inside that is not yet the end of a district. */
const notADistrict = /^(?:[\u4e00-\u9fff]{0,8}?)(?:小区|社区|园区|开发区|工业区|市场|校区|院区)/u;

/**
 * Reads a text address such as "上海市浦东新区张江路1号", "江苏 苏州 昆山市…" or "深圳市南山区…". Province and city may be
 * written long or short, with spaces or commas between them, once or twice ("上海市上海市浦东新区"), and the province may be
 * left out when the city tells it. A county that a province governs itself (直辖县) stands as the district, its city empty.
 */
export function parseChineseAddress(text: string): ChineseAddress {
  let rest = unspaced(text.replace(/^(?:中国|中华人民共和国|China)/iu, ""));
  const written = provinceAtStart(rest);
  if (written !== null) rest = unspaced(rest.slice(written.length));
  const known = cityAtStart(rest);
  const province = written?.province ?? known?.province ?? null;
  if (province === null) return { province, city: "", district: "", rest };
  if (municipalities.has(province.code)) return inMunicipality(province, rest);

  const { length, name } = cityIn(rest, known !== null && known.province.code === province.code ? known : null);
  const after = unspaced(rest.slice(length));
  const district = districtAtStart(after);
  return { province, city: name, district, rest: unspaced(after.slice(district.length)) };
}

/**
 * Province, city and district of an address whose fields say too little: what is missing is read from the street. Of 北京,
 * 上海, 天津 and 重庆 the name may stand in the province, the city or both, and the district may stand in the city.
 */
export function completeChineseAddress(address: {
  readonly region: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
}): { readonly province: Province | null; readonly city: string; readonly district: string } {
  const { region, city, district, street } = address;
  const named = provinceOf(region) ?? provinceOf(city);
  const parsed = parseChineseAddress(`${named?.fullName ?? region}${city}${district}${street}`);
  const province = named ?? parsed.province;
  if (province === null) return { province, city, district };
  if (municipalities.has(province.code)) {
    const isCity = city === "" || provinceOf(city)?.code === province.code || isCatchAll(city);
    return { province, city: province.fullName, district: district || (isCity ? parsed.district : city) };
  }
  return { province, city: city || parsed.city, district: district || parsed.district };
}

function inMunicipality(province: Province, text: string): ChineseAddress {
  let rest = text;
  const again = provinceAtStart(rest);
  if (again?.province.code === province.code) rest = unspaced(rest.slice(again.length));
  rest = unspaced(rest.replace(/^(?:市辖区|县|市辖县)(?=[\u4e00-\u9fff]{1,8}?[区县])/u, ""));
  const district = districtAtStart(rest);
  return { province, city: province.fullName, district, rest: unspaced(rest.slice(district.length)) };
}

function isCatchAll(city: string): boolean {
  return city === "市辖区" || city === "县" || city === "市辖县";
}

function provinceAtStart(text: string): { readonly province: Province; readonly length: number } | null {
  // 吉林 is a province and a city in it, 海南 a province and a prefecture of 青海: the long name decides.
  if (text.startsWith("吉林市")) return { province: provinceByCode.get("JL") ?? noProvince(), length: 0 };
  if (text.startsWith("海南藏族自治州")) return { province: provinceByCode.get("QH") ?? noProvince(), length: 0 };
  const found = provinceNames.find(([name]) => text.startsWith(name));
  return found === undefined ? null : { province: found[1], length: found[0].length };
}

function noProvince(): never {
  throw new Error("the list of provinces has lost one");
}

function cityIn(text: string, known: City | null): { readonly name: string; readonly length: number } {
  if (known === null) {
    const written = cityEnding.exec(text)?.[0] ?? "";
    return { name: written, length: written.length };
  }
  if (known.name.endsWith("县") || known.name.endsWith("林区")) return { name: "", length: 0 };
  const ending = /^(?:市|[\u4e00-\u9fff]{0,9}?自治州|地区|盟)/u.exec(text.slice(known.name.length))?.[0] ?? "";
  const name = ending === "" && known.isCity ? `${known.name}市` : known.name + ending;
  return { name, length: known.name.length + ending.length };
}

function districtAtStart(text: string): string {
  const found = districtEnding.exec(text)?.[0] ?? "";
  const word = notADistrict.exec(text)?.[0] ?? "";
  return found !== "" && word !== "" && word.length <= found.length + 1 && !found.endsWith("新区") ? "" : found;
}

function unspaced(text: string): string {
  return text.replace(/^[\s,，、/\-－]+/u, "");
}
