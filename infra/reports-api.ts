import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { grant, grantObjects } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable } from "./platform/table-access.ts";

export type ReportsApiProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  /** Business days to be sealed, and settlements to be matched again. */
  readonly seals: Queue;
  /** Sealed facts lie there. */
  readonly exports: Bucket;
};

/** What finance asks for through the API beyond reading: days sealed again, whole spans of them, rates, payouts. */
export function reportsApi(scope: Construct, { hub, api, table, seals, exports }: ReportsApiProps): void {
  const manageReports = new HubFunction(scope, "manage-reports", {
    hub,
    description:
      "Asks for business days to be sealed or restated, shows how far they are, and keeps rates of exchange.",
    environment: { TABLE_NAME: table.tableName, SEAL_QUEUE_URL: seals.queueUrl },
    memoryMb: 512,
    timeoutSeconds: 10,
  });
  grantTable(manageReports, { table, key: hub.key }, ["GetItem", "Query", "PutItem"]);
  grant(manageReports.lambda, ["sqs:SendMessage"], [seals.queueArn]);
  api.route("POST /v1/reports/{day}/restate", manageReports, "token");
  api.route("POST /v1/reports/backfill", manageReports, "token");
  api.route("GET /v1/reports/backfill", manageReports, "token");
  api.route("PUT /v1/rates/{from}/{to}/{day}", manageReports, "token");
  api.route("GET /v1/rates/{from}/{to}", manageReports, "token");

  const manageVouchers = new HubFunction(scope, "manage-vouchers", {
    hub,
    description: "Writes the vouchers of sealed days for ledgers; keeps which accounts they are booked on.",
    environment: { TABLE_NAME: table.tableName, EXPORTS_BUCKET: exports.bucketName },
    memoryMb: 1024,
    timeoutSeconds: 25,
  });
  grantTable(manageVouchers, { table, key: hub.key }, ["GetItem", "PutItem"]);
  const because = "Every merchant has its own prefix; the function reads the caller's only.";
  grantObjects(manageVouchers.lambda, ["s3:GetObject"], { bucket: exports, pattern: "*/facts/*", because });
  api.route("GET /v1/vouchers/{day}/{ledger}", manageVouchers, "token");
  api.route("GET /v1/ledger-accounts", manageVouchers, "token");
  api.route("PUT /v1/ledger-accounts", manageVouchers, "token");

  const manageSettlements = new HubFunction(scope, "manage-settlements", {
    hub,
    description:
      "Shows what platforms paid out, line by line, against the books; closes lines, and has open ones matched again.",
    environment: { TABLE_NAME: table.tableName, SEAL_QUEUE_URL: seals.queueUrl },
    memoryMb: 512,
    timeoutSeconds: 25,
  });
  const actions = ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem"] as const;
  grantTable(manageSettlements, { table, key: hub.key }, actions, ["byList"]);
  grant(manageSettlements.lambda, ["sqs:SendMessage"], [seals.queueArn]);
  api.route("GET /v1/settlements", manageSettlements, "token");
  api.route("GET /v1/settlements/{settlementId}", manageSettlements, "token");
  api.route("POST /v1/settlements/{settlementId}/match", manageSettlements, "token");
  api.route("POST /v1/settlements/{settlementId}/lines/{line}/closing", manageSettlements, "token");
  api.route("DELETE /v1/settlements/{settlementId}/lines/{line}/closing", manageSettlements, "token");
}
