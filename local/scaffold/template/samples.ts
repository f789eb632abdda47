import type { Sample } from "../../../shared/channels/sample.ts";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "order-created", topic: "order.created", about: "CNY, unpaid, two lines" },
  { name: "order-paid", topic: "order.updated", about: "the same order paid" },
  { name: "order-unknown-payment", topic: "order.updated", about: "a payment status that is not in the table: parked" },
];
