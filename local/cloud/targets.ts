import { awsFault } from "./fault.ts";

/** Where buses, schedules and topics deliver to. Each resolves when the delivery is in safe hands, and rejects if it failed. */
export type Targets = {
  sendToQueue(queueArn: string, body: string, options: QueueOptions): void | Promise<void>;
  /** Asynchronous invocation: resolve when it is accepted (and durable) or done. */
  invokeFunction(functionArn: string, payload: unknown): Promise<void>;
  publishToTopic(topicArn: string, message: string): void | Promise<void>;
};

export type QueueOptions = {
  readonly groupId?: string;
  /** String attributes by name: the reasons that come with a dead letter. */
  readonly attributes?: Readonly<Record<string, string>>;
};

const kinds = ["lambda", "sqs", "sns"];

/** Whether `deliverTo` knows the kind of target behind an ARN. */
export function isKnownTarget(arn: string): boolean {
  return kinds.includes(arn.split(":")[2] ?? "");
}

/** Hands JSON text to a function, a queue or a topic. */
export async function deliverTo(targets: Targets, arn: string, payload: string, options: QueueOptions): Promise<void> {
  switch (arn.split(":")[2]) {
    case "lambda":
      return await targets.invokeFunction(arn, JSON.parse(payload));
    case "sqs":
      return await targets.sendToQueue(arn, payload, options);
    case "sns":
      return await targets.publishToTopic(arn, payload);
    default:
      throw awsFault("ValidationException", `The local cloud does not know the target ${arn}`);
  }
}
