import { readLotOuts } from "../../shared/inventory/lots/lot-outs.ts";
import { readSkuBooks } from "../../shared/inventory/lots/lot-store.ts";
import { readSerial } from "../../shared/inventory/lots/serial.ts";
import { readStock } from "../../shared/inventory/stock-store.ts";
import { sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { lotsView, recallView, serialView } from "../../shared/operators/lot-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import type { Table } from "../../shared/table/port.ts";

const showLots = route<Table>({
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const wanted = sku(params["sku"] ?? "");
    const books = await readSkuBooks(table, merchantId, wanted);
    const stocks = await readStock(table, merchantId, wanted);
    const positions = books.flatMap((book) => {
      const stock = stocks.find(({ warehouse }) => warehouse === book.warehouse);
      return stock === undefined ? [] : [{ stock, book }];
    });
    return positions.length === 0 ? fail(notFound("sku with lots")) : ok(json(200, lotsView(wanted, positions)));
  },
});

/** Who must be told when a lot is recalled. */
const recall = route<Table>({
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const [wanted, lot] = [sku(params["sku"] ?? ""), params["lot"] ?? ""];
    return ok(json(200, recallView(wanted, lot, await readLotOuts(table, { merchantId, sku: wanted }, lot))));
  },
});

const showSerial = route<Table>({
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const serial = params["serial"] ?? "";
    const found = await readSerial(table, merchantId, serial);
    return found.length === 0 ? fail(notFound("unit with this number")) : ok(json(200, serialView(serial, found)));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/stock/{sku}/lots": showLots,
  "GET /v1/stock/{sku}/lots/{lot}/orders": recall,
  "GET /v1/serials/{serial}": showSerial,
};

export const handler = httpHandler({
  name: "trace-lots",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
