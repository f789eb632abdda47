import { describe, expect, it } from "vitest";
import { type EditedSample, normaliseEdited, orderIn } from "../../../tests/contract/edited-sample.ts";
import { woocommerce } from "./woocommerce.ts";

const edited = (name: string, edit: NonNullable<EditedSample["edit"]>) =>
  normaliseEdited(woocommerce, name, { topic: "order.updated", edit });

describe("WooCommerce refuses by name and path", () => {
  it("a negative quantity", () => {
    const result = edited("order-paid-usd", (order) => (order.line_items[1].quantity = -2));
    expect(result).toMatchObject({ ok: false, error: { kind: "bad_value", at: "line_items[1].quantity" } });
  });

  it("an unknown currency", () => {
    const result = edited("order-paid-usd", (order) => (order.currency = "BTC"));
    expect(result).toMatchObject({ ok: false, error: { kind: "unknown_currency", at: "currency" } });
  });

  it("an order without the time of its last change", () => {
    const result = edited("order-paid-usd", (order) => (order.date_modified_gmt = null));
    expect(result).toMatchObject({ ok: false, error: { kind: "missing_field", at: "date_modified_gmt" } });
  });
});

describe("WooCommerce amounts", () => {
  it("ties unit price, discount and total where a line does not divide by its quantity", () => {
    const order = orderIn(
      edited("order-missing-sku", (body) => {
        Object.assign(body.line_items[0], {
          quantity: 3,
          subtotal: "10.00",
          total: "10.00",
          price: 3.3333333333333335,
        });
        body.total = "10.00";
      }),
    );
    expect(order.lines?.[0]).toMatchObject({ unitPriceMinor: 334, quantity: 3, discountMinor: 2, totalMinor: 1000 });
    expect(order.header).toMatchObject({ discrepancyMinor: 0, amounts: { itemsMinor: 1002, discountMinor: 2 } });
  });

  it("rounds half a piece up and says what was sold", () => {
    const order = orderIn(edited("order-missing-sku", (body) => (body.line_items[0].quantity = 1.5)));
    expect(order.lines?.[0]).toMatchObject({ quantity: 2, variant: "sold as 1.5", totalMinor: 3200 });
  });

  it("reads what plugins make of it: numbers for text, text for numbers, objects for lists", () => {
    const usual = orderIn(edited("order-paid-usd", () => undefined));
    const swapped = orderIn(
      edited("order-paid-usd", (body) => {
        body.total = 101.99;
        body.id = "735";
        body.number = 735;
        body.customer_id = "4214";
        body.line_items[0].quantity = "3";
        body.line_items[0].meta_data = { "0": { key: "x", value: ["y"] } };
        body.line_items[1].price = "13.05";
        body.shipping_lines = false;
        body.transaction_id = [];
      }),
    );
    expect([swapped.header, swapped.lines]).toEqual([usual.header, usual.lines]);
  });
});

describe("WooCommerce statuses", () => {
  const paymentOf = (edit: NonNullable<EditedSample["edit"]>): string | undefined =>
    orderIn(edited("order-paid-usd", edit)).payment?.state;

  it("finds a partial refund, and the last one, in the sum of the refunds", () => {
    expect(paymentOf((body) => (body.refunds = [{ id: 1, total: "-1.00" }]))).toBe("partially_refunded");
    expect(
      paymentOf(
        (body) =>
          (body.refunds = [
            { id: 1, total: "-1.00" },
            { id: 2, total: "-100.99" },
          ]),
      ),
    ).toBe("refunded");
  });

  it("keeps an order open under a word of a plugin, paid or not", () => {
    const paid = orderIn(edited("order-custom-status", () => undefined));
    const unpaid = orderIn(edited("order-custom-status", (body) => (body.date_paid_gmt = null)));
    expect([paid.payment?.state, unpaid.payment?.state]).toEqual(["paid", "pending"]);
    expect(paid.status).toMatchObject({ cancelledAt: null, closedAt: null, raw: "awaiting-packing" });
  });

  it("puts processing after pending when both happened in one second", () => {
    const clock = (status: string) => orderIn(edited("order-created-cny", (body) => (body.status = status))).clock;
    expect(clock("processing").at).toBe(clock("pending").at);
    expect(clock("processing").tie > clock("pending").tie).toBe(true);
    expect(clock("cancelled").tie > clock("processing").tie).toBe(true);
  });

  it("reads times without a zone as UTC", () => {
    const order = orderIn(edited("order-paid-cny", () => undefined));
    expect(order.header?.placedAt).toBe("2026-11-19T12:14:05.000Z");
    expect(order.payment?.paidAt).toBe("2026-11-19T12:14:09.000Z");
  });
});

describe("WooCommerce addresses", () => {
  it("uses the billing address when there is no other, unless the buyer fetches the goods", () => {
    const withoutShipping = (method: string) =>
      orderIn(
        edited("order-paid-usd", (body) => {
          body.shipping = { first_name: "", last_name: "", address_1: "", city: "", state: "", country: "" };
          body.shipping_lines[0].method_id = method;
        }),
      ).address;
    expect(withoutShipping("flat_rate")).toMatchObject({
      name: "Clara Benson",
      street: "Benson Studio, 2207 Juniper Avenue",
    });
    expect(withoutShipping("local_pickup")).toBeUndefined();
  });

  it("writes Chinese names as they are read", () => {
    expect(orderIn(edited("order-paid-cny", () => undefined)).address?.name).toBe("沈雨桐");
  });

  it("ships an order that needs no processing when it has an address all the same", () => {
    const order = orderIn(edited("order-paid-usd", (body) => (body.needs_processing = false)));
    expect(order.lines?.every(({ needsShipping }) => needsShipping)).toBe(true);
  });
});
