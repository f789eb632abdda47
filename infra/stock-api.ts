import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { grant } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable } from "./platform/table-access.ts";

export type StockApiProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  /** Asks for a proof of a merchant's stock. */
  readonly proofs: Queue;
};

/** What people ask of stock and do to it through the API. */
export function stockApi(scope: Construct, { hub, api, table, proofs }: StockApiProps): void {
  const common = { hub, environment: { TABLE_NAME: table.tableName }, memoryMb: 512, timeoutSeconds: 10 };
  const explainStock = new HubFunction(scope, "explain-stock", {
    ...common,
    environment: { ...common.environment, PROOF_QUEUE_URL: proofs.queueUrl },
    description: "Shows the movements that led to the numbers of a sku; asks for proofs of stock and shows them.",
  });
  grantTable(explainStock, { table, key: hub.key }, ["Query"]);
  grant(explainStock.lambda, ["sqs:SendMessage"], [proofs.queueArn]);
  api.route("POST /v1/stock-proofs", explainStock, "token");
  api.route("GET /v1/stock-proofs", explainStock, "token");
  api.route("GET /v1/stock/{sku}/movements", explainStock, "token");
  const traceLots = new HubFunction(scope, "trace-lots", {
    ...common,
    description: "Shows the lots of a sku, which orders got units of a lot, and who got a unit with a number.",
  });
  grantTable(traceLots, { table, key: hub.key }, ["Query"]);
  api.route("GET /v1/stock/{sku}/lots", traceLots, "token");
  api.route("GET /v1/stock/{sku}/lots/{lot}/orders", traceLots, "token");
  api.route("GET /v1/serials/{serial}", traceLots, "token");
  const moveStock = new HubFunction(scope, "move-stock", {
    ...common,
    description: "Books adjustments, purchases and transfers, each with its movements.",
  });
  grantTable(moveStock, { table, key: hub.key }, ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"]);
  api.route("POST /v1/stock-adjustments", moveStock, "token");
  for (const documents of ["purchases", "transfers"]) {
    api.route(`POST /v1/${documents}`, moveStock, "token");
    api.route(`POST /v1/${documents}/{documentId}/receipts`, moveStock, "token");
    api.route(`POST /v1/${documents}/{documentId}/closing`, moveStock, "token");
  }
  const countStock = new HubFunction(scope, "count-stock", {
    ...common,
    description: "Keeps stock takes and books their differences; shows stock documents.",
  });
  const actions = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] as const;
  grantTable(countStock, { table, key: hub.key }, actions, ["byList"]);
  api.route("POST /v1/stock-takes", countStock, "token");
  api.route("POST /v1/stock-takes/{documentId}/counts", countStock, "token");
  api.route("POST /v1/stock-takes/{documentId}/approval", countStock, "token");
  api.route("GET /v1/stock-documents", countStock, "token");
  api.route("GET /v1/stock-documents/{kind}/{documentId}", countStock, "token");
}
