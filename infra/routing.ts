import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { hubEvents, queueRule } from "./platform/bus-rule.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { QueueWorker, workerQueues } from "./platform/queue-worker.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";

export type RoutingProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly bus: EventBus;
  readonly undelivered: Queue;
};

const tableActions: readonly TableAction[] = [
  "GetItem",
  "BatchGetItem",
  "Query",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
];
const retryTimes = { timeoutSeconds: 60, maxAttempts: 8 };

/** Approved orders get their warehouses; what cannot be shipped waits, and is tried again when stock comes. */
export class Routing extends Construct {
  readonly routeOrder: QueueWorker<"route-order">;
  readonly retryBackorders: QueueWorker<"retry-backorders">;
  readonly rerouteOrders: QueueWorker<"reroute-orders">;

  constructor(scope: Construct, { hub, table, bus, undelivered }: RoutingProps) {
    super(scope, "Routing");
    this.routeOrder = new QueueWorker(this, "route-order", {
      hub,
      description: "Chooses the warehouses of an approved order and promises their stock to it.",
      environment: { TABLE_NAME: table.tableName },
      memoryMb: 1024,
      timeoutSeconds: 30,
      // Orders of one sku are committed together: few large batches sell more of it than many small ones.
      batchSize: 40,
      batchWindowSeconds: 1,
      maxConcurrency: 8,
      maxAttempts: 8,
      oldestMinutes: 10,
      impact: {
        deadLetters: "Approved orders have no warehouse and will not be picked.",
        backlog: "Approved orders get their warehouse late and may miss today's cut-off.",
        errors: "Approved orders are routed late or stand still.",
      },
    });
    // What is promised to a large order in steps is promised as long as nobody has changed the order.
    const inSteps: readonly TableAction[] = [...tableActions, "ConditionCheckItem"];
    grantTable(this.routeOrder.worker, { table, key: hub.key }, inSteps);
    queueRule(this, "OrderApproved", {
      description: "Approved orders are to be routed; goods that large orders gave up are to be booked.",
      bus,
      pattern: hubEvents("order.approved.v1", "order.unbound.v1"),
      queue: this.routeOrder.queue,
      undelivered,
    });

    const queues = workerQueues(this, "Backorder", retryTimes);
    this.retryBackorders = new QueueWorker(this, "retry-backorders", {
      hub,
      description: "Routes the orders that waited for a sku, the one placed first first.",
      environment: { TABLE_NAME: table.tableName, BACKORDER_QUEUE_URL: queues.queue.queueUrl },
      memoryMb: 1024,
      ...retryTimes,
      sendsToItself: true,
      queues,
      batchSize: 5,
      maxConcurrency: 10,
      oldestMinutes: 15,
      impact: {
        deadLetters: "Stock has come, but orders that wait for it were not routed again.",
        backlog: "Orders that wait for stock are routed late although it is there.",
        errors: "Orders that wait for stock keep waiting although it is there.",
      },
    });
    grantTable(this.retryBackorders.worker, { table, key: hub.key }, inSteps, ["byList"]);
    grant(this.retryBackorders.worker.lambda, ["sqs:SendMessage"], [queues.queue.queueArn]);

    const reroutes = workerQueues(this, "Reroute", retryTimes);
    this.rerouteOrders = new QueueWorker(this, "reroute-orders", {
      hub,
      description: "Has the orders planned anew that a closed warehouse was to send.",
      environment: { TABLE_NAME: table.tableName, REROUTE_QUEUE_URL: reroutes.queue.queueUrl },
      memoryMb: 512,
      ...retryTimes,
      sendsToItself: true,
      queues: reroutes,
      batchSize: 5,
      maxConcurrency: 5,
      oldestMinutes: 15,
      impact: {
        deadLetters: "Orders wait at a warehouse that is closed, and will not be picked.",
        backlog: "Orders of a closed warehouse get another one late and may miss today's cut-off.",
        errors: "Orders wait at a warehouse that is closed.",
      },
    });
    const givingBack = tableActions.filter((action) => action !== "DeleteItem");
    grantTable(this.rerouteOrders.worker, { table, key: hub.key }, givingBack, ["byList"]);
    grant(this.rerouteOrders.worker.lambda, ["sqs:SendMessage"], [reroutes.queue.queueArn]);
  }

  /** The merchants' schedules ask each night for all that waits. */
  sweptBy(scheduleRole: Role): void {
    const resources = [this.retryBackorders.queue.queueArn];
    scheduleRole.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources }));
  }
}
