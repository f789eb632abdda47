import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { sortKeys } from "../shared/table/keys.ts";
import { hubAlarm } from "./platform/alarm.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { QueueWorker } from "./platform/queue-worker.ts";
import { StreamWorker } from "./platform/stream-worker.ts";
import { grantTable } from "./platform/table-access.ts";

export type InventoryProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly backorders: Queue;
  /** Shops are told of changed stock. */
  readonly publishes: Queue;
  /** The daily workbook of low stock lies there. */
  readonly exports: Bucket;
  /** Of the merchants' schedules, which ask for the nightly proof and the daily digest. */
  readonly scheduleRole: Role;
};

/** Watches every change of stock: keeps the ledger, alerts when it runs low, wakes waiting orders when it comes. */
export class Inventory extends Construct {
  readonly watchStock: StreamWorker<"watch-stock">;
  readonly proveStock: QueueWorker<"prove-stock">;
  readonly digestStock: QueueWorker<"digest-stock">;

  constructor(scope: Construct, props: InventoryProps) {
    super(scope, "Inventory");
    const { hub, table, backorders, publishes } = props;
    this.watchStock = new StreamWorker(this, "watch-stock", {
      hub,
      description:
        "Keeps the ledger of movements and the low-stock alerts; sends on skus that orders wait for or shops list.",
      environment: {
        TABLE_NAME: table.tableName,
        BACKORDER_QUEUE_URL: backorders.queueUrl,
        PUBLISH_QUEUE_URL: publishes.queueUrl,
      },
      memoryMb: 512,
      timeoutSeconds: 30,
      table,
      filters: [{ dynamodb: { Keys: { sk: { S: [{ prefix: sortKeys.stock }] } } } }],
      batchSize: 100,
      impact: {
        deadLetters:
          "A low-stock alert or a movement in the ledger may be missing, or waiting orders and shops were not told of a change.",
        backlog: "Low-stock alerts come late, waiting orders are routed late, and shops learn of changed stock late.",
        errors: "Low-stock alerts, the routing of waiting orders and the stock that shops show stand still.",
      },
    });
    const { worker } = this.watchStock;
    grantTable(worker, { table, key: hub.key }, ["BatchGetItem", "Query", "PutItem", "UpdateItem"]);
    grant(worker.lambda, ["sqs:SendMessage"], [backorders.queueArn, publishes.queueArn]);
    hubAlarm(this, {
      topic: hub.alarms,
      name: "stock-below-promises",
      impact: "Fewer goods are there than were promised to orders, so some orders cannot be shipped as told.",
      metric: worker.counted("StockBelowPromises"),
      atLeast: 1,
    });
    this.proveStock = this.addProof(props);
    this.digestStock = this.addDigest(props);
  }

  /** One merchant at a time: it reads all of its open orders and stock. */
  private addProof({ hub, table, scheduleRole }: InventoryProps): QueueWorker<"prove-stock"> {
    const proveStock = new QueueWorker(this, "prove-stock", {
      hub,
      description: "Recomputes a merchant's stock from orders and movements; lists and heals what differs.",
      environment: { TABLE_NAME: table.tableName },
      memoryMb: 1769,
      timeoutSeconds: 900,
      batchSize: 1,
      maxConcurrency: 5,
      maxAttempts: 3,
      oldestMinutes: 120,
      impact: {
        deadLetters: "A merchant's stock was not proven: a wrong number may stand unnoticed.",
        backlog: "Stock is proven late: a wrong number may stand unnoticed for longer than a night.",
        errors: "Stock is not proven: wrong numbers may stand unnoticed.",
      },
    });
    const actions = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] as const;
    grantTable(proveStock.worker, { table, key: hub.key }, actions, ["byList"]);
    scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [proveStock.queue.queueArn] }),
    );
    hubAlarm(this, {
      topic: hub.alarms,
      name: "stock-drift",
      impact:
        "Stock numbers were wrong without a movement to explain it; they were set right, yet orders may have relied on them.",
      metric: proveStock.worker.counted("StockDrifts"),
      atLeast: 1,
    });
    return proveStock;
  }

  private addDigest({ hub, table, exports, scheduleRole }: InventoryProps): QueueWorker<"digest-stock"> {
    const digestStock = new QueueWorker(this, "digest-stock", {
      hub,
      description: "Tells once a day what is low and what should be ordered, as an event and a workbook.",
      environment: { TABLE_NAME: table.tableName, EXPORTS_BUCKET: exports.bucketName },
      memoryMb: 1024,
      timeoutSeconds: 300,
      batchSize: 1,
      maxConcurrency: 5,
      maxAttempts: 3,
      oldestMinutes: 120,
      impact: {
        deadLetters: "A merchant was not told today what is low and what should be ordered.",
        backlog: "Merchants are told late what is low and what should be ordered.",
        errors: "Merchants are not told what is low and what should be ordered.",
      },
    });
    const actions = ["GetItem", "BatchGetItem", "Query", "PutItem"] as const;
    grantTable(digestStock.worker, { table, key: hub.key }, actions, ["byList"]);
    grantObjects(digestStock.worker.lambda, ["s3:PutObject"], {
      bucket: exports,
      pattern: "*/stock-digest/*",
      because: "Every merchant has its own prefix.",
    });
    scheduleRole.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [digestStock.queue.queueArn] }),
    );
    return digestStock;
  }
}
