import * as z from "zod/mini";
import { readNewestEntries } from "../../shared/inventory/ledger-store.ts";
import { readProofs } from "../../shared/inventory/proof/proof-store.ts";
import type { Stock } from "../../shared/inventory/stock.ts";
import { readStock } from "../../shared/inventory/stock-store.ts";
import { sku } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { movementsView } from "../../shared/operators/stock-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { roles } from "../../shared/platform/principal.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import type { Table } from "../../shared/table/port.ts";

const usual = 50;
const most = 1_000;

const movementsQuery = z.object({
  limit: z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,3}$/)), z.transform(Number))),
  warehouse: z.optional(z.string().check(z.maxLength(255))),
});

type Services = { readonly table: Table; readonly proofs: QueueSender };

const showMovements = route<Services, z.infer<typeof movementsQuery>>({
  roles,
  query: movementsQuery,
  handle: async ({ principal: { merchantId }, params, query }, { table }) => {
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

/** Takes seconds to minutes; `GET` shows it when it has ended. */
const prove = route<Services>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId } }, { proofs }) => {
    await proofs.send([{ body: JSON.stringify({ merchantId }) }]);
    return ok(json(202, { isAskedFor: true }));
  },
});

const shown = { proofs: 30, drifts: 100 };

const listProofs = route<Services>({
  roles,
  handle: async ({ principal: { merchantId } }, { table }) => {
    const proofs = await readProofs(table, merchantId, "proof", shown.proofs);
    return ok(json(200, { proofs, drifts: await readProofs(table, merchantId, "drift", shown.drifts) }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/stock/{sku}/movements": showMovements,
  "POST /v1/stock-proofs": prove,
  "GET /v1/stock-proofs": listProofs,
};

export const handler = httpHandler({
  name: "explain-stock",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    proofs: sqsSender(settings.PROOF_QUEUE_URL),
  }),
  routes,
});
