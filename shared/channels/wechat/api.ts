import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshCredentials } from "./refresh.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** The WeChat store's API; README.md says where each figure is from. */
export const wechatApi: ChannelApi = {
  name: "wechat",
  credentials: [
    { name: "appId", about: "AppID of the store, in its console under service settings", isSecret: false },
    { name: "appSecret", about: "AppSecret, beside it", isSecret: true },
    { name: "apiUrl", about: "address of the API, for sandboxes only", isSecret: false, isOptional: true },
  ],
  limit: { perSecond: 5, burst: 10 },
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
