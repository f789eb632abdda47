import { shopifyOrder } from "../support/shop-orders.ts";

/** One message of an order's life: its topic, and the body for the order with this number. */
export type LifeMessage = { readonly topic: string; readonly body: (no: number) => Buffer };

export type OrderLife = {
  readonly name: string;
  readonly about: string;
  readonly linesPerOrder: number;
  readonly messages: readonly LifeMessage[];
};

/** The skus that the orders of both lives ask for. */
export const soldSkus = ["TEA-LJ-100", "CUP-CEL-01"] as const;

const lines = [
  { sku: soldSkus[0], quantity: 2 },
  { sku: soldSkus[1], quantity: 1, price: "45.00" },
];
const placedAt = new Date("2026-11-21T04:00:00Z");
const later = (minutes: number): { placedAt: Date; changedAt: Date } => ({
  placedAt,
  changedAt: new Date(placedAt.getTime() + minutes * 60_000),
});

export const paidOrder: OrderLife = {
  name: "paid order",
  about: "2 lines, 3.5 KB, paid when it comes; ends allocated",
  linesPerOrder: lines.length,
  messages: [{ topic: "orders/paid", body: (no) => shopifyOrder({ no, lines, ...later(0) }) }],
};

export const wholeLife: OrderLife = {
  name: "whole life",
  about: "the same order created unpaid, paid, shipped, and changed once more; ends shipped",
  linesPerOrder: lines.length,
  messages: [
    { topic: "orders/create", body: (no) => shopifyOrder({ no, lines, payment: "pending", ...later(0) }) },
    { topic: "orders/paid", body: (no) => shopifyOrder({ no, lines, ...later(1) }) },
    { topic: "orders/fulfilled", body: (no) => shopifyOrder({ no, lines, isShipped: true, ...later(600) }) },
    {
      topic: "orders/updated",
      body: (no) => shopifyOrder({ no, lines, isShipped: true, note: "delivered", ...later(2000) }),
    },
  ],
};

export const orderLives: readonly OrderLife[] = [paidOrder, wholeLife];
