import { describe, expect, it } from "vitest";
import { type Case, csv, firstWords, lastFate, type Row } from "../../tests/support/wrong-rows.ts";
import type { ImportKind } from "./import-kind.ts";
import { reasonCodes } from "./reasons.ts";

const order: Row = { order_no: "A-1", placed_at: "2026-11-21 09:30", sku: "TEA-1", quantity: "2", unit_price: "19.90" };
const stock: Row = { sku: "TEA-1", warehouse: "SHA", on_hand: "5" };
const parcel: Row = { order_no: "A-1", carrier: "SF", tracking_no: "SF1" };
const jd: Row = {
  订单号: "1",
  订购数量: "1",
  京东价: "5.00",
  下单时间: "2026-11-21 10:00:00",
  订单状态: "等待出库",
  货号: "T",
};
const douyin: Row = {
  主订单编号: "1",
  子订单编号: "2",
  商品数量: "1",
  订单应付金额: "5.00",
  订单提交时间: "2026-11-21 10:00",
  订单状态: "待发货",
  商家编码: "T",
};
const woo: Row = {
  order_id: "1",
  order_number: "1",
  order_total: "5",
  billing_first_name: "A",
  status: "processing",
  date: "2026-11-21 10:00",
  order_item_1: "Tea x 1",
};

const one = (base: Row, over: Row): readonly Row[] => [{ ...base, ...over }];
const long = "X".repeat(101);

const orderCases: readonly Case[] = [
  ["no order number", one(order, { order_no: "" }), "order_no: required"],
  ["no time", one(order, { placed_at: "" }), "placed_at: required"],
  ["no sku", one(order, { sku: "" }), "sku: required"],
  ["no quantity", one(order, { quantity: "" }), "quantity: required"],
  ["no price", one(order, { unit_price: "" }), "unit_price: required"],
  ["an order number with an exponent", one(order, { order_no: "2.89123E+18" }), "order_no: id_as_number"],
  ["a sku with an exponent", one(order, { sku: "1E+10" }), "sku: id_as_number"],
  ["a phone with an exponent", one(order, { phone: "1.37E+10" }), "phone: id_as_number"],
  ["digits lost in the whole column", [{ ...order, order_no: "2891234567890120000" }], "order_no: id_digits_lost"],
  ["a sku that became 1-Mar", one(order, { sku: "1-Mar" }), "sku: id_as_date"],
  ["a sku that became Mar-99", one(order, { sku: "Mar-99" }), "sku: id_as_date"],
  ["a sku that became 3月1日", one(order, { sku: "3月1日" }), "sku: id_as_date"],
  ["a sku that became a whole date", one(order, { sku: "2026/3/1" }), "sku: id_as_date"],
  ["an order number too long", one(order, { order_no: long }), "order_no: too_long"],
  ["a sku too long", one(order, { sku: long }), "sku: too_long"],
  ["a quantity in words", one(order, { quantity: "two" }), "quantity: not_a_count"],
  ["half a unit", one(order, { quantity: "1.5" }), "quantity: not_a_count"],
  ["a quantity with an exponent", one(order, { quantity: "2E+3" }), "quantity: not_a_count"],
  ["a negative quantity", one(order, { quantity: "-1" }), "quantity: negative_count"],
  ["no units", one(order, { quantity: "0" }), "quantity: zero_quantity"],
  ["far too many units", one(order, { quantity: "99999999999" }), "quantity: too_large"],
  ["a price in words", one(order, { unit_price: "free" }), "unit_price: not_an_amount"],
  ["a price in another currency's sign", one(order, { unit_price: "€19.90" }), "unit_price: not_an_amount"],
  ["a price with a comma for a point", one(order, { unit_price: "19,90" }), "unit_price: decimal_comma"],
  ["a price with both", one(order, { unit_price: "1.234,50" }), "unit_price: decimal_comma"],
  ["a price of three digits after the point", one(order, { unit_price: "1.999" }), "unit_price: too_precise"],
  ["a yen price with a fraction", one(order, { currency: "JPY", unit_price: "100.5" }), "unit_price: too_precise"],
  ["a price beyond all sense", one(order, { unit_price: "99999999999999999" }), "unit_price: too_large"],
  [
    "price times quantity beyond all sense",
    one(order, { unit_price: "9000000000000", quantity: "999999999" }),
    "unit_price: too_large",
  ],
  ["a negative price", one(order, { unit_price: "-5" }), "unit_price: negative_amount"],
  ["a negative discount", one(order, { discount: "-5" }), "discount: negative_amount"],
  ["a negative shipping fee", one(order, { shipping_fee: "-5" }), "shipping_fee: negative_amount"],
  ["a discount above the price", one(order, { discount: "50" }), "discount: discount_too_large"],
  ["a discount in words", one(order, { discount: "ten" }), "discount: not_an_amount"],
  ["a shipping fee in words", one(order, { shipping_fee: "包邮" }), "shipping_fee: not_an_amount"],
  ["an unknown currency", one(order, { currency: "RMB" }), "currency: unknown_currency"],
  ["a time in words", one(order, { placed_at: "yesterday" }), "placed_at: not_a_time"],
  ["30 February", one(order, { placed_at: "2026-02-30 10:00" }), "placed_at: not_a_time"],
  ["25 o'clock", one(order, { placed_at: "2026-11-20 25:00" }), "placed_at: not_a_time"],
  ["a serial number for a date", one(order, { placed_at: "46347.5" }), "placed_at: not_a_time"],
  ["day or month first", one(order, { placed_at: "03/04/2026" }), "placed_at: ambiguous_date"],
  ["day or month first, with points", one(order, { placed_at: "03.04.26 10:00" }), "placed_at: ambiguous_date"],
  ["next year", one(order, { placed_at: "2027-11-21 09:30" }), "placed_at: time_in_future"],
  ["perhaps paid", one(order, { is_paid: "maybe" }), "is_paid: not_yes_or_no"],
  ["a cut postal code", one(order, { country: "US", postal_code: "2134" }), "postal_code: postal_code_cut"],
  ["a cut Chinese postal code", one(order, { postal_code: "31001" }), "postal_code: postal_code_cut"],
  ["an address of lost characters", one(order, { address: "锟斤拷路 1 号" }), "address: garbled_text"],
  ["a name of question marks", one(order, { recipient: "???" }), "recipient: garbled_text"],
  ["UTF-8 read as Latin-1", one(order, { title: "é¾™äº•" }), "title: garbled_text"],
  ["a sku of lost characters", one(order, { sku: "茶\uFFFD" }), "sku: garbled_text"],
  ["a good row beside a bad one", [{ ...order, quantity: "x" }, order], "order_has_bad_row"],
  ["two times", [order, { ...order, placed_at: "2026-11-21 10:30" }], "placed_at: rows_disagree"],
  ["two shipping fees", [order, { ...order, shipping_fee: "8" }], "shipping_fee: rows_disagree"],
  ["two currencies", [order, { ...order, currency: "USD" }], "currency: rows_disagree"],
  [
    "paid and not",
    [
      { ...order, is_paid: "yes" },
      { ...order, is_paid: "no" },
    ],
    "is_paid: rows_disagree",
  ],
  ["an unknown status of a platform", one(jd, { 订单状态: "外星人取走" }), "status: unknown_status"],
  ["several articles in a cell", one(douyin, { 商家编码: "A;B", 商品数量: "5" }), "sku: joined_articles"],
  ["an item that cannot be taken apart", one(woo, { order_item_1: "Tea" }), "items: unknown_item"],
  ["a platform's row without a time", one(jd, { 下单时间: "" }), "placed_at: required"],
];

const stockCases: readonly Case[] = [
  ["no sku", one(stock, { sku: "" }), "sku: required"],
  ["no warehouse", one(stock, { warehouse: "" }), "warehouse: required"],
  ["nothing counted", one(stock, { on_hand: "" }), "on_hand: required"],
  ["an unknown warehouse", one(stock, { warehouse: "MOON" }), "warehouse: unknown_warehouse"],
  ["the same position twice", [stock, stock], "repeated_row"],
  ["fewer than none", one(stock, { on_hand: "-3" }), "on_hand: negative_count"],
  ["a threshold in words", one(stock, { low_stock_threshold: "few" }), "low_stock_threshold: not_a_count"],
  ["a warehouse with an exponent", one(stock, { warehouse: "1E+5" }), "warehouse: id_as_number"],
];

const parcelCases: readonly Case[] = [
  ["no tracking number", one(parcel, { tracking_no: "" }), "tracking_no: required"],
  ["no carrier", one(parcel, { carrier: "" }), "carrier: required"],
  ["an unknown order", one(parcel, { order_no: "NOPE" }), "order_no: unknown_order"],
  ["a tracking number with an exponent", one(parcel, { tracking_no: "7.3E+14" }), "tracking_no: id_as_number"],
  ["a quantity without a sku", one(parcel, { sku: "", quantity: "2" }), "sku: required"],
  ["an unknown warehouse", one(parcel, { warehouse: "MOON" }), "warehouse: unknown_warehouse"],
  ["a parcel of tomorrow", one(parcel, { shipped_at: "2026-11-25 10:00" }), "shipped_at: time_in_future"],
];

const all: readonly (readonly [ImportKind, ...Case])[] = [
  ...orderCases.map((each) => ["orders", ...each] as const),
  ...stockCases.map((each) => ["stock", ...each] as const),
  ...parcelCases.map((each) => ["order-updates", ...each] as const),
];

describe("a wrong row", () => {
  it.each(all)("of %s with %s is refused by name, in both languages", async (kind, _, rows, code) => {
    for (const locale of ["en", "zh"] as const) {
      const [found, advice] = await lastFate(kind, csv(rows), locale);
      expect(found).toBe(code);
      expect(advice).toContain(firstWords(code, locale));
    }
  });

  it("is one of at least sixty kinds, and all of them end in a documented code", () => {
    expect(all.length).toBeGreaterThanOrEqual(60);
    const codes = new Set(all.map(([, , , code]) => code.slice(code.indexOf(":") + 1).trim()));
    expect([...codes].filter((code) => !reasonCodes.some((known) => known === code))).toEqual([]);
  });
});
