import { freeStockMessage } from "../../shared/inventory/free-stock-message.ts";
import { done, type Outcome, retry } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeRetryBackorders, type RetryResult } from "../../shared/routing/retry-backorders.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";

/** Routes the orders that wait for a sku of which more has become free. */
export const handler = queueBatchHandler({
  name: "retry-backorders",
  input: freeStockMessage,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readSettings = makeCachedSettings(table, clock);
    return makeRetryBackorders({
      table,
      routeOrder: makeRouteOrder({ table, readSettings, now: clock, pause: pauseWithJitter }),
      backorders: sqsSender(settings.BACKORDER_QUEUE_URL),
    });
  },
  handleBatch: async (records, retryBackorders, budget) => {
    const outcomes = new Map<string, Outcome>();
    for (const record of records) {
      if (!budget.hasTime()) break;
      const walk = async (): Promise<Outcome> => outcomeOf(await retryBackorders(record.input, budget.hasTime));
      outcomes.set(record.messageId, await faultsRetried("retry-backorders", walk));
    }
    return outcomes;
  },
});

function outcomeOf(result: RetryResult): Outcome {
  return result.kind === "contended" ? retry("others keep writing a waiting order or its stock") : done;
}
