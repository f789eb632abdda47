import { Stack } from "aws-cdk-lib";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { lakeProjection, lakeTables } from "../shared/reports/lake-tables.ts";
import { prefixOf } from "./platform/names.ts";

/**
 * The reports as tables for Athena. Partitions are worked out from merchant and day, so that no crawler runs and nothing has to
 * be registered; a query must name its merchant.
 */
export class Lake extends Construct {
  constructor(scope: Construct, { stage, exports }: { readonly stage: string; readonly exports: Bucket }) {
    super(scope, "Lake");
    const catalogId = Stack.of(this).account;
    const database = prefixOf(stage).replaceAll("-", "_");
    const catalog = new CfnDatabase(this, "Database", { catalogId, databaseInput: { name: database } });
    for (const { name, report, columns } of lakeTables) {
      const location = `s3://${exports.bucketName}/`;
      const table = new CfnTable(this, name, {
        catalogId,
        databaseName: database,
        tableInput: {
          name,
          tableType: "EXTERNAL_TABLE",
          partitionKeys: [
            { name: "merchant", type: "string" },
            { name: "sealed_day", type: "string" },
          ],
          parameters: {
            classification: "parquet",
            ...lakeProjection(report, location),
          },
          storageDescriptor: {
            location,
            columns: [...columns],
            inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            serdeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
          },
        },
      });
      table.addDependency(catalog);
    }
  }
}
