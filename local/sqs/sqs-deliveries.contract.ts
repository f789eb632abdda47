import { createHash } from "node:crypto";
import { DeleteMessageCommand, SendMessageCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

import { attribute, bodies, failOnce, newQueue, receive, type SqsEnvironment, withDeadLetters } from "./sqs-checked.ts";

/** Sending, receiving, hiding, coming back and dead letters. */
export const deliveryChecks: readonly Check<SqsEnvironment>[] = [
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
];
