import type { ChannelApi } from "../api.ts";
import { listTrades } from "./list-trades.ts";
import { confirmMessages, consumeMessages } from "./messages.ts";
import { readTrade } from "./read-trade.ts";
import { refreshSession } from "./refresh.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** The Taobao Open Platform (TOP); README.md says where each figure is from. */
export const taobaoApi: ChannelApi = {
  name: "taobao",
  credentials: [
    { name: "appKey", about: "AppKey of the app, in the console of open.taobao.com", isSecret: false },
    { name: "appSecret", about: "AppSecret of the app, beside it", isSecret: true },
    {
      name: "sessionKey",
      about: "the shop's access token (session), from its authorisation of the app",
      isSecret: true,
    },
    {
      name: "refreshToken",
      about: "refresh token of the same authorisation; only apps of the service market have one that works",
      isSecret: true,
      isOptional: true,
    },
    {
      name: "groupName",
      about: "TMC user group that only this shop is in; needed when the app serves several shops",
      isSecret: false,
      isOptional: true,
    },
  ],
  limit: { perSecond: 10, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 90,
  },
  listOrders: listTrades,
  readOrder: readTrade,
  messages: { consume: consumeMessages, confirm: confirmMessages },
  refreshCredentials: refreshSession,
  sendShipment,
  setStock,
  stockBatch,
};
