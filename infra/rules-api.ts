import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { SettingsOf } from "../shared/platform/catalog.ts";
import type { IndexName } from "../shared/table/names.ts";
import { grant } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";

export type RulesApiProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  readonly reroutes: Queue;
  readonly backorders: Queue;
};

type RulesFunction = "read-rules" | "manage-rules" | "read-routing" | "manage-holds" | "plan-anew";

/**
 * The API for rules, for what they are weighed by, and for what they decided: who may read is kept apart from who may
 * change what is in force.
 */
export function rulesApi(scope: Construct, { hub, api, table, reroutes, backorders }: RulesApiProps): void {
  const make = (
    name: RulesFunction,
    description: string,
    actions: readonly TableAction[],
    { routes, indexes = [] }: { readonly routes: readonly string[]; readonly indexes?: readonly IndexName[] },
  ): void => {
    const environment: SettingsOf<RulesFunction> = { TABLE_NAME: table.tableName };
    const made = new HubFunction(scope, name, { hub, description, environment, memoryMb: 512, timeoutSeconds: 15 });
    grantTable(made, { table, key: hub.key }, actions, indexes);
    for (const route of routes) api.route(route, made, "token");
  };
  const network = new HubFunction(scope, "manage-network", {
    hub,
    description: "Sets the rate tables of carriers, and hours, capacity and handling of warehouses.",
    environment: {
      TABLE_NAME: table.tableName,
      REROUTE_QUEUE_URL: reroutes.queueUrl,
      BACKORDER_QUEUE_URL: backorders.queueUrl,
    },
    memoryMb: 512,
    timeoutSeconds: 15,
  });
  grantTable(network, { table, key: hub.key }, ["GetItem", "PutItem", "DeleteItem"]);
  grant(network.lambda, ["sqs:SendMessage"], [reroutes.queueArn, backorders.queueArn]);
  for (const route of [
    "PUT /v1/carriers/{carrier}",
    "DELETE /v1/carriers/{carrier}",
    "PATCH /v1/warehouses/{warehouse}",
  ])
    api.route(route, network, "token");
  make("read-rules", "Shows rule sets, carriers and warehouses.", ["GetItem", "BatchGetItem", "Query"], {
    routes: ["GET /v1/rules", "GET /v1/rules/versions/{version}", "GET /v1/carriers", "GET /v1/warehouses"],
  });
  make(
    "manage-rules",
    "Checks rules, keeps the draft that somebody works on, and which orders may share a parcel.",
    ["GetItem", "Query", "PutItem"],
    {
      routes: [
        "POST /v1/rules/check",
        "PUT /v1/rules/draft",
        "GET /v1/joint-parcels/rules",
        "PUT /v1/joint-parcels/rules",
      ],
    },
  );
  const publishing = new HubFunction(scope, "publish-rules", {
    hub,
    description: "Puts rule sets in force, now or later, and brings older ones back; wakes the orders that wait.",
    environment: { TABLE_NAME: table.tableName, BACKORDER_QUEUE_URL: backorders.queueUrl },
    memoryMb: 512,
    timeoutSeconds: 15,
  });
  grantTable(publishing, { table, key: hub.key }, ["GetItem", "BatchGetItem", "PutItem"]);
  grant(publishing.lambda, ["sqs:SendMessage"], [backorders.queueArn]);
  for (const route of [
    "POST /v1/rules/publish",
    "POST /v1/rules/versions/{version}/bring-back",
    "DELETE /v1/rules/schedule/{version}",
  ])
    api.route(route, publishing, "token");
  make(
    "read-routing",
    "Makes the receipts of routing decisions, and lists what was decided on a day.",
    ["GetItem", "BatchGetItem", "Query"],
    { routes: ["GET /v1/orders/{orderId}/routing", "GET /v1/routing-decisions"], indexes: ["byDay"] },
  );
  make("manage-holds", "Lifts a hold of an order by hand.", ["GetItem", "Query", "PutItem"], {
    routes: ["POST /v1/orders/{orderId}/holds/{reason}/release"],
  });
  make(
    "plan-anew",
    "Has what has not left of an order planned anew, or splits it as somebody says.",
    ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    { routes: ["POST /v1/orders/{orderId}/reroute", "POST /v1/orders/{orderId}/split"] },
  );
}
