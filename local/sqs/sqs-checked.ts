import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  type SQSClient,
} from "@aws-sdk/client-sqs";

export type SqsEnvironment = {
  readonly client: SQSClient;
  /** Lets that much of the service's time pass. */
  readonly pass: (ms: number) => Promise<void>;
};

let made = 0;

export async function newQueue({ client }: SqsEnvironment, attributes: Record<string, string> = {}): Promise<string> {
  made += 1;
  const suffix = attributes["FifoQueue"] === "true" ? ".fifo" : "";
  const name = `checked-${process.pid}-${made}${suffix}`;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return QueueUrl ?? "";
}

export async function receive(
  { client }: SqsEnvironment,
  QueueUrl: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message[]> {
  const answer = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }));
  return answer.Messages ?? [];
}

export async function attribute(
  { client }: SqsEnvironment,
  QueueUrl: string,
  name: string,
): Promise<string | undefined> {
  const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return answer.Attributes?.[name as QueueAttributeName];
}

export const bodies = (messages: readonly Message[]): (string | undefined)[] => messages.map((message) => message.Body);
export const entry = (index: number): { Id: string; MessageBody: string } => ({
  Id: `e${index}`,
  MessageBody: `body ${index}`,
});

export async function withDeadLetters(
  aws: SqsEnvironment,
  maxReceiveCount: number,
): Promise<{ main: string; dead: string }> {
  const dead = await newQueue(aws);
  const deadLetterTargetArn = await attribute(aws, dead, "QueueArn");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
  return { main: await newQueue(aws, { RedrivePolicy }), dead };
}

export async function failOnce(aws: SqsEnvironment, QueueUrl: string): Promise<void> {
  for (const message of await receive(aws, QueueUrl)) {
    const ReceiptHandle = message.ReceiptHandle ?? "";
    await aws.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}
