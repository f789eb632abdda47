import { describe, expect, it } from "vitest";
import { type Case, csv, firstWords, lastFate, type Row } from "../../tests/support/wrong-rows.ts";
import type { ImportKind } from "./import-kind.ts";

const product: Row = { sku: "TEA-1", title: "Tea" };
const bundle: Row = { 组合商品编码: "SET", 组合商品名称: "套装", 商品编码: "TEA-1", 数量: "1" };
const adjustment: Row = { document_no: "A-1", sku: "TEA-250", warehouse: "SHA", change: "-1", reason: "broken" };
const customer: Row = { customer_no: "7311", name: "Mei" };
const price: Row = { sku: "TEA-1", sale_price: "19.90", valid_from: "2026-11-01" };
const rate: Row = { date: "2026-11-20", from: "USD", to: "CNY", rate: "7.1234" };

const one = (base: Row, over: Row): readonly Row[] => [{ ...base, ...over }];
const long = (length: number): string => "x".repeat(length);
const many = (count: number): string => Array.from({ length: count }, (_, at) => `P${at}`).join(";");

const productCases: readonly Case[] = [
  ["no sku", one(product, { sku: "" }), "sku: required"],
  ["no title of a new article", one(product, { title: "" }), "title: unknown_product"],
  ["a title without end", one(product, { title: long(501) }), "title: text_too_long"],
  ["the same article twice", [product, product], "repeated_row"],
  ["a barcode with an exponent", one(product, { barcode: "6.90123E+12" }), "barcode: id_as_number"],
  ["more barcodes than anybody has", one(product, { barcode: many(51) }), "barcode: too_many_values"],
  ["a weight without a unit", one(product, { weight: "250" }), "weight: unit_needed"],
  ["a weight in an unknown unit", one(product, { weight: "3 stone" }), "weight: unit_needed"],
  ["a weight in words", one(product, { weight: "heavy" }), "weight: not_a_measure"],
  ["a weight below zero", one(product, { weight: "-5 g" }), "weight: negative_count"],
  ["a weight with a comma for a point", one(product, { weight: "0,25 kg" }), "weight: decimal_comma"],
  ["a length beyond all sense", one(product, { length: "9999999999 m" }), "length: too_large"],
  ["parts without number", one(product, { components: "TEA-2*0" }), "components: bad_components"],
  ["a part twice", one(product, { components: "TEA-2*1;TEA-2*3" }), "components: bad_components"],
  ["more parts than anybody packs", one(product, { components: many(21) }), "components: too_many_values"],
  ["itself as a part", one(product, { components: "TEA-1*2" }), "components: own_component"],
  ["itself as its parent", one(product, { variant_of: "TEA-1" }), "variant_of: own_variant"],
  [
    "a bundle in a bundle",
    [
      { ...product, components: "CUP*1" },
      { sku: "BOX", title: "Box", components: "TEA-1*1" },
    ],
    "components: nested_bundle",
  ],
  ["an unknown hazard", one(product, { hazard: "spooky" }), "hazard: unknown_choice"],
  ["an unknown tracking", one(product, { tracking: "maybe" }), "tracking: unknown_choice"],
  ["a cost in words", one(product, { cost: "cheap" }), "cost: not_an_amount"],
  ["ten years to come", one(product, { lead_time_days: "3650" }), "lead_time_days: too_many_days"],
  ["empty packs", one(product, { pack_size: "0" }), "pack_size: zero_quantity"],
  ["nothing to reorder", one(product, { reorder_quantity: "0" }), "reorder_quantity: zero_quantity"],
  [
    "a bundle with a bad row",
    [
      { ...bundle, 数量: "x" },
      { ...bundle, 商品编码: "CUP" },
    ],
    "bundle_has_bad_row",
  ],
  ["a bundle of itself", one(bundle, { 商品编码: "SET" }), "part_sku: own_component"],
];

const adjustmentCases: readonly Case[] = [
  ["no document", one(adjustment, { document_no: "" }), "document_no: required"],
  ["a document number of blanks", one(adjustment, { document_no: "a b" }), "document_no: bad_document_no"],
  ["no change", one(adjustment, { change: "0" }), "change: zero_change"],
  ["a change in words", one(adjustment, { change: "some" }), "change: not_a_change"],
  ["a change beyond all sense", one(adjustment, { change: "99999999999" }), "change: too_large"],
  ["goods that came back below zero", one(adjustment, { kind: "returned" }), "change: returned_below_zero"],
  ["an unknown kind", one(adjustment, { kind: "vanished" }), "kind: unknown_choice"],
  ["an unknown warehouse", one(adjustment, { warehouse: "MOON" }), "warehouse: unknown_warehouse"],
  ["no reason", one(adjustment, { reason: "" }), "reason: required"],
  ["two reasons", [adjustment, { ...adjustment, sku: "B", reason: "found" }], "reason: document_disagrees"],
  ["a position twice", [adjustment, adjustment], "repeated_row"],
  [
    "a bad row beside it",
    [
      { ...adjustment, change: "x" },
      { ...adjustment, sku: "B" },
    ],
    "document_has_bad_row",
  ],
  [
    "more lines than a document holds",
    Array.from({ length: 91 }, (_, at) => ({ ...adjustment, sku: `S${at}` })),
    "document_no: document_too_long",
  ],
];

const customerCases: readonly Case[] = [
  ["no number", one(customer, { customer_no: "" }), "customer_no: required"],
  ["a number with an exponent", one(customer, { customer_no: "7.3E+14" }), "customer_no: id_as_number"],
  ["a shop that is none", one(customer, { shop: "nowhere" }), "shop: unknown_shop"],
  ["an e-mail without a place", one(customer, { email: "mei@" }), "email: not_an_email"],
  ["a masked phone", one(customer, { phone: "137****2468" }), "phone: not_a_phone"],
  ["a country in words", one(customer, { country: "Freedonia" }), "country: unknown_country"],
  ["a cut postal code", one(customer, { country: "US", postal_code: "2134" }), "postal_code: postal_code_cut"],
  ["more tags than anybody reads", one(customer, { tags: many(51) }), "tags: too_many_values"],
  ["a note without end", one(customer, { note: long(2_001) }), "note: text_too_long"],
  ["the same buyer twice", [customer, customer], "repeated_row"],
  ["a name of lost characters", one(customer, { name: "锟斤拷" }), "name: garbled_text"],
];

const priceCases: readonly Case[] = [
  ["no price", one(price, { sale_price: "" }), "sale_price: price_needed"],
  ["a price below zero", one(price, { sale_price: "-1" }), "sale_price: negative_amount"],
  ["an unknown currency", one(price, { currency: "RMB" }), "currency: unknown_currency"],
  ["an end before its beginning", one(price, { valid_to: "2026-10-31" }), "valid_to: ends_before_start"],
  ["a day in two ways", one(price, { valid_from: "03/04/2026" }), "valid_from: ambiguous_date"],
  [
    "days that disagree about their order",
    [
      { ...price, valid_from: "25/12/2026" },
      { ...price, sku: "B", valid_from: "12/25/2026" },
    ],
    "valid_from: ambiguous_date",
  ],
  ["the 30th of February", one(price, { valid_from: "2026-02-30" }), "valid_from: not_a_time"],
  ["the same price twice", [price, price], "repeated_row"],
];

const rateCases: readonly Case[] = [
  ["no day", one(rate, { date: "" }), "date: required"],
  ["one currency", one(rate, { to: "USD" }), "to: same_currency"],
  ["an unknown currency", one(rate, { from: "XXY" }), "from: unknown_currency"],
  ["nothing for something", one(rate, { rate: "0" }), "rate: not_a_rate"],
  ["a rate below zero", one(rate, { rate: "-7" }), "rate: not_a_rate"],
  ["a rate of tomorrow", one(rate, { date: "2026-11-30" }), "date: time_in_future"],
  ["a source without end", one(rate, { source: long(101) }), "source: text_too_long"],
  ["the same rate twice", [rate, rate], "repeated_row"],
];

const all: readonly (readonly [ImportKind, ...Case])[] = [
  ...productCases.map((each) => ["products", ...each] as const),
  ...adjustmentCases.map((each) => ["stock-adjustments", ...each] as const),
  ...customerCases.map((each) => ["customers", ...each] as const),
  ...priceCases.map((each) => ["prices", ...each] as const),
  ...rateCases.map((each) => ["rates", ...each] as const),
];

describe("a wrong row", () => {
  it.each(all)("of %s with %s is refused by name, in both languages", async (kind, _, rows, code) => {
    for (const locale of ["en", "zh"] as const) {
      const [found, advice] = await lastFate(kind, csv(rows), locale);
      expect(found).toBe(code);
      expect(advice).toContain(firstWords(code, locale));
    }
  });
});
