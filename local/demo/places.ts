/** Where the demo's buyers live, and from which warehouse the merchant's rules send to them while it has the goods. */
export type Place = {
  readonly country: "CN" | "US" | "CA" | "JP" | "SG";
  /** As each channel writes it: Shopify by letters, WooCommerce by its own number. */
  readonly shopifyRegion: string;
  readonly wooRegion: string;
  readonly regionName: string;
  /** As Chinese marketplaces write it, e.g. 浙江省; elsewhere the name of the region. */
  readonly province: string;
  readonly city: string;
  readonly streets: readonly string[];
  readonly postalCode: string;
  readonly zone: string;
  readonly warehouse: "SHA" | "CAN" | "CTU";
};

type Chinese = readonly [letters: string, woo: string, name: string, city: string, street: string, code: string];

const provinces: Readonly<Record<string, string>> = {
  AH: "安徽省",
  BJ: "北京市",
  CQ: "重庆市",
  FJ: "福建省",
  GD: "广东省",
  GX: "广西壮族自治区",
  GZ: "贵州省",
  HB: "湖北省",
  HI: "海南省",
  JS: "江苏省",
  LN: "辽宁省",
  SC: "四川省",
  SD: "山东省",
  SH: "上海市",
  SN: "陕西省",
  YN: "云南省",
  ZJ: "浙江省",
};

function chinese(warehouse: Place["warehouse"], rows: readonly Chinese[]): readonly Place[] {
  return rows.map(([shopifyRegion, wooRegion, regionName, city, street, postalCode]) => ({
    country: "CN",
    shopifyRegion,
    wooRegion,
    regionName,
    province: provinces[shopifyRegion] ?? regionName,
    city,
    streets: [street],
    postalCode,
    zone: "Asia/Shanghai",
    warehouse,
  }));
}

export const eastChina: readonly Place[] = chinese("SHA", [
  ["SH", "CN10", "Shanghai", "上海市", "浦东新区银杏路", "200120"],
  ["ZJ", "CN12", "Zhejiang", "杭州市", "西湖区听泉路", "310013"],
  ["JS", "CN11", "Jiangsu", "苏州市", "姑苏区平江里", "215005"],
  ["AH", "CN13", "Anhui", "合肥市", "蜀山区青石路", "230031"],
  ["SD", "CN16", "Shandong", "青岛市", "市南区海棠路", "266071"],
  ["FJ", "CN14", "Fujian", "厦门市", "思明区榕树街", "361004"],
]);

export const southChina: readonly Place[] = chinese("CAN", [
  ["GD", "CN20", "Guangdong", "广州市", "天河区木棉路", "510620"],
  ["GD", "CN20", "Guangdong", "深圳市", "南山区荔枝街", "518052"],
  ["GX", "CN21", "Guangxi", "南宁市", "青秀区朱槿路", "530022"],
  ["HI", "CN22", "Hainan", "海口市", "龙华区椰林路", "570105"],
]);

export const southWestChina: readonly Place[] = chinese("CTU", [
  ["SC", "CN24", "Sichuan", "成都市", "锦江区芙蓉街", "610021"],
  ["CQ", "CN23", "Chongqing", "重庆市", "渝中区山茶路", "400010"],
  ["YN", "CN1", "Yunnan", "昆明市", "五华区翠湖里", "650031"],
  ["GZ", "CN25", "Guizhou", "贵阳市", "南明区甲秀路", "550002"],
]);

/** No rule speaks of them: the warehouse with the first priority serves them. */
export const restOfChina: readonly Place[] = chinese("SHA", [
  ["BJ", "CN2", "Beijing", "北京市", "朝阳区槐花胡同", "100020"],
  ["HB", "CN18", "Hubei", "武汉市", "武昌区樱花路", "430061"],
  ["LN", "CN7", "Liaoning", "大连市", "中山区海鸥街", "116001"],
  ["SN", "CN26", "Shaanxi", "西安市", "雁塔区石榴路", "710061"],
]);

const american = { country: "US", warehouse: "SHA" } as const;

export const northAmerica: readonly Place[] = [
  {
    ...american,
    shopifyRegion: "OR",
    wooRegion: "OR",
    regionName: "Oregon",
    province: "Oregon",
    city: "Portland",
    streets: ["Alder Street"],
    postalCode: "97205",
    zone: "America/Los_Angeles",
  },
  {
    ...american,
    shopifyRegion: "CA",
    wooRegion: "CA",
    regionName: "California",
    province: "California",
    city: "Oakland",
    streets: ["Lakeside Drive"],
    postalCode: "94612",
    zone: "America/Los_Angeles",
  },
  {
    ...american,
    shopifyRegion: "NY",
    wooRegion: "NY",
    regionName: "New York",
    province: "New York",
    city: "Ithaca",
    streets: ["Cascadilla Street"],
    postalCode: "14850",
    zone: "America/New_York",
  },
  {
    ...american,
    shopifyRegion: "TX",
    wooRegion: "TX",
    regionName: "Texas",
    province: "Texas",
    city: "Austin",
    streets: ["Pecan Street"],
    postalCode: "78701",
    zone: "America/Chicago",
  },
  {
    ...american,
    country: "CA",
    shopifyRegion: "BC",
    wooRegion: "BC",
    regionName: "British Columbia",
    province: "British Columbia",
    city: "Victoria",
    streets: ["Wharf Street"],
    postalCode: "V8W 1T3",
    zone: "America/Vancouver",
  },
];

const japanese = { country: "JP", warehouse: "SHA", zone: "Asia/Tokyo" } as const;

export const japan: readonly Place[] = [
  {
    ...japanese,
    shopifyRegion: "JP-13",
    wooRegion: "JP13",
    regionName: "Tōkyō",
    province: "Tōkyō",
    city: "杉並区",
    streets: ["阿佐谷南"],
    postalCode: "166-0004",
  },
  {
    ...japanese,
    shopifyRegion: "JP-27",
    wooRegion: "JP27",
    regionName: "Ōsaka",
    province: "Ōsaka",
    city: "大阪市北区",
    streets: ["天神橋"],
    postalCode: "530-0041",
  },
  {
    ...japanese,
    shopifyRegion: "JP-26",
    wooRegion: "JP26",
    regionName: "Kyōto",
    province: "Kyōto",
    city: "京都市左京区",
    streets: ["下鴨"],
    postalCode: "606-0815",
  },
];

export const singapore: readonly Place[] = [
  {
    country: "SG",
    warehouse: "SHA",
    zone: "Asia/Singapore",
    shopifyRegion: "SG",
    wooRegion: "SG",
    regionName: "Singapore",
    province: "Singapore",
    city: "Singapore",
    streets: ["Nutmeg Lane", "Cardamom Road"],
    postalCode: "560071",
  },
];
