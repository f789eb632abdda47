import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** The Admin API: REST to list and read, GraphQL to write; README.md says where each figure is from. */
export const shopifyApi: ChannelApi = {
  name: "shopify",
  credentials: [
    { name: "shop", about: "the shop's own domain, as demo.myshopify.com", isSecret: false },
    {
      name: "accessToken",
      about: "Admin API access token with read_orders, write_inventory and write_merchant_managed_fulfillment_orders",
      isSecret: true,
    },
  ],
  limit: { perSecond: 2, burst: 40 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 30 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 60,
  },
  listOrders,
  readOrder,
  sendShipment,
  setStock,
  stockBatch,
};
