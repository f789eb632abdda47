import { describe, expect, it } from "vitest";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { square } from "./square.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, changed field by field
type Foreign = any;

function read(json: unknown, topic = pulledTopic) {
  const body = Buffer.from(JSON.stringify(json));
  return square.normalise({ topic, body, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" });
}

function sample(name: string): Foreign {
  return JSON.parse(Buffer.from(readSample("square", name)).toString());
}

function orderOf(name: string, change: (envelope: Foreign, order: Foreign) => void = () => undefined) {
  const json = sample(name);
  change(json, json.order.order);
  const result = read(json);
  if (!result.ok || result.value.kind !== "order") throw new Error(summarise(result));
  return result.value.order;
}

describe("an order of Square's", () => {
  it("keeps fractions of a piece in words, and their money to the cent", () => {
    const { lines } = orderOf("sale-at-the-counter");
    expect(lines).toMatchObject([
      { quantity: 1, unitPriceMinor: 2100, totalMinor: 2100, variant: "Beans, sold as 0.75" },
    ]);
    const more = orderOf("sale-at-the-counter", (_envelope, order) => {
      Object.assign(order.line_items[0], { quantity: "1.33333", gross_sales_money: { amount: 3733, currency: "USD" } });
      order.total_money.amount = 3933;
    });
    expect(more.lines).toMatchObject([{ quantity: 2, unitPriceMinor: 1867, discountMinor: 1, totalMinor: 3733 }]);
    expect(more.header?.discrepancyMinor).toBe(0);
  });

  it("is as new as the newest of its payments and refunds", () => {
    const [before, after] = [orderOf("order-shipped"), orderOf("order-partially-refunded")];
    expect(before.clock.at).toBe(Date.parse("2026-11-21T10:00:02.000Z"));
    expect(after.clock.at).toBe(Date.parse("2026-11-21T14:02:00.100Z"));
  });

  it("of one instant is newer with the higher version", () => {
    const tie = (version: number | undefined) =>
      orderOf("order-paid", (_envelope, order) => Object.assign(order, { version })).clock.tie;
    const ties = [undefined, 2, 10, 100].map(tie);
    expect(ties.toSorted()).toEqual(ties);
  });

  it("is paid by all of its payments together", () => {
    const state = (amounts: readonly (readonly [string, number])[]) =>
      orderOf("order-partly-paid", (envelope) => {
        envelope.payments = amounts.map(([status, amount], place) => ({
          payment: {
            id: `P${place}`,
            status,
            created_at: "2026-11-20T12:00:00Z",
            total_money: { amount, currency: "USD" },
          },
        }));
      }).payment?.state;
    expect(state([])).toBe("pending");
    expect(state([["PENDING", 2500]])).toBe("pending");
    expect(state([["APPROVED", 2500]])).toBe("authorized");
    expect(state([["APPROVED", 1000]])).toBe("pending");
    expect(state([["COMPLETED", 1000]])).toBe("partially_paid");
    const halves = [
      ["COMPLETED", 1000],
      ["COMPLETED", 1500],
    ] as const;
    expect(state(halves)).toBe("paid");
    expect(state([["CANCELED", 2500]])).toBe("pending");
  });

  it("without its payments is paid when nothing is due", () => {
    const state = (due: unknown) =>
      orderOf("order-partly-paid", (envelope, order) => {
        envelope.payments = undefined;
        order.net_amount_due_money = due;
      }).payment?.state;
    expect(state({ amount: 0, currency: "USD" })).toBe("paid");
    expect(state({ amount: 2500, currency: "USD" })).toBe("pending");
    expect(state({ amount: 0, currency: "UNKNOWN_CURRENCY" })).toBe("pending");
  });

  it("counts no refund that waits or was rejected", () => {
    for (const status of ["PENDING", "REJECTED", "FAILED"]) {
      const order = orderOf("order-partially-refunded", ({ refunds }) => {
        refunds[0].refund.status = status;
      });
      expect([order.payment?.state, order.refunds]).toEqual(["paid", undefined]);
    }
  });

  it("with taxes inside and on top tells those on top only, and adds up", () => {
    const { header, lines } = orderOf("sale-at-the-counter-jpy", (_envelope, order) => {
      const onTop = { uid: "x", tax_uid: "extra", applied_money: { amount: 100, currency: "JPY" } };
      order.taxes.push({ uid: "extra", type: "ADDITIVE", applied_money: onTop.applied_money });
      order.line_items[0].applied_taxes.push(onTop);
      order.line_items[0].total_tax_money.amount = 340;
      order.total_tax_money.amount = 340;
      order.total_money.amount = 3340;
    });
    expect(header).toMatchObject({ amounts: { taxMinor: 100, taxesIncluded: false }, discrepancyMinor: 0 });
    expect(lines).toMatchObject([{ taxMinor: 100, totalMinor: 3340 }]);
  });

  it("names the pieces of a parcel that is not for all lines", () => {
    const { fulfilments } = orderOf("order-shipped", (_envelope, order) => {
      order.fulfillments[0].entries = [{ uid: "e1", line_item_uid: "l-jar", quantity: "3" }];
    });
    expect(fulfilments).toMatchObject([{ state: "success", lines: [{ lineId: "l-jar", quantity: 3 }] }]);
  });

  it("that the buyer fetches leaves nothing to ship", () => {
    const { lines, status } = orderOf("order-paid", (_envelope, order) => {
      order.fulfillments = [{ uid: "pick", type: "PICKUP", state: "PROPOSED", pickup_details: {} }];
    });
    expect([lines?.map(({ needsShipping }) => needsShipping), status?.isFulfilled]).toEqual([[false, false], false]);
  });
});

describe("an event of Square's", () => {
  const event = (type: string, object: unknown) => summarise(read({ type, data: { object } }, "push"));

  it("names the order it is about, or is ignored when there is none", () => {
    expect(event("order.updated", { order_updated: { order_id: "O1" } })).toBe("pull O1");
    expect(event("payment.created", { payment: { order_id: "O2" } })).toBe("pull O2");
    expect(event("payment.created", { payment: { id: "P" } })).toBe("ignored");
    expect(event("refund.created", { refund: { order_id: "O3" } })).toBe("pull O3");
    expect(event("webhooks.test_notification", {})).toBe("ignored");
    expect(event("order.custom_attribute.owned.updated", {})).toBe("ignored");
    expect(event("order.created", {})).toBe("refused: missing_field at data.object.order_created");
  });
});
