import type { ChannelApi } from "../api.ts";
import { listOrders } from "./list-orders.ts";
import { readOrder } from "./read-order.ts";
import { refreshToken } from "./refresh-token.ts";
import { sendShipment, setStock } from "./write-back.ts";

const DAY_MS = 86_400_000;

/** The Selling Partner API; README.md says where each figure is from. */
export const amazonApi: ChannelApi = {
  name: "amazon",
  credentials: [
    { name: "clientId", about: "LWA client identifier of the app, in the Solution Provider Portal", isSecret: false },
    { name: "clientSecret", about: "LWA client secret of the app, beside it", isSecret: true },
    { name: "refreshToken", about: "refresh token of the seller's authorisation of the app", isSecret: true },
    { name: "sellerId", about: "Merchant token, in Seller Central › Account info", isSecret: false },
    { name: "marketplaceIds", about: "ids of the marketplaces, with commas between", isSecret: false },
    {
      name: "apiUrl",
      about: "endpoint of the region: sellingpartnerapi-eu or -fe instead of -na",
      isSecret: false,
      isOptional: true,
    },
    {
      name: "authUrl",
      about: "address of Login with Amazon, for sandboxes only",
      isSecret: false,
      isOptional: true,
    },
  ],
  limit: { perSecond: 0.5, burst: 20 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 30 * DAY_MS,
    settleMs: 150_000,
    overlapMs: 600_000,
    historyDays: 730,
  },
  listOrders,
  readOrder,
  refreshCredentials: refreshToken,
  sendShipment,
  setStock,
  stockBatch: 1,
};
