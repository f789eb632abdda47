import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { grantObjects } from "./platform/grant.ts";
import type { HubApi } from "./platform/http-api.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { grantTable } from "./platform/table-access.ts";

export type CustomReportsApiProps = {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly table: Table;
  /** Sealed facts lie there. */
  readonly exports: Bucket;
};

/** Merchants' own reports: their definitions, and what they would have said of sealed days. */
export function customReportsApi(scope: Construct, { hub, api, table, exports }: CustomReportsApiProps): void {
  const customReports = new HubFunction(scope, "manage-custom-reports", {
    hub,
    description: "Keeps merchants' own report definitions, and shows what they would have said of sealed days.",
    environment: { TABLE_NAME: table.tableName, EXPORTS_BUCKET: exports.bucketName },
    // A preview goes through up to half a million facts while somebody waits.
    memoryMb: 1769,
    timeoutSeconds: 25,
  });
  grantTable(customReports, { table, key: hub.key }, ["GetItem", "Query", "PutItem", "DeleteItem"]);
  const because = "Every merchant has its own prefix; the function reads the caller's only.";
  grantObjects(customReports.lambda, ["s3:GetObject"], { bucket: exports, pattern: "*/facts/*", because });
  api.route("GET /v1/custom-reports", customReports, "token");
  api.route("GET /v1/custom-reports/{id}", customReports, "token");
  api.route("PUT /v1/custom-reports/{id}", customReports, "token");
  api.route("DELETE /v1/custom-reports/{id}", customReports, "token");
  api.route("POST /v1/custom-reports/preview", customReports, "token");
}
