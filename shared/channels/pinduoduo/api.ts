import type { ChannelApi } from "../api.ts";
import { listOrders, readOrder } from "./orders.ts";
import { refreshToken } from "./refresh.ts";
import { sendShipment, setStock, stockBatch } from "./write-back.ts";

const MINUTE_MS = 60_000;

/** Pinduoduo's open platform; README.md says where each figure is from. */
export const pinduoduoApi: ChannelApi = {
  name: "pinduoduo",
  credentials: [
    { name: "clientId", about: "client_id of the app, in the console of open.pinduoduo.com", isSecret: false },
    { name: "clientSecret", about: "client_secret of the app, beside it", isSecret: true },
    { name: "accessToken", about: "access token, from the shop's authorisation of the app", isSecret: true },
    { name: "refreshToken", about: "refresh token of the same authorisation", isSecret: true, isOptional: true },
  ],
  limit: { perSecond: 20, burst: 20 },
  listing: {
    by: ["changed"],
    maxWindowMs: 30 * MINUTE_MS,
    settleMs: 3 * MINUTE_MS,
    overlapMs: 5 * MINUTE_MS,
    historyDays: 90,
  },
  listOrders,
  readOrder,
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
