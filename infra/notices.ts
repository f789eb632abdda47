import { type EventBus, Rule } from "aws-cdk-lib/aws-events";
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
    new Rule(this, "StockLow", {
      description: "Low stock is told to whoever subscribed, once until the cool-down has passed.",
      eventBus: bus,
      eventPattern: { ...hubEvents("stock.low.v1", "stock.scarce.v1"), detail: { detail: { isQuiet: [false] } } },
      targets,
    });
    new Rule(this, "Purchases", {
      description: "Proposed purchases and the daily digest of stock are told to whoever subscribed.",
      eventBus: bus,
      eventPattern: hubEvents("purchase.proposed.v1", "stock.digested.v1"),
      targets,
    });
    new Rule(this, "Imports", {
      description: "The end of each import is told to whoever subscribed, with its figures and where its receipt lies.",
      eventBus: bus,
      eventPattern: hubEvents("import.finished.v1"),
      targets,
    });
    new Rule(this, "Expiry", {
      description: "Lots that soon will be too old to sell, or are, are told to whoever subscribed, once each.",
      eventBus: bus,
      eventPattern: hubEvents("stock.expiring.v1"),
      targets,
    });
    new Rule(this, "Rules", {
      description:
        "What a merchant's rules have to say about orders is told to whoever subscribed, once for each order and rule.",
      eventBus: bus,
      eventPattern: hubEvents("order.noticed.v1"),
      targets,
    });
  }
}
