import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** REST API V1 of the shop's own installation; README.md says where each figure is from. */
export const magentoApi: ChannelApi = {
  name: "magento",
  credentials: [
    { name: "apiUrl", about: "address of the shop, as https://shop.example", isSecret: false },
    {
      name: "accessToken",
      about: "access token of an integration (System › Integrations) that may be used as a bearer token",
      isSecret: true,
    },
  ],
  limit: { perSecond: 5, burst: 10 },
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
  stockBatch: 100,
};
