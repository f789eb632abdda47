import { type EventBus, type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { EventType } from "../../events/catalog.ts";

/** What shared/platform/event-bus.eventbridge.ts gives as source. */
const source = "orderhub";

/** The hub's own events of these types. Only types of the event catalog compile. */
export function hubEvents(...types: readonly EventType[]): EventPattern {
  return { source: [source], detailType: [...types] };
}

export type QueueRuleProps = {
  readonly description: string;
  /** Without one: the account's default bus, where AWS services report. */
  readonly bus?: EventBus;
  readonly pattern: EventPattern;
  readonly queue: IQueue;
  /** Where the bus leaves what it could not put into the queue within a day. */
  readonly undelivered: IQueue;
};

/** Everything that matches goes into a queue, never straight to a function: queues retry for days, buses for one. */
export function queueRule(scope: Construct, id: string, props: QueueRuleProps): Rule {
  return new Rule(scope, id, {
    description: props.description,
    eventPattern: props.pattern,
    ...(props.bus === undefined ? {} : { eventBus: props.bus as IEventBus }),
    targets: [new SqsQueue(props.queue, { deadLetterQueue: props.undelivered })],
  });
}
