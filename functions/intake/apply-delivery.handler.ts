import { findChannel } from "../../shared/channels/registry.ts";
import { makeReadBuyerTags } from "../../shared/customers/buyer-tags.ts";
import { makeApplyBatch } from "../../shared/intake/apply-batch.ts";
import { type DeliveryFate, makeApplyDelivery } from "../../shared/intake/apply-delivery.ts";
import { makeArchiveDeliveries } from "../../shared/intake/archive-deliveries.ts";
import { makeNoteActivity } from "../../shared/intake/connection-activity.ts";
import { isDelivery, readIntakeMessage } from "../../shared/intake/intake-message.ts";
import { makeNoteFailed } from "../../shared/intake/note-failed.ts";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { makeProductReaders } from "../../shared/inventory/products/product-readers.ts";
import { done } from "../../shared/kernel/outcome.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeCachedRules } from "../../shared/rules/cached-rules.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

/** Keeps the bytes of each delivery, then applies it to its order, once. */
export const handler = queueBatchHandler({
  name: "apply-delivery",
  input: readIntakeMessage,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    const readRules = makeCachedRules(table, clock);
    const upsertOrder = makeUpsertOrder({
      table,
      readMerchant,
      readRules,
      ...makeProductReaders(table, clock),
      readBuyerTags: makeReadBuyerTags(table),
      now: clock,
      pause: pauseWithJitter,
    });
    const activity = makeNoteActivity(table, clock);
    const applyBatch = makeApplyBatch({
      archive: makeArchiveDeliveries({ raw: s3ObjectFiles(settings.RAW_BUCKET) }),
      apply: makeApplyDelivery({
        table,
        upsertOrder,
        findChannel,
        now: clock,
        pulls: sqsSender(settings.PULL_QUEUE_URL),
      }),
      guard: (run) => faultsRetried("apply-delivery", run),
      noteFailed: makeNoteFailed({ table, now: clock }),
      report,
    });
    return { applyBatch, activity };
  },
  handleBatch: async (records, { applyBatch, activity }, { hasTime }) => {
    const outcomes = new Map(await applyBatch(records.filter(isDelivery), hasTime));
    for (const { input, messageId } of records) {
      if ("refusals" in input) {
        await activity.refused(input.refusals);
        outcomes.set(messageId, done);
      } else await activity.applied(input);
    }
    return outcomes;
  },
});

function report(delivery: QueuedDelivery, fate: DeliveryFate, objectKey: string): void {
  const { deliveryId, channel, connectionId, merchantId } = delivery;
  const { kind: outcome, why, orderId } = fate;
  log.info("delivery", { outcome, why, deliveryId, channel, connectionId, merchantId, orderId, objectKey });
  count("Deliveries", 1, { channel, outcome });
}
