import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshToken } from "./refresh-token.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** The Lazada Open Platform; README.md says where each figure is from. */
export const lazadaApi: ChannelApi = {
  name: "lazada",
  credentials: [
    { name: "appKey", about: "App Key of the app, in the console of open.lazada.com", isSecret: false },
    { name: "appSecret", about: "App Secret of the app, beside it", isSecret: true },
    { name: "country", about: "where the shop is: id, my, ph, sg, th or vn", isSecret: false },
    { name: "accessToken", about: "access_token of the seller's authorisation", isSecret: true },
    { name: "refreshToken", about: "refresh_token of the same authorisation", isSecret: true },
  ],
  limit: { perSecond: 10, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 7 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 90,
  },
  listOrders,
  readOrder,
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
