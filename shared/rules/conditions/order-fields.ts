import { decimalOf, hazardsOf, placeNames, type RuleLine, type RuleOrder, volumeOf, weightOf } from "../rule-order.ts";

export type FieldType = "text" | "whole" | "decimal" | "yes_no" | "texts" | "lines";

/** What an order, or a line of it, may be asked for. `says` is for people who write rules. */
export type Field<Subject> = {
  readonly name: string;
  readonly type: FieldType;
  readonly says: string;
  readonly read: (subject: Subject) => string | number | boolean | readonly string[] | readonly RuleLine[];
  /** The merchant's own list that the values come from: a value that is not in it is a mistake. */
  readonly from?: "channels" | "connections";
};

/** A line with the tags that the merchant's lists give to its sku. */
export type TaggedLine = RuleLine & { readonly currency: string; readonly tags: readonly string[] };

const text = "text";
const whole = "whole";

export const orderFields: readonly Field<RuleOrder>[] = [
  {
    name: "channel",
    type: text,
    says: "kind of shop: shopify, woocommerce …",
    read: (order) => order.channel,
    from: "channels",
  },
  {
    name: "connection",
    type: text,
    says: "the shop itself, by its id",
    read: (order) => order.connection,
    from: "connections",
  },
  { name: "number", type: text, says: "what buyer and seller see, e.g. #1001", read: (order) => order.number },
  { name: "currency", type: text, says: "ISO 4217 code, e.g. CNY", read: (order) => order.currency },
  {
    name: "total",
    type: whole,
    says: "what the buyer pays, in minor units: ¥199.99 is 19999",
    read: (order) => order.totalMinor,
  },
  {
    name: "totalDecimal",
    type: "decimal",
    says: "the same as people write it: 199.99",
    read: (order) => decimalOf(order.totalMinor, order.currency),
  },
  {
    name: "subtotal",
    type: whole,
    says: "the goods alone before discounts, in minor units",
    read: (order) => order.itemsMinor,
  },
  { name: "discount", type: whole, says: "in minor units", read: (order) => order.discountMinor },
  {
    name: "shipping",
    type: whole,
    says: "what the buyer pays for shipping, in minor units",
    read: (order) => order.shippingMinor,
  },
  { name: "isPaid", type: "yes_no", says: "is the money there?", read: (order) => order.isPaid },
  { name: "isCod", type: "yes_no", says: "cash on delivery, 货到付款", read: (order) => order.isCod },
  {
    name: "paymentMethod",
    type: text,
    says: "the channel's word: alipay, card …",
    read: (order) => order.paymentMethod,
  },
  {
    name: "country",
    type: text,
    says: "two letters: CN, DE; empty without an address",
    read: (order) => order.destination.country,
  },
  {
    name: "province",
    type: text,
    says: "上海, 广东 …; elsewhere the state as the channel sends it: CA",
    read: (order) => placeNames(order.destination).province,
  },
  { name: "city", type: text, says: "深圳市, Berlin", read: (order) => placeNames(order.destination).city },
  { name: "district", type: text, says: "浦东新区", read: (order) => placeNames(order.destination).district },
  { name: "postal", type: text, says: "postal code", read: (order) => order.destination.postalCode },
  {
    name: "tags",
    type: "texts",
    says: "tags of the order in the shop, and those that rules above this one have set",
    read: (order) => order.tags,
  },
  {
    name: "customerTags",
    type: "texts",
    says: "tags of the buyer among the merchant's customers",
    read: (order) => order.customerTags,
  },
  { name: "note", type: text, says: "what the buyer wrote", read: (order) => order.note },
  {
    name: "weightGrams",
    type: whole,
    says: "of all units to be shipped; articles of unknown weight count 0",
    read: weightOf,
  },
  {
    name: "volumeCm3",
    type: whole,
    says: "of all units to be shipped, in cubic centimetres; articles of unknown size count 0",
    read: volumeOf,
  },
  {
    name: "hazards",
    type: "texts",
    says: "what carriers must know of its goods: battery, flammable, aerosol, corrosive, magnet, liquid, powder, other",
    read: hazardsOf,
  },
  {
    name: "quantity",
    type: whole,
    says: "units to be shipped",
    read: (order) => order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
  },
  { name: "lineCount", type: whole, says: "lines to be shipped", read: (order) => order.lines.length },
  {
    name: "skus",
    type: "texts",
    says: "each article once",
    read: (order) => [...new Set(order.lines.map(({ sku }) => sku))],
  },
  { name: "lines", type: "lines", says: "lines to be shipped", read: (order) => order.lines },
];

export const lineFields: readonly Field<TaggedLine>[] = [
  { name: "sku", type: text, says: "the article", read: (line) => line.sku },
  { name: "title", type: text, says: "as the shop shows it", read: (line) => line.title },
  { name: "quantity", type: whole, says: "units to be shipped", read: (line) => line.quantity },
  { name: "price", type: whole, says: "of one unit, in minor units", read: (line) => line.unitPriceMinor },
  {
    name: "priceDecimal",
    type: "decimal",
    says: "the same as people write it: 19.90",
    read: (line) => decimalOf(line.unitPriceMinor, line.currency),
  },
  {
    name: "weightGrams",
    type: whole,
    says: "of one unit; 0 when nobody has told",
    read: (line) => line.weightGrams ?? 0,
  },
  {
    name: "volumeCm3",
    type: whole,
    says: "of one unit, in cubic centimetres; 0 when nobody has told",
    read: (line) => line.volumeCm3 ?? 0,
  },
  { name: "hazard", type: text, says: "battery, flammable …; empty for none", read: (line) => line.hazard ?? "" },
  { name: "tags", type: "texts", says: "the sku lists of this rule set that it is in", read: (line) => line.tags },
];

/** Words people write for a field, and the field they mean. */
export const otherWords: Readonly<Record<string, string>> = {
  amount: "total",
  value: "total",
  price: "total",
  totalMinor: "total",
  totalPrice: "total",
  sum: "total",
  state: "province",
  region: "province",
  zip: "postal",
  postcode: "postal",
  postalCode: "postal",
  zipcode: "postal",
  cod: "isCod",
  paid: "isPaid",
  items: "lines",
  lineItems: "lines",
  weight: "weightGrams",
  volume: "volumeCm3",
  hazmat: "hazards",
  dangerous: "hazards",
  qty: "quantity",
  shop: "connection",
  store: "connection",
  platform: "channel",
  tag: "tags",
};
