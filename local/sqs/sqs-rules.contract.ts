import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

import { attribute, bodies, entry, newQueue, receive, type SqsEnvironment } from "./sqs-checked.ts";

/** FIFO queues, batches, limits, counts and names. */
export const ruleChecks: readonly Check<SqsEnvironment>[] = [
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
