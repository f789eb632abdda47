import * as z from "zod/mini";
import { fromAlertItem } from "../../shared/inventory/alert-store.ts";
import { fromStockItem, readStock } from "../../shared/inventory/stock-store.ts";
import { type MerchantId, type Sku, sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { readSellable } from "../../shared/operators/read-sellable.ts";
import { alertView, skuView, stockView } from "../../shared/operators/stock-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { listPk, skuPk, sortKeys } from "../../shared/table/keys.ts";
import { type Item, queryAll, type Table } from "../../shared/table/port.ts";

const stockQuery = z.object(pageQuery);
const alertQuery = z.object({ ...pageQuery, state: z.optional(z.enum(["open", "resolved"])) });

const listStock = route<Table, z.infer<typeof stockQuery>>({
  roles,
  query: stockQuery,
  handle: async ({ principal: { merchantId }, query }, table) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "stock", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "ascending" } as const;
    return pageAnswer(table, list, query, (item) => stockView(fromStockItem(item)));
  },
});

const showSku = route<Table>({
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const wanted = sku(params["sku"] ?? "");
    const positions = await readStock(table, merchantId, wanted);
    if (positions.length === 0) return fail(notFound("sku with stock"));
    const waiting = await inSku(table, merchantId, wanted, sortKeys.waiting);
    const alerts = [
      ...(await inSku(table, merchantId, wanted, sortKeys.alert)),
      ...(await inSku(table, merchantId, wanted, sortKeys.networkAlert)),
    ];
    return ok(json(200, skuView(wanted, { positions, waiting: waiting.length, alerts: alerts.map(fromAlertItem) })));
  },
});

const listAlerts = route<Table, z.infer<typeof alertQuery>>({
  roles,
  query: alertQuery,
  handle: async ({ principal: { merchantId }, query }, table) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "alerts", query.state ?? "open", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => alertView(fromAlertItem(item)));
  },
});

function inSku(table: Table, merchantId: MerchantId, wanted: Sku, prefix: string): Promise<Item[]> {
  return queryAll(table, { pk: skuPk(merchantId, wanted), sk: { kind: "beginsWith", prefix } });
}

const showSellable = route<Table>({
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const view = await readSellable(table, merchantId, sku(params["sku"] ?? ""));
    return view === null ? fail(notFound("sku with stock")) : ok(json(200, view));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/stock": listStock,
  "GET /v1/stock/{sku}": showSku,
  "GET /v1/stock/{sku}/sellable": showSellable,
  "GET /v1/alerts": listAlerts,
};

export const handler = httpHandler({
  name: "read-stock",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
