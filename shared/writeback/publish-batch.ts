import type { ChannelApi } from "../channels/api.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { done, type Outcome, skipped } from "../kernel/outcome.ts";
import type { QueueSender } from "../platform/ports.ts";
import { listPk } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { readList } from "../table/read-list.ts";
import { fromListingItem } from "./listing.ts";
import { markListing } from "./mark-listings.ts";
import { type PublishMessage, toPublishMessage } from "./publish-message.ts";
import type { PublishStock } from "./publish-stock.ts";
import { readWriteBack, type WriteBackSettings } from "./settings.ts";

export type PublishBatchDeps = {
  readonly table: Table;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly publishStock: PublishStock;
  /** The queue that the messages came from. */
  readonly queue: QueueSender;
  readonly now: () => Date;
  /** Turns a thrown fault of one shop into its outcome, so that other shops of the batch go on. */
  readonly guard: (run: () => Promise<Outcome>) => Promise<Outcome>;
};

export type PublishRecord = { readonly input: PublishMessage; readonly messageId: string };

export type PublishBatch = (
  records: readonly PublishRecord[],
  budget: { readonly hasTime: () => boolean; readonly msLeft: () => number },
) => Promise<ReadonlyMap<string, Outcome>>;

const LISTINGS_PER_WALK = 100;

/** Handles the messages of a batch shop by shop, so that each channel is told of many skus at once. */
export function makePublishBatch(deps: PublishBatchDeps): PublishBatch {
  return async (records, { hasTime, msLeft }) => {
    const outcomes = new Map<string, Outcome>();
    for (const own of Map.groupBy(records, ({ input }) => `${input.merchantId}/${input.connectionId}`).values()) {
      if (!hasTime()) break;
      const outcome = await deps.guard(() => publishShop(deps, own, msLeft));
      for (const { messageId } of own) outcomes.set(messageId, outcome);
    }
    return outcomes;
  };
}

async function publishShop(
  deps: PublishBatchDeps,
  records: readonly PublishRecord[],
  msLeft: () => number,
): Promise<Outcome> {
  const [first] = records;
  if (first === undefined) return done;
  const { merchantId, connectionId, channel } = first.input;
  const api = await deps.findApi(channel);
  if (api?.setStock === undefined) return skipped(`${channel} is not told of stock`);
  const settings = await readWriteBack(deps.table, merchantId, connectionId);
  if (settings === null) return skipped("nothing is published to this shop");
  const skus = new Set(records.flatMap(({ input }) => input.sku ?? []));
  if (skus.size > 0) {
    const shop = { merchantId, connectionId, channel };
    await deps.publishStock({ shop, skus: [...skus], stock: settings.stock, api }, msLeft);
  }
  for (const { input, messageId } of records) {
    if (input.sku === null && settings.stock.isOn) await markSome(deps, settings, input, messageId);
  }
  return done;
}

/** Has the next listings of a shop told, and sends itself on to those behind them. */
async function markSome(
  deps: PublishBatchDeps,
  settings: WriteBackSettings,
  message: PublishMessage,
  messageId: string,
): Promise<void> {
  const list = listingsOf(message.merchantId, message.connectionId);
  const page = await readList(deps.table, list, { limit: LISTINGS_PER_WALK, cursor: message.after ?? undefined });
  if (!page.ok) throw new Error("a walk through the listings of a shop has lost its place");
  const offered = page.value.items.map(fromListingItem).filter(({ isOffered }) => isOffered);
  const marked = await Promise.all(offered.map((listing) => markListing(deps, settings, listing, [messageId])));
  const next = page.value.cursor === null ? [] : [toPublishMessage({ ...message, after: page.value.cursor })];
  const messages = [...marked.filter((one) => one !== null), ...next];
  if (messages.length > 0) await deps.queue.send(messages);
}

/** The listings of one shop, by sku. */
export function listingsOf(merchant: MerchantId, connection: ConnectionId): Parameters<typeof readList>[1] {
  const partitions = (shard: number): string[] => [listPk(merchant, "listings", connection, shard)];
  return { index: "byList", partitions, sortKey: "listSk", order: "ascending" };
}
