import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { confirmLostPushes, consumeLostPushes } from "./lost-pushes.ts";
import { readOrder } from "./read-order.ts";
import { refreshToken } from "./refresh-token.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** The Open Platform, API v2; README.md says where each figure is from. */
export const shopeeApi: ChannelApi = {
  name: "shopee",
  credentials: [
    { name: "partnerId", about: "Live Partner_id of the app, in the console of open.shopee.com", isSecret: false },
    { name: "partnerKey", about: "Live Key of the app, beside it", isSecret: true },
    { name: "shopId", about: "shop_id of the shop's authorisation", isSecret: false },
    { name: "accessToken", about: "access_token of the shop's authorisation; lasts four hours", isSecret: true },
    { name: "refreshToken", about: "refresh_token of the same authorisation; works once", isSecret: true },
  ],
  limit: { perSecond: 10, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 15 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 90,
  },
  listOrders,
  readOrder,
  messages: { consume: consumeLostPushes, confirm: confirmLostPushes },
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
