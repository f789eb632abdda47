import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** The store's own v2 and v3 API; README.md says where each figure is from. */
export const bigcommerceApi: ChannelApi = {
  name: "bigcommerce",
  credentials: [
    { name: "storeHash", about: "the part behind /stores/ of the API path of the API account", isSecret: false },
    { name: "accessToken", about: "access token of the API account", isSecret: true },
  ],
  limit: { perSecond: 4, burst: 20 },
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
  stockBatch: 10,
};
