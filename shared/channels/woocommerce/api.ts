import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { sendShipment, setStock, stockBatch } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** REST API v3 of the shop's own WordPress; README.md says where each figure is from. */
export const woocommerceApi: ChannelApi = {
  name: "woocommerce",
  credentials: [
    { name: "apiUrl", about: "address of the shop, as https://shop.example", isSecret: false },
    {
      name: "consumerKey",
      about: "WooCommerce › Settings › Advanced › REST API, with read and write",
      isSecret: true,
    },
    { name: "consumerSecret", about: "shown once beside the key", isSecret: true },
  ],
  limit: { perSecond: 2, burst: 5 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 30 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 3650,
  },
  listOrders,
  readOrder,
  sendShipment,
  setStock,
  stockBatch,
};
