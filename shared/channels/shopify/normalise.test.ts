import { describe, expect, it } from "vitest";
import { type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { shopify } from "./shopify.ts";

const edited = (name: string, edit: NonNullable<EditedSample["edit"]>) =>
  normaliseEdited(shopify, name, { topic: "orders/updated", edit });

const removedOf = (order: IncomingOrder): number | undefined => order.lines?.[0]?.removedQuantity;

describe("Shopify refuses by name and path", () => {
  it("a negative quantity", () => {
    const result = edited("order-updated-usd", (order) => (order.line_items[1].quantity = -2));
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "line_items[1].quantity" } });
  });

  it("half a piece", () => {
    const result = edited("order-updated-usd", (order) => (order.line_items[0].quantity = 1.5));
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "line_items[0].quantity" } });
  });

  it("an unknown currency", () => {
    const result = edited("order-updated-usd", (order) => (order.currency = "XXX"));
    expect(result).toMatchObject({ ok: false, error: { kind: "unknown_currency", at: "currency" } });
  });

  it("a payment status it has never heard of, but no fulfilment status", () => {
    const payment = edited("order-updated-usd", (order) => (order.financial_status = "constructor"));
    const fulfilment = edited("order-updated-usd", (order) => (order.fulfillment_status = "on_the_moon"));
    expect(payment).toMatchObject({ ok: false, error: { kind: "unknown_status", at: "financial_status" } });
    expect(orderIn(fulfilment).status).toMatchObject({ isFulfilled: false, raw: "paid/on_the_moon" });
  });

  it("an order whose lines share an id", () => {
    const result = edited("order-updated-usd", (order) => (order.line_items[1].id = order.line_items[0].id));
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "line_items[1].id" } });
  });

  it("an amount that is not one, without repeating what stood there", () => {
    const result = edited("order-updated-usd", (order) => (order.total_price = "Nora Whitfield"));
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "total_price" } });
    expect(JSON.stringify(result)).not.toContain("Nora");
  });
});

describe("Shopify amounts", () => {
  it("rounds what has more digits than the currency and shows that the order no longer adds up", () => {
    const order = orderIn(
      edited("order-updated-usd", (body) => {
        body.line_items[0].price = "18.505";
      }),
    );
    expect(order.lines?.[0]?.unitPriceMinor).toBe(1851);
    expect(order.header?.discrepancyMinor).toBe(-4);
  });

  it("reads numbers where text is usual", () => {
    const asText = orderIn(edited("order-updated-usd", () => undefined));
    const asNumbers = orderIn(
      edited("order-updated-usd", (body) => {
        body.total_price = 87.95;
        body.line_items[0].price = 18.5;
        body.line_items[0].tax_lines[0].price = 5.33;
        body.line_items[0].quantity = "4";
      }),
    );
    expect([asNumbers.header, asNumbers.lines]).toEqual([asText.header, asText.lines]);
  });

  it("adds duties and extra fees unless the duties are inside the prices", () => {
    const withDuties = (isIncluded: boolean): number | undefined => {
      const money = { shop_money: { amount: "3.00", currency_code: "USD" } };
      const order = orderIn(
        edited("order-updated-usd", (body) => {
          body.original_total_duties_set = money;
          body.original_total_additional_fees_set = money;
          body.duties_included = isIncluded;
        }),
      );
      return order.header?.amounts.feesMinor;
    };
    expect([withDuties(false), withDuties(true)]).toEqual([800, 500]);
  });

  it("reads an order of 1,000 lines", () => {
    const order = orderIn(
      edited("order-missing-address", (body) => {
        const [line] = body.line_items;
        body.line_items = Array.from({ length: 1000 }, (_, index) => ({ ...line, id: index + 1, price: "0.10" }));
        body.total_price = "100.00";
      }),
    );
    expect(order.lines).toHaveLength(1000);
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { itemsMinor: 10_000 } });
  });

  it("counts a refund in the shop's currency when the buyer was paid back in another", () => {
    const result = normaliseEdited(shopify, "refund-created", {
      topic: "refunds/create",
      edit: (refund) => {
        Object.assign(refund.transactions[0], { amount: "16.40", currency: "EUR" });
        refund.order_adjustments = [{ id: 1, kind: "shipping_refund", amount: "-7.95", tax_amount: "-0.50" }];
      },
    });
    expect(orderIn(result).refunds?.[0]).toMatchObject({ amountMinor: 1665 + 133 + 795 + 50, taxMinor: 133 + 50 });
  });

  it("counts no money for a refund that moved none", () => {
    const result = normaliseEdited(shopify, "refund-created", {
      topic: "refunds/create",
      edit: (refund) => {
        refund.transactions[0].status = "failure";
      },
    });
    expect(orderIn(result).refunds?.[0]?.amountMinor).toBe(0);
  });
});

/** One line of 4: how many are shipped, given back, still in the order, still to ship → removed before shipping. */
const removals = [
  { what: "nothing happened", shipped: 0, type: "", refunded: 0, current: 4, fulfillable: 4, removed: 0 },
  {
    what: "refunded and taken off before shipping",
    shipped: 0,
    type: "cancel",
    refunded: 1,
    current: 3,
    fulfillable: 3,
    removed: 1,
  },
  {
    what: "refunded before shipping, and still to be shipped",
    shipped: 0,
    type: "no_restock",
    refunded: 1,
    current: 3,
    fulfillable: 4,
    removed: 0,
  },
  {
    what: "refunded without restocking and taken off",
    shipped: 0,
    type: "no_restock",
    refunded: 1,
    current: 3,
    fulfillable: 3,
    removed: 1,
  },
  { what: "came back after shipping", shipped: 4, type: "return", refunded: 2, current: 2, fulfillable: 0, removed: 0 },
  {
    what: "came back from a parcel nobody told us of",
    shipped: 0,
    type: "return",
    refunded: 2,
    current: 2,
    fulfillable: 0,
    removed: 0,
  },
  {
    what: "refunded after shipping, goods kept",
    shipped: 4,
    type: "no_restock",
    refunded: 1,
    current: 3,
    fulfillable: 0,
    removed: 0,
  },
  {
    what: "two shipped, one taken off, one to go",
    shipped: 2,
    type: "cancel",
    refunded: 1,
    current: 3,
    fulfillable: 1,
    removed: 1,
  },
  { what: "edited away without a refund", shipped: 0, type: "", refunded: 0, current: 1, fulfillable: 1, removed: 3 },
  {
    what: "an older version without current_quantity",
    shipped: 0,
    type: "cancel",
    refunded: 2,
    current: null,
    fulfillable: 2,
    removed: 2,
  },
  {
    what: "an older version with neither",
    shipped: 0,
    type: "legacy_restock",
    refunded: 2,
    current: null,
    fulfillable: null,
    removed: 2,
  },
  {
    what: "shipped in parcels the message leaves out",
    shipped: 0,
    type: "",
    refunded: 0,
    current: 4,
    fulfillable: 0,
    removed: 0,
  },
];

describe("Shopify units that will never ship", () => {
  it.each(removals)("$what: $removed", ({ shipped, type, refunded, current, fulfillable, removed }) => {
    const order = orderIn(
      edited("order-updated-usd", (body) => {
        const [line] = body.line_items;
        Object.assign(line, { current_quantity: current, fulfillable_quantity: fulfillable });
        const parcel = {
          id: 1,
          status: "success",
          created_at: body.created_at,
          line_items: [{ id: line.id, quantity: shipped }],
        };
        body.fulfillments = shipped === 0 ? [] : [parcel];
        const back = { line_item_id: line.id, quantity: refunded, restock_type: type };
        body.refunds = refunded === 0 ? [] : [{ id: 2, created_at: body.created_at, refund_line_items: [back] }];
      }),
    );
    expect(removedOf(order)).toBe(removed);
  });
});

describe("Shopify clocks", () => {
  const clockOf = (edit: NonNullable<EditedSample["edit"]>) => orderIn(edited("order-created-cny", edit)).clock;

  it("puts paid after pending, and cancelled after both, when all happened in one second", () => {
    const pending = clockOf(() => undefined);
    const paid = clockOf((order) => (order.financial_status = "paid"));
    const cancelled = clockOf((order) => (order.cancelled_at = order.updated_at));
    expect(paid.at).toBe(pending.at);
    expect(paid.tie > pending.tie).toBe(true);
    expect(cancelled.tie > pending.tie).toBe(true);
  });

  it("never makes a refund newer than an order of its second that already counts it", () => {
    const headers = { "x-shopify-triggered-at": "2026-11-18T23:20:00.900Z" };
    const message = normaliseEdited(shopify, "refund-created", { topic: "refunds/create", headers });
    const order = edited("order-partially-refunded", (body) => (body.updated_at = body.refunds[0].created_at));
    expect(orderIn(message).clock.at).toBe(orderIn(order).clock.at);
  });

  it("takes the time of a deletion from the header, else from arrival", () => {
    const at = (headers: Readonly<Record<string, string>>): string =>
      new Date(
        orderIn(normaliseEdited(shopify, "order-deleted", { topic: "orders/delete", headers })).clock.at,
      ).toISOString();
    expect(at({ "x-shopify-triggered-at": "2026-11-20T08:00:00.123456789Z" })).toBe("2026-11-20T08:00:00.123Z");
    expect(at({ "x-shopify-triggered-at": "soon" })).toBe("2026-11-21T00:00:00.000Z");
    expect(at({})).toBe("2026-11-21T00:00:00.000Z");
  });

  it("says of an order that was restocked as a whole that it is cancelled", () => {
    const order = orderIn(edited("order-updated-usd", (body) => (body.fulfillment_status = "restocked")));
    expect(order.status?.cancelledAt).toBe("2026-11-18T17:03:40.000Z");
  });

  it("says nothing of parts that the message leaves out", () => {
    const order = orderIn(
      edited("order-updated-usd", (body) => {
        delete body.refunds;
        delete body.fulfillments;
        body.shipping_address = null;
      }),
    );
    expect(Object.keys(order).sort()).toEqual(["channelOrderId", "clock", "header", "lines", "payment", "status"]);
  });
});
