import { makeCachedProducts } from "../../shared/inventory/products/cached-products.ts";
import { fellBelowPromises, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { done, retry } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { streamBatchHandler } from "../../shared/platform/stream-handler.ts";
import { makeMarkListings } from "../../shared/writeback/mark-listings.ts";
import { makeCachedWriteBacks } from "../../shared/writeback/settings.ts";

/**
 * Follows every write of a stock item (the mapping's filter lets nothing else through). Shops are told of it from here, and
 * not by a function of their own, because a table's stream bears two readers.
 */
export const handler = streamBatchHandler({
  name: "watch-stock",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const backorders = sqsSender(settings.BACKORDER_QUEUE_URL);
    const queue = sqsSender(settings.PUBLISH_QUEUE_URL);
    const readWriteBacks = makeCachedWriteBacks(table, clock);
    return {
      watchStock: makeWatchStock({ table, backorders, readProducts: makeCachedProducts(table, clock), now: clock }),
      markListings: makeMarkListings({ table, queue, readWriteBacks, now: clock }),
    };
  },
  handleBatch: async (changes, { watchStock, markListings }) => {
    const stockChanges = changes.flatMap(
      (change) => stockChangeOf(change.sequenceNumber, change.old, change.new) ?? [],
    );
    const unfinished = await watchStock(stockChanges);
    await markListings(stockChanges);
    count("StockBelowPromises", stockChanges.filter(fellBelowPromises).length, { fn: "watch-stock" });
    return new Map(
      changes.map(({ sequenceNumber: id }) => [id, unfinished.has(id) ? retry("others keep writing the alert") : done]),
    );
  },
});
