import * as z from "zod/mini";
import type { OrderId, ShipmentId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { pageAnswer, pageQuery } from "../../shared/operators/page-query.ts";
import { askProblem, tellingBody, tellingQuery, tellingView } from "../../shared/operators/telling-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { listPk } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";
import { type AskTelling, makeAskTelling } from "../../shared/writeback/ask-telling.ts";
import { fromTellingItem, tellingStates } from "../../shared/writeback/telling.ts";

type Services = { readonly table: Table; readonly askTelling: AskTelling };

const listQuery = z.object({ ...pageQuery, ...tellingQuery });

const listTellings = route<Services, z.infer<typeof listQuery>>({
  roles: ["operator", "warehouse", "service", "viewer"],
  query: listQuery,
  handle: async ({ principal: { merchantId }, query }, { table }) => {
    const states = query.state === undefined ? tellingStates : [query.state];
    const partitions = (shard: number): string[] => states.map((state) => listPk(merchantId, "tellings", state, shard));
    const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
    return pageAnswer(table, list, query, (item) => tellingView(fromTellingItem(item)));
  },
});

/** Has the channel told again, or notes that somebody mended it there. */
const answerTelling = route<Services, Nothing, z.infer<typeof tellingBody>>({
  roles: ["operator", "service"],
  body: tellingBody,
  handle: async ({ principal: { merchantId }, params, body }, { askTelling }) => {
    const asked = await askTelling({
      merchantId,
      orderId: (params["orderId"] ?? "") as OrderId,
      shipmentId: (params["shipmentId"] ?? "") as ShipmentId,
      action: body.action,
    });
    return asked.ok ? ok(json(202, { isAsked: true })) : fail(askProblem(asked.error));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/tellings": listTellings,
  "POST /v1/orders/{orderId}/shipments/{shipmentId}/telling": answerTelling,
};

export const handler = httpHandler({
  name: "manage-tellings",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return { table, askTelling: makeAskTelling({ table, queue: sqsSender(settings.TELL_QUEUE_URL), now: clock }) };
  },
  routes,
});
