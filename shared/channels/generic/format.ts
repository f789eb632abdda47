import * as z from "zod/mini";
import { currencyExponent } from "../../kernel/currency.ts";
import { paymentStates } from "../../orders/facts.ts";
import { amountIn, count, country, id, instant, maybe, name, text } from "./fields.ts";

/**
 * The format of own shops: what a body of each topic holds, before its text becomes facts. A field that is not here is
 * refused, so that a misspelt one is found on the first day; `extra` holds whatever else the sender wants to send.
 * A field that may be left out may also be null. Parsed amounts are in minor units, parsed instants in UTC.
 */
export type Format = ReturnType<typeof makeFormat>;
export type Topic = keyof Format;
export type Body<T extends Topic> = z.output<Format[T]>;
export type OrderBody = Body<"order.upsert">;
export type LineBody = OrderBody["lines"][number];
export type RefundBody = Body<"order.refunded">["refunds"][number];
export type FulfilmentBody = Body<"order.fulfilled">["fulfilments"][number];

/**
 * The format for amounts of one currency: how many digits they may have depends on it. Made when first needed: most
 * starts of a function read no body of an own shop.
 */
export function formatFor(currency: string): Format {
  const digits = currencyExponent(currency) ?? 2;
  const format = formats.get(digits) ?? makeFormat(currency);
  formats.set(digits, format);
  return format;
}

const formats = new Map<number, Format>();

const MOST_LINES = 5000;

function makeFormat(currency: string) {
  const amount = amountIn(currency);
  const extra = maybe(z.unknown().check(z.describe("Anything of your own; not read.")));
  const about = {
    id: id("The order's id in your system; never another order's."),
    updated_at: instant("When your system last changed the order. Decides which of two messages is the newer one."),
  };
  const currencyCode = z.string().check(z.describe("ISO 4217, e.g. CNY; one for the whole order."));

  const line = z.strictObject({
    id: id("Stays the same in every message of the order."),
    sku: maybe(name(100, "Your article number. Without one the order is held until somebody adds it.")),
    title: maybe(text(500, "What the buyer bought.")),
    variant: maybe(text(200, "Colour, size … as shown to the buyer.")),
    quantity: count(1, "As sold."),
    removed_quantity: maybe(count(0, "Of these, taken off again before shipping.")),
    unit_price: amount("For one piece, before discount."),
    discount: maybe(amount("Off the whole line.")),
    tax: maybe(amount("Of the whole line.")),
    ships: maybe(z.boolean().check(z.describe("false for downloads, services, gift cards; else true."))),
    weight_grams: maybe(count(0, "Of one piece.")),
    extra,
  });

  const totals = z.strictObject({
    total: amount("What the buyer pays."),
    discount: maybe(amount("All discounts, those of the lines included; else their sum.")),
    shipping: maybe(amount("Before discount.")),
    fees: maybe(amount("Gift wrap, tip, payment surcharge …")),
    tax: maybe(amount("All tax; else the sum of the lines.")),
  });

  const payment = z
    .strictObject({
      state: z.enum(paymentStates).check(z.describe("Decides whether the goods may leave.")),
      paid_at: maybe(instant("When the money came.")),
      method: maybe(text(100, "e.g. wechat_pay, alipay, card.")),
      pay_on_delivery: maybe(
        z.boolean().check(z.describe("货到付款: the goods may leave while the payment is pending.")),
      ),
    })
    .check(z.describe("Without a state nothing may leave."));

  const status = z
    .strictObject({
      word: maybe(text(100, "Your own word for it, shown to people.")),
      cancelled_at: maybe(instant("Set: the order is cancelled.")),
      cancel_reason: maybe(text(200, "For people.")),
      closed_at: maybe(instant("Set: nothing more will happen to the order.")),
      fulfilled: maybe(
        z.boolean().check(z.describe("true: everything has left, whether or not you name the parcels.")),
      ),
    })
    .check(z.describe("Left out: says nothing. {}: the order is open."));

  const address = z
    .strictObject({
      country: country().check(z.describe("ISO 3166, two letters.")),
      name: maybe(text(200, "Of the recipient.")),
      phone: maybe(text(50, "With country code where it is abroad.")),
      email: maybe(text(200, "Of the recipient.")),
      region: maybe(text(100, "省, state: its code (31, GD, CA) where you have one, else its name.")),
      region_name: maybe(text(100, "Its name, where `region` is a code.")),
      city: maybe(text(100, "市.")),
      district: maybe(text(100, "区/县.")),
      street: maybe(text(500, "The rest, down to the door.")),
      postal_code: maybe(text(20, "邮编.")),
    })
    .check(z.describe("Where the goods go; left out for what goes nowhere."));

  const refund = z.strictObject({
    id: id("Of the refund."),
    at: instant("When it was made."),
    amount: amount("What the buyer got back, tax included."),
    tax: maybe(amount("The tax in it.")),
    reason: maybe(text(200, "For people.")),
    lines: maybe(
      z
        .array(
          z.strictObject({
            line_id: id("Of the order's line."),
            quantity: count(0, "Pieces refunded."),
            amount: maybe(amount("Of this line.")),
          }),
        )
        .check(z.describe("What it was for.")),
    ),
    extra,
  });

  const fulfilment = z.strictObject({
    id: id("Of the parcel."),
    at: instant("When it was made or last changed."),
    state: maybe(z.enum(["success", "pending", "cancelled"]).check(z.describe("success (has left) when left out."))),
    carrier: maybe(text(100, "e.g. SF, ZTO, UPS.")),
    tracking_no: maybe(text(100, "Waybill number, 运单号.")),
    lines: maybe(
      z
        .array(z.strictObject({ line_id: id("Of the order's line."), quantity: count(0, "Pieces in the parcel.") }))
        .check(z.describe("What is in it.")),
    ),
    extra,
  });

  const refunds = z.array(refund).check(z.describe("Each known by its id; adds to those said before."));
  const fulfilments = z
    .array(fulfilment)
    .check(z.describe("Parcels; each known by its id; adds to those said before."));
  return {
    "order.upsert": z.strictObject({
      ...about,
      number: maybe(text(100, "What buyer and seller see; the id when left out.")),
      placed_at: instant("When the buyer placed it. Decides the business day."),
      currency: currencyCode,
      prices_include_tax: maybe(z.boolean().check(z.describe("true: tax is inside the prices and is not added."))),
      totals: totals.check(z.describe("Of the whole order.")),
      lines: z
        .array(line)
        .check(z.maxLength(MOST_LINES, `at most ${MOST_LINES} lines are taken`), z.describe("What was sold.")),
      payment,
      status: maybe(status),
      address: maybe(address),
      refunds: maybe(refunds),
      fulfilments: maybe(fulfilments),
      buyer_ref: maybe(text(100, "The buyer's id in your system; no name.")),
      note: maybe(text(1000, "The buyer's wish.")),
      tags: maybe(z.array(text(50, "A word to find or sort orders by."))),
      test: maybe(z.boolean().check(z.describe("true: a trial order, stored and never shipped or counted."))),
      extra,
    }),
    "order.cancelled": z.strictObject({
      ...about,
      cancelled_at: instant("When it was cancelled."),
      reason: maybe(text(200, "For people.")),
      extra,
    }),
    "order.refunded": z.strictObject({
      ...about,
      currency: currencyCode,
      refunds: refunds.check(z.minLength(1, "at least one refund is needed")),
      payment: maybe(payment),
      extra,
    }),
    "order.fulfilled": z.strictObject({
      ...about,
      fulfilments: fulfilments.check(z.minLength(1, "at least one fulfilment is needed")),
      complete: maybe(z.boolean().check(z.describe("true: with this, everything has left."))),
      extra,
    }),
    "order.deleted": z.strictObject({ ...about, extra }),
  };
}
