import { merchantId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { openApiDocument } from "../../shared/operators/openapi.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, type Problem } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { publicRoute, type Route } from "../../shared/platform/http-route.ts";
import { faultFields, log } from "../../shared/platform/logger.ts";
import { merchantKey } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

const unhealthy: Problem = {
  status: 503,
  code: "unhealthy",
  title: "The hub cannot reach its table",
  detail: "Orders already accepted are kept and will be applied; new ones should be sent again later.",
};

const showDescription = publicRoute<Table>({ handle: async () => ok(json(200, openApiDocument())) });

/** Any read will do: what is asked is whether the table answers. */
const showHealth = publicRoute<Table>({
  handle: async (_, table) => {
    try {
      await table.get(merchantKey(merchantId("health")));
      return ok(json(200, { status: "ok" }));
    } catch (error) {
      log.error("unhealthy", { outcome: "unhealthy", ...faultFields(error) });
      return fail(unhealthy);
    }
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /openapi.json": showDescription,
  "GET /health": showHealth,
};

export const handler = httpHandler({
  name: "describe-api",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
