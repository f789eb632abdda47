import type { StockChange } from "../inventory/stock-change.ts";
import type { MerchantId, Sku } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import type { QueueMessage, QueueSender } from "../platform/ports.ts";
import type { Condition, Table } from "../table/port.ts";
import { listingKey } from "../table/write-back-keys.ts";
import { type Listing, readListed, readListings } from "./listing.ts";
import { toPublishMessage } from "./publish-message.ts";
import type { ReadWriteBacks, WriteBackSettings } from "./settings.ts";

export type MarkDeps = {
  readonly table: Table;
  /** The queue of `publish-stock`. */
  readonly queue: QueueSender;
  readonly readWriteBacks: ReadWriteBacks;
  readonly now: () => Date;
};

export type MarkListings = (changes: readonly StockChange[]) => Promise<void>;

/** A message that was due so long ago is lost: its mark does not stand in the way of the next. */
const LOST_AFTER_MS = 3_600_000;

/**
 * Has every shop told that lists a sku whose stock changed, or a bundle that it is a component of. However often a sku changes, one message for each shop is under
 * way: the mark on the listing is set before the message is sent and taken off before the stock is read, so that a change
 * either finds a mark whose message will see it, or sets one. A batch that is repeated sends again what it had marked.
 */
export function makeMarkListings(deps: MarkDeps): MarkListings {
  return async (changes) => {
    const messages: QueueMessage[] = [];
    const offered = changes.filter(isOfferChanged);
    for (const [merchant, own] of Map.groupBy(offered, ({ after }) => after.merchantId)) {
      messages.push(...(await markMerchant(deps, merchant, own)));
    }
    if (messages.length > 0) await deps.queue.send(messages);
  };
}

/** Most writes of stock change what can be promised; those that do not are nobody's business outside. */
function isOfferChanged({ before, after }: StockChange): boolean {
  return before?.available !== after.available || before.safetyStock !== after.safetyStock;
}

async function markMerchant(
  deps: MarkDeps,
  merchant: MerchantId,
  changes: readonly StockChange[],
): Promise<readonly QueueMessage[]> {
  const shops = (await deps.readWriteBacks(merchant)).filter(({ stock }) => stock.isOn);
  if (shops.length === 0) return [];
  const messages: QueueMessage[] = [];
  const mark = async (listings: readonly Listing[], ids: readonly string[]): Promise<void> => {
    for (const listing of listings) {
      const shop = shops.find(({ connectionId }) => connectionId === listing.connectionId);
      if (shop === undefined || !listing.isOffered) continue;
      const message = await markListing(deps, shop, listing, ids);
      if (message !== null) messages.push(message);
    }
  };
  const causes = new Map<Sku, string[]>();
  for (const [article, own] of Map.groupBy(changes, ({ after }) => after.sku)) {
    const ids = own.map(({ id }) => id);
    const { listings, bundles } = await readListed(deps.table, merchant, article);
    await mark(listings, ids);
    for (const bundle of bundles) causes.set(bundle, [...(causes.get(bundle) ?? []), ...ids]);
  }
  // A bundle that several of these changes concern is marked once.
  for (const [bundle, ids] of causes) await mark(await readListings(deps.table, merchant, bundle), ids);
  return messages;
}

/** The message to send; null where one is under way. `ids` are the causes, the first of which becomes the mark's. */
export async function markListing(
  { table, now }: Pick<MarkDeps, "table" | "now">,
  { channel, stock }: Pick<WriteBackSettings, "channel" | "stock">,
  listing: Listing,
  ids: readonly string[],
): Promise<QueueMessage | null> {
  const { merchantId, connectionId, sku, dueAt, dueFor, last } = listing;
  const nowMs = now().getTime();
  const message = (dueMs: number): QueueMessage =>
    toPublishMessage({ merchantId, connectionId, channel, sku, after: null }, (dueMs - nowMs) / 1_000);
  if (dueAt !== null && msOf(dueAt) + LOST_AFTER_MS > nowMs) {
    return dueFor !== null && ids.includes(dueFor) ? message(msOf(dueAt)) : null;
  }
  const restedMs = last === null ? nowMs : msOf(last.at) + stock.minIntervalSeconds * 1_000;
  const dueMs = Math.max(nowMs, restedMs);
  const isAsRead: Condition =
    dueAt === null
      ? { kind: "not", of: { kind: "exists", path: "dueAt" } }
      : { kind: "compare", path: "dueAt", op: "=", value: dueAt };
  const marked = await table.update(
    listingKey(merchantId, sku, connectionId),
    [
      { kind: "set", path: "dueAt", value: new Date(dueMs).toISOString() },
      { kind: "set", path: "dueFor", value: ids[0] ?? "" },
    ],
    isAsRead,
  );
  return marked.ok ? message(dueMs) : null;
}
