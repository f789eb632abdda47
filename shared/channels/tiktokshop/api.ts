import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshCredentials } from "./refresh.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** TikTok Shop's open API, version 202309; README.md says where each figure is from. */
export const tiktokshopApi: ChannelApi = {
  name: "tiktokshop",
  credentials: [
    { name: "appKey", about: "App key, in the app's page of the Partner Center", isSecret: false },
    { name: "appSecret", about: "App secret, beside it", isSecret: true },
    { name: "refreshToken", about: "refresh token of the seller's authorisation of the app", isSecret: true },
    { name: "shopCipher", about: "cipher of the shop, as Get Authorized Shops tells it", isSecret: false },
    { name: "apiUrl", about: "address of the API, for sandboxes only", isSecret: false, isOptional: true },
    { name: "authUrl", about: "address of the authorisation, for sandboxes only", isSecret: false, isOptional: true },
  ],
  limit: { perSecond: 2, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 7 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 600_000,
    historyDays: 90,
  },
  listOrders,
  readOrder,
  refreshCredentials,
  sendShipment,
  setStock,
  stockBatch: 20,
};
