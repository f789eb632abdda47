import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshCredentials } from "./refresh.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** The Doudian open platform, API version 2; README.md says where each figure is from. */
export const douyinApi: ChannelApi = {
  name: "douyin",
  credentials: [
    { name: "appKey", about: "app_key, in the app's page of the Doudian open platform", isSecret: false },
    { name: "appSecret", about: "app_secret, beside it", isSecret: true },
    {
      name: "refreshToken",
      about: "refresh_token of the shop's authorisation; left out for an app of the merchant's own",
      isSecret: true,
      isOptional: true,
    },
    { name: "shopId", about: "the shop's number; for an app of the merchant's own", isSecret: false, isOptional: true },
    { name: "apiUrl", about: "address of the gateway, for sandboxes only", isSecret: false, isOptional: true },
  ],
  limit: { perSecond: 5, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: DAY_MS,
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
