import { describe, expect, it } from "vitest";
import { generic } from "../channels/generic/generic.ts";
import { summarise } from "../channels/summarise.ts";
import { merchantId } from "../kernel/ids.ts";
import { readManualOrder } from "./manual-order.ts";

const demo = merchantId("demo");
const now = new Date("2026-11-21T08:00:00.000Z");
const given = {
  id: "phone-17",
  currency: "CNY",
  lines: [
    { id: "1", sku: "TEA-01", quantity: 2, unit_price: "68.00", discount: "6.00" },
    { id: "2", sku: "CUP-02", quantity: 1, unit_price: "19.90" },
  ],
  totals: { shipping: "12.00" },
  address: { country: "CN", region: "31", city: "上海市", name: "王", phone: "13800000000", street: "1 号" },
};

describe("an order that staff enter", () => {
  it("gets its total, its time and an open payment, and reads as an own shop's order", () => {
    const order = readManualOrder(demo, given, now);
    if (!order.ok) throw new Error(order.error.detail);
    const { topic, body, headers, receivedAt } = order.value.delivery;
    expect(summarise(generic.normalise({ topic, body, headers, receivedAt }))).toBe(
      "order phone-17 | phone-17 CNY 16190 = 15590 - 600 + 1200 + 0 + tax 0 | pending | TEA-01x2 CUP-02x1 | to CN/31/上海市",
    );
  });

  it("keeps what the person worked out", () => {
    const paid = { ...given, totals: { shipping: "12.00", total: "160.00" }, payment: { state: "paid" } };
    const order = readManualOrder(demo, paid, now);
    if (!order.ok) throw new Error(order.error.detail);
    expect(summarise(generic.normalise(order.value.delivery))).toContain(
      "CNY 16000 = 15590 - 600 + 1200 + 0 + tax 0 off by",
    );
  });

  it("counts tax that is not in the prices", () => {
    const taxed = { ...given, currency: "USD", totals: { tax: "3.55" } };
    const order = readManualOrder(demo, taxed, now);
    expect(order.ok && summarise(generic.normalise(order.value.delivery))).toContain(
      "USD 15345 = 15590 - 600 + 0 + 0 + tax 355",
    );
  });

  it("is the same delivery when the same words are sent again, later", () => {
    const later = new Date(now.getTime() + 60_000);
    const [first, again] = [readManualOrder(demo, given, now), readManualOrder(demo, given, later)];
    expect(first.ok && again.ok && first.value.delivery.deliveryId === again.value.delivery.deliveryId).toBe(true);
  });

  it("is refused by the name of the field that is wrong", () => {
    const wrong = [
      { ...given, id: undefined },
      { ...given, lines: [{ id: "1", quantity: 1, unit_price: "1.234" }] },
      { ...given, currency: "YUAN" },
      { ...given, adress: {} },
    ].map((body) => readManualOrder(demo, body, now));
    expect(wrong.map((result) => (result.ok ? "taken" : result.error.at))).toEqual([
      "id",
      "lines[0].unit_price",
      "currency",
      "adress",
    ]);
  });
});
