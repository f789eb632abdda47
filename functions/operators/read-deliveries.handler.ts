import * as z from "zod/mini";
import { type DeliveryRecord, deliveryOutcomes, fromDeliveryItem } from "../../shared/intake/delivery-record.ts";
import { type DeliveryId, merchantOfDeliveryId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { orderNoQuery, pageAnswer, pageQuery, rangeQuery } from "../../shared/operators/page-query.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { publicRoute, type Route, route } from "../../shared/platform/http-route.ts";
import { deliveryKey, deliveryOrderPk, listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

const listQuery = z.object({
  ...pageQuery,
  ...rangeQuery,
  outcome: z.optional(z.enum(deliveryOutcomes)),
  ...orderNoQuery,
});

/** By order number, or by outcome, or all of them; newest first. */
const listDeliveries = route<Table, z.infer<typeof listQuery>>({
  roles: ["operator", "service", "viewer", "finance"],
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, table) => {
    const { channelOrderNo, outcome } = query;
    if (channelOrderNo !== undefined) {
      const partitions = (shard: number): string[] =>
        shard === 0 ? [deliveryOrderPk(merchantId, channelOrderNo)] : [];
      const list = { index: "byDay", partitions, sortKey: "daySk", order: "newest_first" } as const;
      return pageAnswer(table, list, query, (item) => deliveryView(fromDeliveryItem(item)));
    }
    const outcomes = outcome === undefined ? deliveryOutcomes : [outcome];
    const partitions = (shard: number): string[] =>
      outcomes.map((each) => listPk(merchantId, "deliveries", each, shard));
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => deliveryView(fromDeliveryItem(item)));
  },
});

/** For the sender, who has the receipt from our answer: what became of this one delivery. */
const showFate = publicRoute<Table>({
  handle: async ({ params }, table) => {
    const receiptId = params["receiptId"] ?? "";
    const merchant = merchantOfDeliveryId(receiptId);
    const item = merchant === null ? null : await table.get(deliveryKey(merchant, receiptId as DeliveryId));
    if (item === null)
      return fail(notFound("receipt. A delivery that was just accepted shows here within seconds; look again"));
    const { outcome, reason, topic, channel, receivedAt, appliedAt, duplicates, lastDuplicateAt } =
      fromDeliveryItem(item);
    return ok(
      json(200, { receiptId, channel, topic, outcome, reason, receivedAt, appliedAt, duplicates, lastDuplicateAt }),
    );
  },
});

function deliveryView(record: DeliveryRecord): Readonly<Record<string, unknown>> {
  const { merchantId: _, countedMessages: _counted, messageId: _message, ...shown } = record;
  return shown;
}

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /deliveries": listDeliveries,
  "GET /deliveries/{receiptId}": showFate,
};

export const handler = httpHandler({
  name: "read-deliveries",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
