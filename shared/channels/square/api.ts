import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshToken } from "./refresh-token.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** The Square API; README.md says where each figure is from. */
export const squareApi: ChannelApi = {
  name: "square",
  credentials: [
    { name: "clientId", about: "application id, in the Developer Console", isSecret: false },
    { name: "clientSecret", about: "application secret, under OAuth", isSecret: true },
    { name: "accessToken", about: "access token of the seller's authorisation", isSecret: true },
    { name: "refreshToken", about: "refresh token of the same authorisation", isSecret: true },
    { name: "locationIds", about: "ids of the locations, with commas between, at most 10", isSecret: false },
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
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
