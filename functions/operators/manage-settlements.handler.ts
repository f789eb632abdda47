import * as z from "zod/mini";
import type { MerchantId } from "../../shared/kernel/ids.ts";
import { fail, ok, type Result } from "../../shared/kernel/result.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { closingBody, entriesQuery, entryView, settlementView } from "../../shared/operators/settlement-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { type HttpAnswer, invalid, json, notFound, type Problem } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { type Closing, closeEntry, readEntries } from "../../shared/reconciliation/read-entries.ts";
import { fromSettlementItem, readSettlement } from "../../shared/reconciliation/settlement-store.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly now: () => Date };
const finance: readonly Role[] = ["operator", "finance"];
const LINES_IN_A_PAGE = 200;
const listQuery = z.object(pageQuery);

const listSettlements = route<Services, z.infer<typeof listQuery>>({
  roles: finance,
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const partitions = (shard: number): string[] => [listPk(merchantId, "settlements", "all", shard)];
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => settlementView(fromSettlementItem(item)));
  },
});

const showSettlement = route<Services, z.infer<typeof entriesQuery>>({
  roles: finance,
  query: entriesQuery,
  handle: async ({ principal: { merchantId }, params, query }, { table }) => {
    const settlement = await readSettlement(table, merchantId, params["settlementId"] ?? "");
    if (settlement === null) return fail(notFound("settlement"));
    const limit = Math.min(query.limit ?? LINES_IN_A_PAGE, LINES_IN_A_PAGE);
    const page = await readEntries(table, merchantId, settlement, { ...query, limit });
    if (!page.ok) return fail(invalid("query", "cursor: not one that this list has given"));
    const items = page.value.items.map((entry) => entryView(entry, settlement.currency));
    return ok(json(200, { settlement: settlementView(settlement), items, cursor: page.value.cursor }));
  },
});

const close = route<Services, Nothing, z.infer<typeof closingBody>>({
  roles: finance,
  body: closingBody,
  handle: ({ principal: { merchantId, subject }, params, body: { note } }, { table, now }) =>
    changeClosing(table, merchantId, params, { note, by: subject, at: now().toISOString() }),
});

const open = route<Services>({
  roles: finance,
  handle: ({ principal: { merchantId }, params }, { table }) => changeClosing(table, merchantId, params, null),
});

async function changeClosing(
  table: Table,
  merchant: MerchantId,
  params: Readonly<Record<string, string>>,
  closing: Closing | null,
): Promise<Result<HttpAnswer, Problem>> {
  const settlement = await readSettlement(table, merchant, params["settlementId"] ?? "");
  if (settlement === null) return fail(notFound("settlement"));
  const changed = await closeEntry(table, merchant, settlement, params["line"] ?? "", closing);
  return changed.ok ? ok(json(200, entryView(changed.value.entry, settlement.currency))) : fail(notFound("line"));
}

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/settlements": listSettlements,
  "GET /v1/settlements/{settlementId}": showSettlement,
  "POST /v1/settlements/{settlementId}/lines/{line}/closing": close,
  "DELETE /v1/settlements/{settlementId}/lines/{line}/closing": open,
};

export const handler = httpHandler({
  name: "manage-settlements",
  build: ({ settings, clock }) => ({ table: dynamoTable(settings.TABLE_NAME), now: clock }),
  routes,
});
