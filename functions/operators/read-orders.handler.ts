import * as z from "zod/mini";
import { fromDeliveryItem } from "../../shared/intake/delivery-record.ts";
import { promiseDates } from "../../shared/inventory/promise-dates.ts";
import { type OrderId, sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { orderSummary, orderView, tagsOf } from "../../shared/operators/order-view.ts";
import { orderNoQuery, pageAnswer, pageQuery, rangeQuery } from "../../shared/operators/page-query.ts";
import { type OrderStatus, orderStatuses } from "../../shared/orders/order.ts";
import { fromOrderItem } from "../../shared/orders/order-codec.ts";
import { readOrder } from "../../shared/orders/order-store.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { deliveryOrderPk, listPk } from "../../shared/table/keys.ts";
import { type Item, queryAll, type Table } from "../../shared/table/port.ts";

const listQuery = z.object({
  ...pageQuery,
  ...rangeQuery,
  status: z.optional(z.enum(orderStatuses)),
  tag: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  ...orderNoQuery,
});

const listOrders = route<Table, z.infer<typeof listQuery>>({
  roles,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, table) => {
    if (query.channelOrderNo !== undefined)
      return ok(json(200, { items: await byChannelNo(table, merchantId, query.channelOrderNo), cursor: null }));
    const statuses: readonly OrderStatus[] = query.status === undefined ? orderStatuses : [query.status];
    const partitions = (shard: number): string[] =>
      statuses.map((status) => listPk(merchantId, "orders", status, shard));
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    // A summary needs no lines, so those that stand in items of their own are not read.
    const show = (item: Item): unknown => orderSummary(fromOrderItem(item, null).order);
    const { tag } = query;
    if (tag === undefined) return pageAnswer(table, list, query, show);
    return pageAnswer(table, list, query, show, (item) => tagsOf(fromOrderItem(item, null).order).includes(tag));
  },
});

/** Order numbers are not unique across shops: every order that a delivery of that number led to. */
async function byChannelNo(
  table: Table,
  merchantId: Parameters<typeof readOrder>[1],
  channelOrderNo: string,
): Promise<unknown[]> {
  const entries = await queryAll(table, { index: "byDay", pk: deliveryOrderPk(merchantId, channelOrderNo) });
  const records = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
  const ids = new Set(records.map(fromDeliveryItem).flatMap((record) => record.orderId ?? []));
  const orders = await Promise.all([...ids].map((id) => readOrder(table, merchantId, id)));
  return orders.flatMap((stored) => (stored === null ? [] : [orderSummary(stored.order)]));
}

const showOrder = route<Table>({
  roles,
  handle: async ({ principal: { merchantId, role }, params }, table) => {
    const stored = await readOrder(table, merchantId, (params["orderId"] ?? "") as OrderId);
    if (stored === null) return fail(notFound("order"));
    const { orderId, backorder } = stored.order;
    const waitsFor = backorder.map((part) => ({ ...part, sku: sku(part.sku) }));
    const promised = await promiseDates(table, merchantId, orderId, waitsFor);
    return ok(json(200, { ...orderView(stored.order, role), promised }));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/orders": listOrders,
  "GET /v1/orders/{orderId}": showOrder,
};

export const handler = httpHandler({
  name: "read-orders",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
