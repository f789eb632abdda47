import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { sortKeys } from "../shared/table/keys.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { StreamWorker } from "./platform/stream-worker.ts";
import { grantTable } from "./platform/table-access.ts";

export type InventoryProps = { readonly hub: Hub; readonly table: Table; readonly backorders: Queue };

/** Watches every change of stock: alerts when it runs low, wakes waiting orders when it comes. */
export class Inventory extends Construct {
  readonly watchStock: StreamWorker<"watch-stock">;

  constructor(scope: Construct, { hub, table, backorders }: InventoryProps) {
    super(scope, "Inventory");
    this.watchStock = new StreamWorker(this, "watch-stock", {
      hub,
      description: "Opens and resolves low-stock alerts; sends skus that became available to the backorder queue.",
      environment: { TABLE_NAME: table.tableName, BACKORDER_QUEUE_URL: backorders.queueUrl },
      memoryMb: 512,
      timeoutSeconds: 30,
      table,
      filters: [{ dynamodb: { Keys: { sk: { S: [{ prefix: sortKeys.stock }] } } } }],
      batchSize: 100,
      impact: {
        deadLetters: "A low-stock alert may be missing, or orders that wait for a sku were not told that it came.",
        backlog: "Low-stock alerts come late, and waiting orders are routed late.",
        errors: "Low-stock alerts and the routing of waiting orders stand still.",
      },
    });
    const { worker } = this.watchStock;
    grantTable(worker, { table, key: hub.key }, ["BatchGetItem", "Query", "PutItem"]);
    grant(worker.lambda, ["sqs:SendMessage"], [backorders.queueArn]);
  }
}
