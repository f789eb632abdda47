import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshToken } from "./refresh-token.ts";
import { sendShipment } from "./send-shipment.ts";
import { setStock, stockBatch } from "./set-stock.ts";

const DAY_MS = 86_400_000;

/** eBay's Sell APIs; README.md says where each figure is from. */
export const ebayApi: ChannelApi = {
  name: "ebay",
  credentials: [
    { name: "clientId", about: "App ID (Client ID) of the keyset, at developer.ebay.com", isSecret: false },
    { name: "clientSecret", about: "Cert ID (Client Secret), beside it", isSecret: true },
    {
      name: "refreshToken",
      about: "refresh token of the seller's consent to sell.fulfillment and sell.inventory",
      isSecret: true,
    },
    {
      name: "accessToken",
      about: "access token; lasts two hours and is fetched by the refresh token",
      isSecret: true,
      isOptional: true,
    },
  ],
  limit: { perSecond: 5, burst: 10 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 90 * DAY_MS,
    settleMs: 60_000,
    overlapMs: 300_000,
    historyDays: 730,
  },
  listOrders,
  readOrder,
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch,
};
