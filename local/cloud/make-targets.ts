import type { SnsService } from "../sns/sns.service.ts";
import type { SqsService } from "../sqs/sqs.service.ts";
import type { Targets } from "./targets.ts";

export type TargetsDeps = {
  /** Asked when needed, as they may be made after the targets; topics are made with them. */
  readonly sqs: () => Pick<SqsService, "send">;
  readonly sns: () => Pick<SnsService, "publish">;
  readonly invokeFunction: Targets["invokeFunction"];
};

/** The targets of buses, schedules and topics: this cloud's own queues, topics and functions. */
export function makeTargets({ sqs, sns, invokeFunction }: TargetsDeps): Targets {
  return {
    sendToQueue(arn, body, { groupId, attributes = {} }) {
      const texts = Object.entries(attributes).map(([name, text]) => [name, { DataType: "String", StringValue: text }]);
      const group = groupId === undefined ? {} : { groupId };
      sqs().send(arn, body, { ...group, attributes: Object.fromEntries(texts) });
    },
    invokeFunction,
    publishToTopic: (arn, message) => sns().publish(arn, message),
  };
}
