import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

export type SqsEnvironment = {
  readonly client: SQSClient;
  /** Lets that much of the service's time pass. */
  readonly pass: (ms: number) => Promise<void>;
};

let made = 0;

async function newQueue({ client }: SqsEnvironment, attributes: Record<string, string> = {}): Promise<string> {
  made += 1;
  const suffix = attributes["FifoQueue"] === "true" ? ".fifo" : "";
  const name = `checked-${process.pid}-${made}${suffix}`;
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return QueueUrl ?? "";
}

async function receive(
  { client }: SqsEnvironment,
  QueueUrl: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message[]> {
  const answer = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }));
  return answer.Messages ?? [];
}

async function attribute({ client }: SqsEnvironment, QueueUrl: string, name: string): Promise<string | undefined> {
  const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return answer.Attributes?.[name as QueueAttributeName];
}

const bodies = (messages: readonly Message[]): (string | undefined)[] => messages.map((message) => message.Body);
const entry = (index: number): { Id: string; MessageBody: string } => ({
  Id: `e${index}`,
  MessageBody: `body ${index}`,
});

async function withDeadLetters(aws: SqsEnvironment, maxReceiveCount: number): Promise<{ main: string; dead: string }> {
  const dead = await newQueue(aws);
  const deadLetterTargetArn = await attribute(aws, dead, "QueueArn");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
  return { main: await newQueue(aws, { RedrivePolicy }), dead };
}

async function failOnce(aws: SqsEnvironment, QueueUrl: string): Promise<void> {
  for (const message of await receive(aws, QueueUrl)) {
    const ReceiptHandle = message.ReceiptHandle ?? "";
    await aws.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
}

export const sqsChecks: readonly Check<SqsEnvironment>[] = [
  {
    title: "sends, receives with attributes and digests the SDK accepts, and deletes",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      const MessageAttributes = {
        kind: { DataType: "String", StringValue: "order" },
        lines: { DataType: "Number", StringValue: "3" },
        raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 255]) },
      };
      const sent = await aws.client.send(
        new SendMessageCommand({ QueueUrl, MessageBody: "grüße 你好", MessageAttributes }),
      );
      expect(sent.MD5OfMessageBody).toBe(createHash("md5").update("grüße 你好").digest("hex"));

      const [message] = await receive(aws, QueueUrl, {
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      });
      expect(message?.Body).toBe("grüße 你好");
      expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
      expect(message?.MessageAttributes).toMatchObject(MessageAttributes);
      expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: "1" });
      expect(Number(message?.Attributes?.["SentTimestamp"])).toBeGreaterThan(1e12);

      await aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      expect(await attribute(aws, QueueUrl, "ApproximateNumberOfMessagesNotVisible")).toBe("0");
    },
  },
  {
    title: "hides a received message until its visibility ends, then counts the second receive",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
      expect(bodies(await receive(aws, QueueUrl, { VisibilityTimeout: 1 }))).toEqual(["again"]);
      expect(await receive(aws, QueueUrl)).toEqual([]);
      await aws.pass(1100);
      const [message] = await receive(aws, QueueUrl, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
      expect(message?.Attributes).toEqual({ ApproximateReceiveCount: "2" });
    },
  },
  {
    title: "gives a message back at once when its visibility is set to zero",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "back" }));
      await failOnce(aws, QueueUrl);
      expect(bodies(await receive(aws, QueueUrl))).toEqual(["back"]);
    },
  },
  {
    title: "keeps a delayed message out of sight until its time",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 1 }));
      expect(await receive(aws, QueueUrl)).toEqual([]);
      expect(await attribute(aws, QueueUrl, "ApproximateNumberOfMessagesDelayed")).toBe("1");
      await aws.pass(1100);
      expect(bodies(await receive(aws, QueueUrl))).toEqual(["later"]);
    },
  },
  {
    title: "takes batches of ten and refuses eleven, none and equal ids",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      const send = (entries: { Id: string; MessageBody: string }[]): Promise<unknown> =>
        aws.client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries }));
      const ten = await send(Array.from({ length: 10 }, (_, index) => entry(index)));
      expect(ten).toMatchObject({ Successful: { length: 10 } });
      await expect(send(Array.from({ length: 11 }, (_, index) => entry(index)))).rejects.toMatchObject({
        name: "TooManyEntriesInBatchRequest",
      });
      await expect(send([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
      await expect(send([entry(1), entry(1)])).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });

      const messages = await receive(aws, QueueUrl);
      const Entries = messages.map((message, index) => ({ Id: `d${index}`, ReceiptHandle: message.ReceiptHandle }));
      const deleted = await aws.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      expect(deleted.Successful).toHaveLength(messages.length);
    },
  },
  {
    title: "keeps the order of a FIFO group and locks it while one of its messages is out",
    async run(aws) {
      const QueueUrl = await newQueue(aws, { FifoQueue: "true", ContentBasedDeduplication: "true" });
      for (const MessageBody of ["a1", "a2", "b1"]) {
        const MessageGroupId = MessageBody.slice(0, 1);
        await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
      }
      const [first] = await receive(aws, QueueUrl, { MaxNumberOfMessages: 1 });
      expect(first?.Body).toBe("a1");
      expect(bodies(await receive(aws, QueueUrl))).toEqual(["b1"]);
      await aws.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
      expect(bodies(await receive(aws, QueueUrl))).toEqual(["a2"]);
    },
  },
  {
    title: "takes a FIFO message once when it is sent twice within five minutes",
    async run(aws) {
      const QueueUrl = await newQueue(aws, { FifoQueue: "true" });
      const message = { QueueUrl, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "once" };
      await aws.client.send(new SendMessageCommand(message));
      await aws.client.send(new SendMessageCommand({ ...message, MessageBody: "other" }));
      expect(bodies(await receive(aws, QueueUrl))).toEqual(["x"]);
    },
  },
  {
    title: "answers a repeated FIFO message with the id of the first",
    async run(aws) {
      const QueueUrl = await newQueue(aws, { FifoQueue: "true" });
      const message = { QueueUrl, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "once" };
      const first = await aws.client.send(new SendMessageCommand(message));
      const second = await aws.client.send(new SendMessageCommand(message));
      expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
    },
  },
  {
    title: "refuses a FIFO message without a group or without a way to tell repeats",
    async run(aws) {
      const QueueUrl = await newQueue(aws, { FifoQueue: "true" });
      const send = (more: object): Promise<unknown> =>
        aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", ...more }));
      await expect(send({})).rejects.toMatchObject({ Code: "MissingParameter" });
      await expect(send({ MessageGroupId: "g" })).rejects.toMatchObject({ Code: "InvalidParameterValue" });
    },
  },
  {
    title: "moves a message to the dead-letter queue after it was received too often",
    async run(aws) {
      const { main, dead } = await withDeadLetters(aws, 2);
      await aws.client.send(new SendMessageCommand({ QueueUrl: main, MessageBody: "poison" }));
      await failOnce(aws, main);
      await failOnce(aws, main);
      expect(await receive(aws, main)).toEqual([]);
      expect(bodies(await receive(aws, dead))).toEqual(["poison"]);
    },
  },
  {
    title: "tells of a dead letter which queue it came from",
    async run(aws) {
      const { main, dead } = await withDeadLetters(aws, 1);
      await aws.client.send(new SendMessageCommand({ QueueUrl: main, MessageBody: "poison" }));
      await failOnce(aws, main);
      await receive(aws, main);
      const [message] = await receive(aws, dead, { MessageSystemAttributeNames: ["All"] });
      expect(message?.Attributes?.["DeadLetterQueueSourceArn"]).toBe(await attribute(aws, main, "QueueArn"));
    },
  },
  {
    title: "moves dead letters back to where they came from",
    async run(aws) {
      const { main, dead } = await withDeadLetters(aws, 1);
      await aws.client.send(new SendMessageCommand({ QueueUrl: main, MessageBody: "mended" }));
      await failOnce(aws, main);
      expect(await receive(aws, main)).toEqual([]);
      const SourceArn = await attribute(aws, dead, "QueueArn");
      await aws.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
      await aws.pass(1000);
      expect(bodies(await receive(aws, main))).toEqual(["mended"]);
    },
  },
  {
    title: "wakes a long poll as soon as a message comes",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      const started = performance.now();
      const polled = receive(aws, QueueUrl, { WaitTimeSeconds: 10 });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "wake" }));
      expect(bodies(await polled)).toEqual(["wake"]);
      expect(performance.now() - started).toBeLessThan(3000);
    },
  },
  {
    title: "counts visible and hidden messages, and purges",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      await aws.client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry(1), entry(2), entry(3)] }));
      await receive(aws, QueueUrl, { MaxNumberOfMessages: 1 });
      expect(await attribute(aws, QueueUrl, "ApproximateNumberOfMessages")).toBe("2");
      expect(await attribute(aws, QueueUrl, "ApproximateNumberOfMessagesNotVisible")).toBe("1");
      await aws.client.send(new PurgeQueueCommand({ QueueUrl }));
      expect(await attribute(aws, QueueUrl, "ApproximateNumberOfMessages")).toBe("0");
    },
  },
  {
    title: "takes 1 MiB and refuses one byte more",
    async run(aws) {
      const QueueUrl = await newQueue(aws);
      const send = (size: number): Promise<unknown> =>
        aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(size) }));
      await send(1_048_576);
      await expect(send(1_048_577)).rejects.toMatchObject({ Code: "InvalidParameterValue" });
    },
  },
  {
    title: "names a queue that does not exist and a receipt handle that never was",
    async run(aws) {
      await expect(aws.client.send(new GetQueueUrlCommand({ QueueName: "nowhere" }))).rejects.toMatchObject({
        name: "QueueDoesNotExist",
      });
      const QueueUrl = await newQueue(aws);
      const bad = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "nonsense" });
      await expect(aws.client.send(bad)).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
    },
  },
  {
    title: "creates a queue again with the same attributes, refuses other ones, and lists by prefix",
    async run(aws) {
      const QueueName = `twice-${process.pid}-${Date.now()}`;
      const create = (VisibilityTimeout: string): Promise<{ QueueUrl?: string | undefined }> =>
        aws.client.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
      const { QueueUrl = "" } = await create("40");
      expect((await create("40")).QueueUrl).toBe(QueueUrl);
      await expect(create("41")).rejects.toMatchObject({ Code: "QueueAlreadyExists" });
      const listed = await aws.client.send(new ListQueuesCommand({ QueueNamePrefix: QueueName }));
      expect(listed.QueueUrls).toEqual([QueueUrl]);
      await aws.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "50" } }));
      expect(await attribute(aws, QueueUrl, "VisibilityTimeout")).toBe("50");
    },
  },
  {
    title: "refuses attributes out of bounds",
    async run(aws) {
      await expect(newQueue(aws, { DelaySeconds: "901" })).rejects.toThrow();
      await expect(newQueue(aws, { VisibilityTimeout: "43201" })).rejects.toThrow();
      await expect(newQueue(aws, { Colour: "red" })).rejects.toMatchObject({ name: "InvalidAttributeName" });
    },
  },
];
