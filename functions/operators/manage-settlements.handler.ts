import * as z from "zod/mini";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { changeClosing, matchAnswer, showLines } from "../../shared/operators/settlement-answers.ts";
import { closingBody, entriesQuery, settlementView } from "../../shared/operators/settlement-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { askForSettlement } from "../../shared/reconciliation/match-task.ts";
import { fromSettlementItem } from "../../shared/reconciliation/settlement-store.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly queue: QueueSender; readonly now: () => Date };
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
    const limit = Math.min(query.limit ?? LINES_IN_A_PAGE, LINES_IN_A_PAGE);
    return showLines(table, merchantId, params["settlementId"] ?? "", { ...query, limit });
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

const match = route<Services>({
  roles: finance,
  handle: async ({ principal: { merchantId, subject }, params }, { now, ...deps }) => {
    const asking = { settlement: params["settlementId"] ?? "", by: subject, asked: now().toISOString() };
    return matchAnswer(await askForSettlement(deps, merchantId, asking));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/settlements": listSettlements,
  "GET /v1/settlements/{settlementId}": showSettlement,
  "POST /v1/settlements/{settlementId}/match": match,
  "POST /v1/settlements/{settlementId}/lines/{line}/closing": close,
  "DELETE /v1/settlements/{settlementId}/lines/{line}/closing": open,
};

export const handler = httpHandler({
  name: "manage-settlements",
  build: ({ settings, clock: now }) => {
    return { table: dynamoTable(settings.TABLE_NAME), queue: sqsSender(settings.SEAL_QUEUE_URL), now };
  },
  routes,
});
