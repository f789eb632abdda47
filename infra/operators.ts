import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { importKinds } from "../shared/imports/import-kind.ts";
import type { FunctionName, SettingsOf } from "../shared/platform/catalog.ts";
import type { IndexName } from "../shared/table/names.ts";
import {
  manageConnectionsFunction,
  manageGapsFunction,
  manageSecretsFunction,
  testConnectionFunction,
} from "./connections.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";
import { rulesApi } from "./rules-api.ts";

export type OperatorsProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  readonly imports: Bucket;
  readonly exports: Bucket;
  /** Where orders that staff enter go, like those of any shop. */
  readonly intake: Queue;
  readonly reroutes: Queue;
  readonly backorders: Queue;
  /** Days that a channel and the hub are to be compared on. */
  readonly gaps: Queue;
};

type Reader<Name extends FunctionName> = {
  readonly description: string;
  readonly environment: SettingsOf<Name>;
  readonly actions: readonly TableAction[];
  readonly indexes: readonly IndexName[];
};

/** The JSON API for people and their programs: one function for each noun, so that each may touch only what it shows. */
export class Operators extends Construct {
  constructor(scope: Construct, props: OperatorsProps) {
    super(scope, "Operators");
    const { api, table, imports, exports, intake } = props;
    const environment = { TABLE_NAME: table.tableName };

    const readOrders = this.reader("read-orders", props, {
      description: "Lists orders; shows one with its lines, timeline and routing reason.",
      environment,
      actions: ["GetItem", "BatchGetItem", "Query"],
      indexes: ["byList", "byDay"],
    });
    api.route("GET /v1/orders", readOrders, "token");
    api.route("GET /v1/orders/{orderId}", readOrders, "token");

    const enterOrder = new HubFunction(this, "enter-order", {
      hub: props.hub,
      description: "Takes orders that staff enter and puts them into the intake queue.",
      environment: { INTAKE_QUEUE_URL: intake.queueUrl },
      memoryMb: 512,
      timeoutSeconds: 10,
    });
    grant(enterOrder.lambda, ["sqs:SendMessage"], [intake.queueArn]);
    api.route("POST /v1/orders", enterOrder, "token");

    const readStock = this.reader("read-stock", props, {
      description: "Lists stock and low-stock alerts.",
      environment,
      actions: ["BatchGetItem", "Query"],
      indexes: ["byList"],
    });
    api.route("GET /v1/stock", readStock, "token");
    api.route("GET /v1/stock/{sku}", readStock, "token");
    api.route("GET /v1/stock/{sku}/sellable", readStock, "token");
    api.route("GET /v1/alerts", readStock, "token");

    const manageProducts = this.reader("manage-products", props, {
      description: "Shows and changes products; lists the purchases that are proposed.",
      environment,
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      indexes: ["byList"],
    });
    api.route("GET /v1/products", manageProducts, "token");
    api.route("GET /v1/products/{sku}", manageProducts, "token");
    api.route("PUT /v1/products/{sku}", manageProducts, "token");
    api.route("GET /v1/purchase-proposals", manageProducts, "token");

    const manageCustomers = this.reader("manage-customers", props, {
      description: "Shows, changes and erases customers.",
      environment,
      actions: ["GetItem", "BatchGetItem", "PutItem"],
      indexes: ["byList"],
    });
    api.route("GET /v1/customers", manageCustomers, "token");
    api.route("PUT /v1/customers", manageCustomers, "token");
    api.route("GET /v1/customers/{customerId}", manageCustomers, "token");
    api.route("DELETE /v1/customers/{customerId}", manageCustomers, "token");

    const readDeliveries = this.reader("read-deliveries", props, {
      description: "Tells the fate of deliveries.",
      environment,
      actions: ["GetItem", "BatchGetItem"],
      indexes: ["byList", "byDay"],
    });
    api.route("GET /deliveries", readDeliveries, "token");
    api.route("GET /deliveries/{receiptId}", readDeliveries, {
      publicBecause: "Only who got the receipt of a delivery knows its id, and it shows no more than its fate.",
    });

    const manageImports = this.reader("manage-imports", props, {
      description: "Gives links for uploads and receipts; shows the progress of imports and cancels them.",
      environment: { ...environment, IMPORTS_BUCKET: imports.bucketName },
      actions: ["GetItem", "BatchGetItem", "UpdateItem"],
      indexes: ["byList"],
    });
    // The links act with the rights of the function that signed them.
    const because = "Every merchant has its own prefix; the function signs links for the caller's only.";
    for (const kind of importKinds) {
      grantObjects(manageImports.lambda, ["s3:PutObject"], { bucket: imports, pattern: `*/${kind}/*`, because });
    }
    grantObjects(manageImports.lambda, ["s3:GetObject"], { bucket: imports, pattern: "*/receipts/*", because });
    grant(manageImports.lambda, ["kms:GenerateDataKey"], [props.hub.key.keyArn]);
    api.route("GET /v1/imports", manageImports, "token");
    api.route("POST /v1/imports", manageImports, "token");
    api.route("GET /v1/imports/{importId}", manageImports, "token");
    api.route("DELETE /v1/imports/{importId}", manageImports, "token");

    const manageMappings = this.reader("manage-mappings", props, {
      description: "Keeps what merchants say of the headings of their files; gives templates.",
      environment,
      actions: ["Query", "PutItem", "DeleteItem"],
      indexes: [],
    });
    api.route("GET /v1/import-mappings", manageMappings, "token");
    api.route("PUT /v1/import-mappings/{kind}/{headerSet}", manageMappings, "token");
    api.route("DELETE /v1/import-mappings/{kind}/{headerSet}", manageMappings, "token");
    api.route("GET /v1/import-templates/{kind}", manageMappings, "token");

    const readReports = this.reader("read-reports", props, {
      description: "Lists the sealed reports and gives links to their files.",
      environment: { ...environment, EXPORTS_BUCKET: exports.bucketName },
      actions: ["Query"],
      indexes: [],
    });
    grantObjects(readReports.lambda, ["s3:GetObject"], { bucket: exports, pattern: "*", because });
    api.route("GET /v1/reports", readReports, "token");
    api.route("GET /v1/reports/{report}/{day}", readReports, "token");

    const readConnections = this.reader("read-connections", props, {
      description: "Lists the connected shops; reads no secret.",
      environment,
      actions: ["GetItem", "Query"],
      indexes: [],
    });
    api.route("GET /v1/connections", readConnections, "token");
    api.route("GET /v1/connections/{connectionId}", readConnections, "token");

    const manageConnections = manageConnectionsFunction(this, props);
    api.route("POST /v1/connections", manageConnections, "token");
    api.route("PATCH /v1/connections/{connectionId}", manageConnections, "token");

    const manageSecrets = manageSecretsFunction(this, props);
    api.route("POST /v1/connections/{connectionId}/secrets", manageSecrets, "token");
    api.route("DELETE /v1/connections/{connectionId}/secrets/previous", manageSecrets, "token");
    api.route("PUT /v1/connections/{connectionId}/credentials", manageSecrets, "token");

    const manageGaps = manageGapsFunction(this, props);
    api.route("GET /v1/connections/{connectionId}/gaps", manageGaps, "token");
    api.route("POST /v1/connections/{connectionId}/gaps", manageGaps, "token");

    rulesApi(this, props);

    const testConnection = testConnectionFunction(this, props);
    api.route("POST /v1/connections/{connectionId}/test", testConnection, "token");

    const describeApi = this.reader("describe-api", props, {
      description: "Serves the API's description and answers whether the hub can take an order.",
      environment,
      actions: ["GetItem"],
      indexes: [],
    });
    api.route("GET /openapi.json", describeApi, { publicBecause: "The description of the API is no secret." });
    api.route("GET /health", describeApi, { publicBecause: "It says yes or no." });
  }

  private reader<Name extends FunctionName>(
    name: Name,
    { hub, table }: OperatorsProps,
    { actions, indexes, ...own }: Reader<Name>,
  ): HubFunction<Name> {
    const made = new HubFunction<Name>(this, name, { hub, memoryMb: 512, timeoutSeconds: 10, ...own });
    grantTable(made, { table, key: hub.key }, actions, indexes);
    return made;
  }
}
