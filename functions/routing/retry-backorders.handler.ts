import * as z from "zod/mini";
import { freeStockMessage } from "../../shared/inventory/free-stock-message.ts";
import { done, type Outcome, park, retry } from "../../shared/kernel/outcome.ts";
import { makeLoadGiveUp } from "../../shared/orders/load-give-up.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeRetryBackorders, type RetryResult } from "../../shared/routing/retry-backorders.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeSweepWaiting, type SweepResult, sweepMessage } from "../../shared/routing/sweep-waiting.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

/** Routes the orders that wait for a sku of which more has become free; or, when no sku is named, all that wait. */
export const handler = queueBatchHandler({
  name: "retry-backorders",
  input: z.union([freeStockMessage, sweepMessage]),
  build: ({ settings, clock: now }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readSettings = makeCachedSettings(table, now);
    const backorders = sqsSender(settings.BACKORDER_QUEUE_URL);
    const routeOrder = makeRouteOrder({ table, readSettings, now, pause: pauseWithJitter });
    const readMerchant = makeCachedMerchant(table, now);
    const giveUpOrder = makeLoadGiveUp({ table, readMerchant, now, pause: pauseWithJitter });
    return {
      retryBackorders: makeRetryBackorders({ table, routeOrder, backorders }),
      sweepWaiting: makeSweepWaiting({ table, readSettings, routeOrder, giveUpOrder, now, backorders }),
    };
  },
  handleBatch: async (records, { retryBackorders, sweepWaiting }, { hasTime }) => {
    const outcomes = new Map<string, Outcome>();
    for (const { input, messageId } of records) {
      if (!hasTime()) break;
      const walk = async (): Promise<Outcome> =>
        outcomeOf("sku" in input ? await retryBackorders(input, hasTime) : await sweepWaiting(input, hasTime));
      outcomes.set(messageId, await faultsRetried("retry-backorders", walk));
    }
    return outcomes;
  },
});

function outcomeOf({ kind }: RetryResult | SweepResult): Outcome {
  if (kind === "unknown_merchant") return park("the merchant has no settings");
  return kind === "contended" ? retry("others keep writing a waiting order or its stock") : done;
}
