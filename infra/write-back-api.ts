import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { grant } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";

export type WriteBackApiProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  readonly tells: Queue;
  readonly publishes: Queue;
};

const size = { memoryMb: 512, timeoutSeconds: 10 };
/** An order and its stock in one transaction. */
const shipping: readonly TableAction[] = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"];

/** The API for parcels and for what shops are told: one function for each noun, so that each may touch only that. */
export function writeBackApi(scope: Construct, { hub, api, table, tells, publishes }: WriteBackApiProps): void {
  const { key } = hub;
  const environment = { TABLE_NAME: table.tableName };

  const shipments = new HubFunction(scope, "manage-shipments", {
    ...size,
    hub,
    description: "Records parcels that the merchant's own people sent, and takes them back.",
    environment,
  });
  grantTable(shipments, { table, key }, shipping);
  api.route("POST /v1/orders/{orderId}/shipments", shipments, "token");
  api.route("DELETE /v1/orders/{orderId}/shipments/{shipmentId}", shipments, "token");

  const joint = new HubFunction(scope, "manage-joint-parcels", {
    ...size,
    hub,
    description: "Proposes orders of one recipient for one parcel, joins and parts them, records what they left in.",
    environment,
  });
  grantTable(joint, { table, key }, shipping, ["byList"]);
  api.route("GET /v1/joint-parcels/proposals", joint, "token");
  api.route("POST /v1/joint-parcels", joint, "token");
  api.route("DELETE /v1/orders/{orderId}/joint-parcel", joint, "token");
  api.route("POST /v1/orders/{orderId}/joint-parcel/shipments", joint, "token");

  const tellings = new HubFunction(scope, "manage-tellings", {
    ...size,
    hub,
    description: "Lists what channels were told of parcels; has them told again.",
    environment: { ...environment, TELL_QUEUE_URL: tells.queueUrl },
  });
  grantTable(tellings, { table, key }, ["GetItem", "BatchGetItem", "PutItem"], ["byList"]);
  grant(tellings.lambda, ["sqs:SendMessage"], [tells.queueArn]);
  api.route("GET /v1/tellings", tellings, "token");
  api.route("POST /v1/orders/{orderId}/shipments/{shipmentId}/telling", tellings, "token");

  const sends = { ...environment, PUBLISH_QUEUE_URL: publishes.queueUrl };
  const listings = new HubFunction(scope, "manage-listings", {
    ...size,
    hub,
    description: "Shows and sets which skus a shop lists, and what it was told of their stock.",
    environment: sends,
  });
  grantTable(listings, { table, key }, ["GetItem", "BatchGetItem", "UpdateItem"], ["byList"]);
  grant(listings.lambda, ["sqs:SendMessage"], [publishes.queueArn]);
  api.route("GET /v1/connections/{connectionId}/listings", listings, "token");
  api.route("PUT /v1/connections/{connectionId}/listings", listings, "token");

  const writeBack = new HubFunction(scope, "manage-write-back", {
    ...size,
    hub,
    description: "Shows and sets what a shop's channel is told, and how.",
    environment: sends,
  });
  grantTable(writeBack, { table, key }, ["GetItem", "PutItem"]);
  grant(writeBack.lambda, ["sqs:SendMessage"], [publishes.queueArn]);
  api.route("GET /v1/connections/{connectionId}/write-back", writeBack, "token");
  api.route("PUT /v1/connections/{connectionId}/write-back", writeBack, "token");
}
