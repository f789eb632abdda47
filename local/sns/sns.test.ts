import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeTargets } from "../cloud/make-targets.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { makeSqsService } from "../sqs/sqs.service.ts";
import { makeSnsService, type SnsService } from "./sns.service.ts";

const clock = makeClock();
const store = makeMemoryStore();
const sqs = makeSqsService({ clock, store, baseUrl: () => door.url });
const invoked: unknown[] = [];
const sns: SnsService = makeSnsService({
  clock,
  store,
  targets: makeTargets({
    sqs: () => sqs,
    sns: () => sns,
    invokeFunction: async (_arn, payload) => void invoked.push(payload),
  }),
});
let door: FrontDoor;
let client: SNSClient;
let TopicArn = "";

beforeAll(async () => {
  door = await startFrontDoor({ services: [sns, sqs], secretOf: () => "secret" });
  const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
  client = new SNSClient({ endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 });
  TopicArn = (await client.send(new CreateTopicCommand({ Name: "alarms" }))).TopicArn ?? "";
});
afterAll(async () => {
  client.destroy();
  await door.close();
});

async function subscribed(queue: string, Attributes: Record<string, string> = {}): Promise<() => Promise<unknown>> {
  const { arn: Endpoint } = sqs.ensureQueue(queue);
  const { SubscriptionArn } = await client.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }),
  );
  return () => client.send(new UnsubscribeCommand({ SubscriptionArn }));
}

const arrived = (queue: string): string[] => sqs.receiveForLambda(queue, 10).map((record) => record.body);

describe("SNS over HTTP", () => {
  it("wraps a message for a queue, or delivers it raw with its attributes", async () => {
    const stop = [await subscribed("wrapped"), await subscribed("raw", { RawMessageDelivery: "true" })];
    const MessageAttributes = { kind: { DataType: "String", StringValue: "stock" } };
    const sent = await client.send(
      new PublishCommand({ TopicArn, Message: "low <&> ü", Subject: "s", MessageAttributes }),
    );
    expect(JSON.parse(arrived("wrapped")[0] ?? "")).toMatchObject({
      Type: "Notification",
      MessageId: sent.MessageId,
      TopicArn,
      Subject: "s",
      Message: "low <&> ü",
      MessageAttributes: { kind: { Type: "String", Value: "stock" } },
    });
    const [raw] = sqs.receiveForLambda("raw", 1);
    expect([raw?.body, raw?.messageAttributes["kind"]?.stringValue]).toEqual(["low <&> ü", "stock"]);
    for (const one of stop) await one();
  });

  it("lets through what a filter on attributes or on the body wants", async () => {
    const raw = { RawMessageDelivery: "true" };
    const stop = [
      await subscribed("by-attribute", { ...raw, FilterPolicy: '{"kind":["stock"],"count":[{"numeric":[">",3]}]}' }),
      await subscribed("by-body", { ...raw, FilterPolicy: '{"a":{"b":[1]}}', FilterPolicyScope: "MessageBody" }),
    ];
    const publish = (Message: string, kind: string, count: string): Promise<unknown> =>
      client.send(
        new PublishCommand({
          TopicArn,
          Message,
          MessageAttributes: {
            kind: { DataType: "String", StringValue: kind },
            count: { DataType: "Number", StringValue: count },
          },
        }),
      );
    await publish('{"a":{"b":1}}', "stock", "3");
    await publish("not json", "stock", "4");
    expect(arrived("by-attribute")).toEqual(["not json"]);
    expect(arrived("by-body")).toEqual(['{"a":{"b":1}}']);
    for (const one of stop) await one();
  });

  it("keeps letters for e-mail subscribers and invokes functions", async () => {
    await client.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ops@example.com" }));
    const Endpoint = "arn:aws:lambda:us-east-1:000000000000:function:f";
    await client.send(new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint }));
    await client.send(new PublishCommand({ TopicArn, Message: "wake up", Subject: "alarm" }));
    await sns.idle();
    expect(sns.mailbox()).toEqual([
      { to: "ops@example.com", topicArn: TopicArn, subject: "alarm", message: "wake up", at: expect.any(Number) },
    ]);
    expect(invoked).toEqual([{ Records: [expect.objectContaining({ EventSource: "aws:sns" })] }]);
    const listed = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions?.map((one) => one.Protocol).sort()).toEqual(["email", "lambda"]);
  });

  it("publishes batches entry by entry", async () => {
    const entries = [
      { Id: "a", Message: "one" },
      { Id: "b", Message: "x".repeat(262_145) },
    ];
    const answer = await client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    expect(answer.Successful?.map((one) => one.Id)).toEqual(["a"]);
    expect(answer.Failed?.map((one) => [one.Id, one.Code])).toEqual([["b", "InvalidParameter"]]);
  });

  it("names what it does not have or know", async () => {
    const absent = new PublishCommand({ TopicArn: `${TopicArn}-not`, Message: "x" });
    await expect(client.send(absent)).rejects.toMatchObject({ name: "NotFoundException" });
    const fifo = new CreateTopicCommand({ Name: "x.fifo", Attributes: { FifoTopic: "true" } });
    await expect(client.send(fifo)).rejects.toMatchObject({ name: "InvalidParameterException" });
    const sms = new PublishCommand({ PhoneNumber: "+1", Message: "x" });
    await expect(client.send(sms)).rejects.toMatchObject({ message: expect.stringContaining("PhoneNumber") });
    const scalar = new SubscribeCommand({
      TopicArn,
      Protocol: "email",
      Endpoint: "a@b",
      Attributes: { FilterPolicy: '{"a":"b"}' },
    });
    await expect(client.send(scalar)).rejects.toMatchObject({
      message: expect.stringContaining("must be an object or an array"),
    });
  });
});
