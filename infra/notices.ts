import { type EventBus, type EventPattern, Rule } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { hubEvents } from "./platform/bus-rule.ts";
import type { Hub } from "./platform/hub.ts";
import { hubTopic } from "./platform/topic.ts";

export type NoticesProps = { readonly hub: Hub; readonly bus: EventBus; readonly undelivered: Queue };

/** What a merchant's people want to be told at once; they subscribe to the topic by e-mail or with their own queue. */
export class Notices extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, { hub, bus, undelivered }: NoticesProps) {
    super(scope, "Notices");
    this.topic = hubTopic(this, "Topic", { key: hub.key, displayName: "orderhub notices" });
    const targets = [new SnsTopic(this.topic, { deadLetterQueue: undelivered })];
    for (const [id, { description, eventPattern }] of Object.entries(notices)) {
      new Rule(this, id, { description, eventBus: bus, eventPattern, targets });
    }
  }
}

const notices: Readonly<Record<string, { readonly description: string; readonly eventPattern: EventPattern }>> = {
  StockLow: {
    description: "Low stock is told to whoever subscribed, once until the cool-down has passed.",
    eventPattern: { ...hubEvents("stock.low.v1", "stock.scarce.v1"), detail: { detail: { isQuiet: [false] } } },
  },
  Purchases: {
    description: "Proposed purchases and the daily digest of stock are told to whoever subscribed.",
    eventPattern: hubEvents("purchase.proposed.v1", "stock.digested.v1"),
  },
  Imports: {
    description: "The end of each import is told to whoever subscribed, with its figures and where its receipt lies.",
    eventPattern: hubEvents("import.finished.v1"),
  },
  Expiry: {
    description: "Lots that soon will be too old to sell, or are, are told to whoever subscribed, once each.",
    eventPattern: hubEvents("stock.expiring.v1"),
  },
  Rules: {
    description:
      "What a merchant's rules have to say about orders is told to whoever subscribed, once for each order and rule.",
    eventPattern: hubEvents("order.noticed.v1"),
  },
};
