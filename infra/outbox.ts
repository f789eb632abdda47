import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { sortKeys } from "../shared/table/keys.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { StreamWorker } from "./platform/stream-worker.ts";

export type OutboxProps = { readonly hub: Hub; readonly table: Table; readonly bus: EventBus };

const written = ["INSERT", "MODIFY"];

/**
 * The items that keep an outbox. By key, because a filter can ask whether text is there but not whether a list is. Of the
 * deliveries, many and mostly without events, only parked ones.
 */
const outboxFilters = [
  {
    eventName: written,
    dynamodb: {
      Keys: {
        sk: {
          S: [
            sortKeys.order,
            sortKeys.import,
            { prefix: sortKeys.alert },
            sortKeys.networkAlert,
            sortKeys.proposal,
            { prefix: sortKeys.digest },
            { prefix: sortKeys.drift },
            { prefix: sortKeys.lots },
            { prefix: sortKeys.seal },
            { prefix: sortKeys.gap },
          ],
        },
      },
    },
  },
  {
    eventName: written,
    dynamodb: { Keys: { sk: { S: [sortKeys.delivery] } }, NewImage: { outcome: { S: ["parked"] } } },
  },
];

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
      filters: outboxFilters,
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
