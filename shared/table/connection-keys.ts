import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { settingsPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

/** What the hub keeps of its own reading of a shop's channel: a partition of its own, read and written all the time. */
const ofConnection = (merchant: MerchantId, connection: ConnectionId): string =>
  `${settingsPk(merchant)}#CON#${connection}`;

/** Up to when the channel's list of orders has been read. */
export const pullCursorKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: ofConnection(merchant, connection),
  sk: sortKeys.cursor,
});
/** How much of the channel's rate limit has been used. */
export const rateKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: ofConnection(merchant, connection),
  sk: sortKeys.rate,
});
/** Who renews the credentials right now. */
export const refreshKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: ofConnection(merchant, connection),
  sk: sortKeys.refresh,
});
/** Whether the channel's API lets the hub in. */
export const healthKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: ofConnection(merchant, connection),
  sk: sortKeys.health,
});
/** When the shop was last heard of, and what of it was refused. */
export const activityKey = (merchant: MerchantId, connection: ConnectionId): Key => ({
  pk: ofConnection(merchant, connection),
  sk: sortKeys.activity,
});
/** The count of one day: what the channel has and what the hub has. All days of a connection stand in one partition. */
export const gapKey = (merchant: MerchantId, connection: ConnectionId, day: string): Key => ({
  pk: gapsPk(merchant, connection),
  sk: `${sortKeys.gap}${day}`,
});
export const gapsPk = (merchant: MerchantId, connection: ConnectionId): string =>
  `${ofConnection(merchant, connection)}#GAPS`;
