import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { StreamWorker } from "./platform/stream-worker.ts";

export type OutboxProps = { readonly hub: Hub; readonly table: Table; readonly bus: EventBus };

/** Carries the events that stand on changed items from the table's stream to the bus. */
export class Outbox extends Construct {
  readonly publishEvents: StreamWorker<"publish-events">;

  constructor(scope: Construct, { hub, table, bus }: OutboxProps) {
    super(scope, "Outbox");
    this.publishEvents = new StreamWorker(this, "publish-events", {
      hub,
      description: "Publishes the events that a change of the table brought with it.",
      environment: { BUS_NAME: bus.eventBusName },
      memoryMb: 512,
      timeoutSeconds: 30,
      table,
      filters: [{ eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { outbox: { L: [{ exists: true }] } } } }],
      batchSize: 100,
      impact: {
        deadLetters: "Some changes of orders or stock were not announced: an approved order may never be routed.",
        backlog: "Approved orders are routed late, and other systems hear of changes late.",
        errors: "Changes are announced late; if it lasts, approved orders stand still.",
      },
    });
    grant(this.publishEvents.worker.lambda, ["events:PutEvents"], [bus.eventBusArn]);
  }
}
