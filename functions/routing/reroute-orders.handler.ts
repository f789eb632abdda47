import type { Outcome } from "../../shared/kernel/outcome.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeRerouteOrder } from "../../shared/orders/reroute-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeRerouteClosed } from "../../shared/routing/reroute-closed.ts";
import { rerouteMessage } from "../../shared/routing/reroute-message.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

/** Finds what a closed warehouse was to send, and has each of these orders planned anew. */
export const handler = queueBatchHandler({
  name: "reroute-orders",
  input: rerouteMessage,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    return makeRerouteClosed({
      table,
      readSettings: makeCachedSettings(table, clock),
      rerouteOrder: makeRerouteOrder(makeChangeOrder({ table, readMerchant, now: clock, pause: pauseWithJitter })),
      reroutes: sqsSender(settings.REROUTE_QUEUE_URL),
    });
  },
  handleBatch: async (records, rerouteClosed, budget) => {
    const outcomes = new Map<string, Outcome>();
    for (const record of records) {
      if (!budget.hasTime()) break;
      const work = (): Promise<Outcome> => rerouteClosed(record.input, budget.hasTime);
      outcomes.set(record.messageId, await faultsRetried("reroute-orders", work));
    }
    return outcomes;
  },
});
