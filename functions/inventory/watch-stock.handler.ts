import { fellBelowPromises, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { done, retry } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { streamBatchHandler } from "../../shared/platform/stream-handler.ts";

/** Follows every write of a stock item (the mapping's filter lets nothing else through). */
export const handler = streamBatchHandler({
  name: "watch-stock",
  build: ({ settings, clock }) => {
    const queue = sqsSender(settings.BACKORDER_QUEUE_URL);
    return makeWatchStock({ table: dynamoTable(settings.TABLE_NAME), backorders: queue, now: clock });
  },
  handleBatch: async (changes, watchStock) => {
    const stockChanges = changes.flatMap(
      (change) => stockChangeOf(change.sequenceNumber, change.old, change.new) ?? [],
    );
    const unfinished = await watchStock(stockChanges);
    count("StockBelowPromises", stockChanges.filter(fellBelowPromises).length, { fn: "watch-stock" });
    return new Map(
      changes.map(({ sequenceNumber: id }) => [id, unfinished.has(id) ? retry("others keep writing the alert") : done]),
    );
  },
});
