import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Match } from "aws-cdk-lib/aws-events";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { importKinds } from "../shared/imports/import-kind.ts";
import { queueRule } from "./platform/bus-rule.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { QueueWorker, workerQueues } from "./platform/queue-worker.ts";
import { grantTable } from "./platform/table-access.ts";

export type ImportsProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly bucket: Bucket;
  /** Files of warehouses and rates may let orders leave that wait. */
  readonly backorders: Queue;
  readonly undelivered: Queue;
};

/** A merchant's workbook in the imports bucket becomes orders or stock, and a receipt. */
export class Imports extends Construct {
  readonly runImport: QueueWorker<"run-import">;

  constructor(scope: Construct, { hub, table, bucket, backorders, undelivered }: ImportsProps) {
    super(scope, "Imports");
    // A large file may meet several deployments or faults on its way, and each counts for the chunks under way.
    const sizes = { timeoutSeconds: 300, maxAttempts: 8 };
    const queues = workerQueues(this, "Work", sizes);
    this.runImport = new QueueWorker(this, "run-import", {
      hub,
      description: "Reads an uploaded workbook or CSV, applies its rows in chunks and writes the receipt.",
      environment: {
        TABLE_NAME: table.tableName,
        IMPORTS_BUCKET: bucket.bucketName,
        IMPORT_QUEUE_URL: queues.queue.queueUrl,
        BACKORDER_QUEUE_URL: backorders.queueUrl,
        MALWARE_SCAN: hub.settings.malwareScan,
      },
      memoryMb: 1769,
      // Shared strings and fates that do not fit into memory: those of a million rows that all failed.
      diskMb: 2048,
      ...sizes,
      queues,
      batchSize: 1,
      maxConcurrency: 10,
      oldestMinutes: 60,
      impact: {
        deadLetters: "A merchant's file was not imported to its end, and there is no receipt that says so.",
        backlog: "Merchants wait for the receipts of their files.",
        errors: "Merchants' files are not imported.",
      },
    });
    const { worker, queue } = this.runImport;
    grantTable(
      worker,
      { table, key: hub.key },
      ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      ["byDay"],
    );
    // What a chunk worker leaves for the others, and what a finished file means for orders.
    grant(worker.lambda, ["sqs:SendMessage"], [queue.queueArn, backorders.queueArn]);
    const because = "Every merchant has its own prefix.";
    const isScanned = hub.settings.malwareScan === "required";
    const reading = isScanned ? ["s3:GetObject", "s3:GetObjectTagging"] : ["s3:GetObject"];
    for (const kind of importKinds) {
      grantObjects(worker.lambda, reading, { bucket, pattern: `*/${kind}/*`, because });
    }
    // Without it S3 answers 403 instead of 404 for a file that was deleted meanwhile.
    grant(worker.lambda, ["s3:ListBucket"], [bucket.bucketArn]);
    grantObjects(worker.lambda, ["s3:PutObject", "s3:AbortMultipartUpload"], {
      bucket,
      pattern: "*/receipts/*",
      because,
    });
    grantObjects(worker.lambda, ["s3:GetObject", "s3:PutObject"], { bucket, pattern: "_work/*", because });
    queueRule(this, "Uploaded", {
      description: "Merchants' uploads are to be imported.",
      pattern: {
        source: ["aws.s3"],
        detailType: isScanned ? ["Object Created", "Object Tags Added"] : ["Object Created"],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: { key: Match.anyOf(...importKinds.map((kind) => Match.wildcard(`*/${kind}/*`))) },
        },
      },
      queue,
      undelivered,
    });
  }
}
