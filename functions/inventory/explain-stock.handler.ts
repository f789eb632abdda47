import * as z from "zod/mini";
import { readNewestEntries } from "../../shared/inventory/ledger-store.ts";
import type { Stock } from "../../shared/inventory/stock.ts";
import { readStock } from "../../shared/inventory/stock-store.ts";
import { sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { movementsView } from "../../shared/operators/stock-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import type { Table } from "../../shared/table/port.ts";

const usual = 50;
const most = 1_000;

const movementsQuery = z.object({
  limit: z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,3}$/)), z.transform(Number))),
  warehouse: z.optional(z.string().check(z.maxLength(255))),
});

const showMovements = route<Table, z.infer<typeof movementsQuery>>({
  roles: ["operator", "finance", "warehouse", "service", "viewer"],
  query: movementsQuery,
  handle: async ({ principal: { merchantId }, params, query }, table) => {
    const wanted = sku(params["sku"] ?? "");
    const positions = (await readStock(table, merchantId, wanted)).filter(
      ({ warehouse }) => query.warehouse === undefined || warehouse === query.warehouse,
    );
    if (positions.length === 0) return fail(notFound("sku with stock"));
    const limit = Math.min(query.limit ?? usual, most);
    const read = async (stock: Stock) => ({ stock, entries: await readNewestEntries(table, stock, limit) });
    return ok(json(200, movementsView(wanted, await Promise.all(positions.map(read)))));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/stock/{sku}/movements": showMovements,
};

export const handler = httpHandler({
  name: "explain-stock",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
