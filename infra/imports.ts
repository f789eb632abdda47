import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Match } from "aws-cdk-lib/aws-events";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { queueRule } from "./platform/bus-rule.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { QueueWorker } from "./platform/queue-worker.ts";
import { grantTable } from "./platform/table-access.ts";

export type ImportsProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly bucket: Bucket;
  readonly undelivered: Queue;
};

/** Uploads are kept under `{merchant}/{kind}/`; receipts under `{merchant}/receipts/` start nothing. */
const importedKinds = ["orders", "stock", "order-updates"] as const;

/** A merchant's workbook in the imports bucket becomes orders or stock, and a receipt. */
export class Imports extends Construct {
  readonly runImport: QueueWorker<"run-import">;

  constructor(scope: Construct, { hub, table, bucket, undelivered }: ImportsProps) {
    super(scope, "Imports");
    this.runImport = new QueueWorker(this, "run-import", {
      hub,
      description: "Reads an uploaded workbook or CSV, applies its rows and writes the receipt.",
      environment: { TABLE_NAME: table.tableName, IMPORTS_BUCKET: bucket.bucketName },
      memoryMb: 1769,
      timeoutSeconds: 300,
      batchSize: 1,
      maxConcurrency: 10,
      maxAttempts: 3,
      oldestMinutes: 60,
      impact: {
        deadLetters: "A merchant's file was not imported, and there is no receipt that says so.",
        backlog: "Merchants wait for the receipts of their files.",
        errors: "Merchants' files are not imported.",
      },
    });
    const { worker, queue } = this.runImport;
    grantTable(
      worker,
      { table, key: hub.key },
      ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem"],
      ["byDay"],
    );
    const because = "Every merchant has its own prefix.";
    for (const kind of importedKinds) {
      grantObjects(worker.lambda, ["s3:GetObject"], { bucket, pattern: `*/${kind}/*`, because });
    }
    // Without it S3 answers 403 instead of 404 for a file that was deleted meanwhile.
    grant(worker.lambda, ["s3:ListBucket"], [bucket.bucketArn]);
    grantObjects(worker.lambda, ["s3:PutObject"], { bucket, pattern: "*/receipts/*", because });
    queueRule(this, "Uploaded", {
      description: "Merchants' uploads are to be imported.",
      pattern: {
        source: ["aws.s3"],
        detailType: ["Object Created"],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: { key: Match.anyOf(...importedKinds.map((kind) => Match.wildcard(`*/${kind}/*`))) },
        },
      },
      queue,
      undelivered,
    });
  }
}
