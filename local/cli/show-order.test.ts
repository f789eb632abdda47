import { describe, expect, it } from "vitest";
import type { OrderAnswer } from "./answers.ts";
import { orderText, whyText } from "./show-order.ts";
import { displayWidth } from "./text-width.ts";

const order: OrderAnswer = {
  orderId: "ord_1",
  status: "allocated",
  channel: "shopify",
  connectionId: "shopify-demo",
  channelOrderNo: "#1001",
  channelOrderId: "9120",
  placedAt: "2026-11-21T10:30:00.000Z",
  currency: "CNY",
  total: "166.00",
  payment: { state: "paid", paidAt: null, method: "alipay", payOnDelivery: false },
  holds: [],
  tags: ["VIP", "gift"],
  priority: 1,
  warehouses: ["SHA"],
  businessDay: "2026-11-21",
  isTest: false,
  amounts: {
    items: "176.00",
    discount: "20.00",
    shipping: "10.00",
    fees: "0.00",
    tax: "19.10",
    taxesIncluded: true,
    total: "166.00",
    discrepancy: "0.00",
  },
  note: null,
  lines: [
    {
      lineId: "1",
      sku: "TEA-LJ-50",
      title: "龙井",
      variant: "50 克",
      quantity: 2,
      shipped: 0,
      open: 2,
      allocated: 2,
      unitPrice: "88.00",
      total: "156.00",
    },
  ],
  address: {
    name: "沈雨桐",
    phone: "137",
    country: "CN",
    region: "CN-33",
    regionName: "浙江省",
    city: "杭州市",
    district: "",
    street: "听泉路 66 号",
    postalCode: "",
  },
  refunds: [],
  fulfilments: [],
  allocations: [{ lineId: "1", sku: "TEA-LJ-50", warehouse: "SHA", quantity: 2 }],
  backorder: [],
  routing: {
    decidedAt: "2026-11-21T10:30:02.000Z",
    rulesVersion: 1,
    because: "All 2 units leave from SHA: preferred by rule “East China”.",
    considered: [
      { warehouse: "SHA", verdict: "chosen", because: "sends 2 × TEA-LJ-50; preferred by rule “East China”" },
      { warehouse: "CAN", verdict: "not_needed", because: "others come first and send everything; priority 2" },
    ],
  },
  booking: { day: "2026-11-21", originalDay: "2026-11-21" },
  timeline: [{ at: "2026-11-21T10:30:01.000Z", what: "received", note: "header, lines" }],
};

describe("an order for people", () => {
  it("says what, for whom, for how much, from where and why", () => {
    const text = orderText(order);

    expect(text.split("\n")[0]).toBe("Order #1001  ·  allocated  ·  166.00 CNY");
    expect(text).toContain("items 176.00, discount -20.00, shipping 10.00, tax 19.10 (inside the prices)");
    expect(text).toContain("沈雨桐, 137, CN, 浙江省, 杭州市, 听泉路 66 号");
    expect(text).toContain("All 2 units leave from SHA");
    expect(text).toContain("SHA  2 × TEA-LJ-50");
    expect(text).not.toContain("Refunds");
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);
  });

  it("explains an order that is held instead of routed", () => {
    const hold = { reason: "address_incomplete", note: "the delivery address lacks phone; complete it in the shop" };
    const text = orderText({ ...order, status: "on_hold", holds: [hold], routing: null, allocations: [] });

    expect(text).toContain("address_incomplete: the delivery address lacks phone");
    expect(text).toContain("not routed: it is held");
  });

  it("lists every warehouse and its verdict on --why", () => {
    const text = whyText(order);

    expect(text).toContain("CAN        not needed  others come first");
    expect(text).toContain("decided 2026-11-21 10:30 UTC with rule set 1");
  });
});
