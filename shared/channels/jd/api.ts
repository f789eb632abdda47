import type { ChannelApi } from "../api.ts";
import { listOrders, readOrder } from "./orders.ts";
import { refreshToken } from "./refresh.ts";
import { sendShipment, setStock, stockBatch } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** JD's open platform (JOS); README.md says where each figure is from. */
export const jdApi: ChannelApi = {
  name: "jd",
  credentials: [
    { name: "appKey", about: "AppKey of the app, in the console of open.jd.com", isSecret: false },
    { name: "appSecret", about: "AppSecret of the app, beside it", isSecret: true },
    { name: "accessToken", about: "access token, from the shop's authorisation of the app", isSecret: true },
    { name: "refreshToken", about: "refresh token of the same authorisation", isSecret: true, isOptional: true },
  ],
  limit: { perSecond: 5, burst: 5 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 30 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 30,
  },
  listOrders,
  readOrder,
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
