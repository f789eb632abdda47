/**
 * The provinces of China with the codes that channels use for them: ISO 3166-2 letters ("SH"), the GB/T 2260 number
 * ("31") and WooCommerce's own running number ("CN10", from its i18n/states.php). Names come with and without their
 * official ending. `region` is one of the seven customary regions; Hong Kong, Macau and Taiwan stand apart because
 * parcels to them cross customs.
 */
export type Province = {
  readonly code: string;
  readonly gb: string;
  readonly wooCommerce: string | null;
  readonly name: string;
  readonly fullName: string;
  readonly english: string;
  readonly region: ChineseRegion;
};

export type ChineseRegion = "华北" | "东北" | "华东" | "华中" | "华南" | "西南" | "西北" | "港澳台";

/** What merchants write for a region. */
export const chineseRegionNames: Readonly<Record<ChineseRegion, readonly string[]>> = {
  华北: ["华北", "华北地区", "north china", "cn-north"],
  东北: ["东北", "东北地区", "northeast china", "cn-northeast"],
  华东: ["华东", "华东地区", "east china", "cn-east"],
  华中: ["华中", "华中地区", "central china", "cn-central"],
  华南: ["华南", "华南地区", "south china", "cn-south"],
  西南: ["西南", "西南地区", "southwest china", "cn-southwest"],
  西北: ["西北", "西北地区", "northwest china", "cn-northwest"],
  港澳台: ["港澳台", "hong kong, macau and taiwan", "cn-hmt"],
};

const rows: readonly (readonly [string, string, string | null, string, string, string, ChineseRegion])[] = [
  ["BJ", "11", "CN2", "北京", "北京市", "Beijing", "华北"],
  ["TJ", "12", "CN3", "天津", "天津市", "Tianjin", "华北"],
  ["HE", "13", "CN4", "河北", "河北省", "Hebei", "华北"],
  ["SX", "14", "CN5", "山西", "山西省", "Shanxi", "华北"],
  ["NM", "15", "CN6", "内蒙古", "内蒙古自治区", "Inner Mongolia", "华北"],
  ["LN", "21", "CN7", "辽宁", "辽宁省", "Liaoning", "东北"],
  ["JL", "22", "CN8", "吉林", "吉林省", "Jilin", "东北"],
  ["HL", "23", "CN9", "黑龙江", "黑龙江省", "Heilongjiang", "东北"],
  ["SH", "31", "CN10", "上海", "上海市", "Shanghai", "华东"],
  ["JS", "32", "CN11", "江苏", "江苏省", "Jiangsu", "华东"],
  ["ZJ", "33", "CN12", "浙江", "浙江省", "Zhejiang", "华东"],
  ["AH", "34", "CN13", "安徽", "安徽省", "Anhui", "华东"],
  ["FJ", "35", "CN14", "福建", "福建省", "Fujian", "华东"],
  ["JX", "36", "CN15", "江西", "江西省", "Jiangxi", "华东"],
  ["SD", "37", "CN16", "山东", "山东省", "Shandong", "华东"],
  ["HA", "41", "CN17", "河南", "河南省", "Henan", "华中"],
  ["HB", "42", "CN18", "湖北", "湖北省", "Hubei", "华中"],
  ["HN", "43", "CN19", "湖南", "湖南省", "Hunan", "华中"],
  ["GD", "44", "CN20", "广东", "广东省", "Guangdong", "华南"],
  ["GX", "45", "CN21", "广西", "广西壮族自治区", "Guangxi", "华南"],
  ["HI", "46", "CN22", "海南", "海南省", "Hainan", "华南"],
  ["CQ", "50", "CN23", "重庆", "重庆市", "Chongqing", "西南"],
  ["SC", "51", "CN24", "四川", "四川省", "Sichuan", "西南"],
  ["GZ", "52", "CN25", "贵州", "贵州省", "Guizhou", "西南"],
  ["YN", "53", "CN1", "云南", "云南省", "Yunnan", "西南"],
  ["XZ", "54", "CN31", "西藏", "西藏自治区", "Tibet", "西南"],
  ["SN", "61", "CN26", "陕西", "陕西省", "Shaanxi", "西北"],
  ["GS", "62", "CN27", "甘肃", "甘肃省", "Gansu", "西北"],
  ["QH", "63", "CN28", "青海", "青海省", "Qinghai", "西北"],
  ["NX", "64", "CN29", "宁夏", "宁夏回族自治区", "Ningxia", "西北"],
  ["XJ", "65", "CN32", "新疆", "新疆维吾尔自治区", "Xinjiang", "西北"],
  ["TW", "71", null, "台湾", "台湾省", "Taiwan", "港澳台"],
  ["HK", "81", null, "香港", "香港特别行政区", "Hong Kong", "港澳台"],
  ["MO", "82", "CN30", "澳门", "澳门特别行政区", "Macau", "港澳台"],
];

export const provinces: readonly Province[] = rows.map(([code, gb, wooCommerce, name, fullName, english, region]) => ({
  code,
  gb,
  wooCommerce,
  name,
  fullName,
  english,
  region,
}));

const byText = new Map<string, Province>(
  provinces.flatMap((province) => {
    const { code, gb, wooCommerce, name, fullName, english } = province;
    const texts = [
      code,
      `CN-${code}`,
      gb,
      `CN-${gb}`,
      `${gb}0000`,
      wooCommerce ?? code,
      name,
      fullName,
      `${name}省`,
      `${name}市`,
      english,
    ];
    return texts.map((text) => [fold(text), province] as const);
  }),
);
const aliases: readonly (readonly [string, string])[] = [
  ["广西自治区", "GX"],
  ["宁夏自治区", "NX"],
  ["新疆自治区", "XJ"],
  ["內蒙古", "NM"],
  ["臺灣", "TW"],
  ["澳門", "MO"],
  ["Macao", "MO"],
  ["Guangxi Zhuang", "GX"],
  ["Ningxia Hui", "NX"],
  ["Xizang", "XZ"],
  ["Nei Mongol", "NM"],
];
for (const [text, code] of aliases) {
  const province = byText.get(fold(code));
  if (province !== undefined) byText.set(fold(text), province);
}

/** The province that a code or name of any known spelling means ("上海市", "CN-31", "Shanghai"); null for none. */
export function provinceOf(text: string): Province | null {
  return byText.get(fold(text)) ?? null;
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
