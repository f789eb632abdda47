import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

export type EventsEnvironment = { readonly events: EventBridgeClient; readonly queues: SQSClient };

let made = 0;
const fresh = (kind: string): string => `${kind}-${process.pid}-${++made}`;

async function newBus({ events }: EventsEnvironment): Promise<string> {
  const Name = fresh("bus");
  await events.send(new CreateEventBusCommand({ Name }));
  return Name;
}

async function newQueue({ queues }: EventsEnvironment): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url = "" } = await queues.send(new CreateQueueCommand({ QueueName: fresh("queue") }));
  const AttributeNames = ["QueueArn" as const];
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
  return { url, arn: Attributes?.QueueArn ?? "" };
}

async function newRule(
  { events }: EventsEnvironment,
  EventBusName: string,
  pattern: object,
  target: Partial<Target> & { Arn: string },
): Promise<string> {
  const Name = fresh("rule");
  await events.send(new PutRuleCommand({ Name, EventBusName, EventPattern: JSON.stringify(pattern) }));
  await events.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [{ Id: "one", ...target }] }));
  return Name;
}

function send({ events }: EventsEnvironment, EventBusName: string, detail: object, more: object = {}) {
  const entry = { EventBusName, Source: "hub", DetailType: "order.placed", Detail: JSON.stringify(detail), ...more };
  return events.send(new PutEventsCommand({ Entries: [entry] }));
}

async function arrived({ queues }: EventsEnvironment, QueueUrl: string): Promise<unknown[]> {
  const wanted = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 });
  const { Messages = [] } = await queues.send(wanted);
  return Messages.map((message) => JSON.parse(message.Body ?? "null"));
}

export const eventsChecks: readonly Check<EventsEnvironment>[] = [
  {
    title: "delivers an event to the queue of a rule it matches, and only to that",
    async run(aws) {
      const [bus, yes, no] = [await newBus(aws), await newQueue(aws), await newQueue(aws)];
      await newRule(aws, bus, { source: ["hub"], detail: { total: [{ numeric: [">", 10] }] } }, { Arn: yes.arn });
      await newRule(aws, bus, { detail: { total: [{ numeric: ["<=", 10] }] } }, { Arn: no.arn });
      const answer = await send(aws, bus, { total: 11, id: "ord_1" }, { Resources: ["arn:x"] });
      expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
      expect(await arrived(aws, yes.url)).toEqual([
        expect.objectContaining({
          version: "0",
          source: "hub",
          "detail-type": "order.placed",
          resources: ["arn:x"],
          detail: { total: 11, id: "ord_1" },
          id: answer.Entries?.[0]?.EventId,
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        }),
      ]);
      expect(await arrived(aws, no.url)).toEqual([]);
    },
  },
  {
    title: "keeps the buses apart",
    async run(aws) {
      const [one, two, queue] = [await newBus(aws), await newBus(aws), await newQueue(aws)];
      await newRule(aws, one, { source: ["hub"] }, { Arn: queue.arn });
      await send(aws, two, { n: 1 });
      expect(await arrived(aws, queue.url)).toEqual([]);
    },
  },
  {
    title: "fails only the entries that are wrong",
    async run(aws) {
      const bus = await newBus(aws);
      const good = { EventBusName: bus, Source: "hub", DetailType: "t", Detail: "{}" };
      const Entries = [good, { ...good, Detail: "{" }, { EventBusName: bus, DetailType: "t", Detail: "{}" }];
      const answer = await aws.events.send(new PutEventsCommand({ Entries }));
      expect(answer.FailedEntryCount).toBe(2);
      expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
        undefined,
        "MalformedDetail",
        "InvalidArgument",
      ]);
    },
  },
  {
    title: "takes ten entries and refuses eleven, none and too many bytes",
    async run(aws) {
      const bus = await newBus(aws);
      const entry = { EventBusName: bus, Source: "hub", DetailType: "t", Detail: "{}" };
      const put = (Entries: (typeof entry)[]): Promise<unknown> => aws.events.send(new PutEventsCommand({ Entries }));
      await put(Array(10).fill(entry));
      await expect(put(Array(11).fill(entry))).rejects.toMatchObject({ name: "ValidationException" });
      await expect(put([])).rejects.toMatchObject({ name: "ValidationException" });
      const large = { ...entry, Detail: JSON.stringify({ text: "x".repeat(262_144) }) };
      await expect(put([large])).rejects.toMatchObject({ name: "ValidationException" });
    },
  },
  {
    title: "gives a target the part of the event that its path names",
    async run(aws) {
      const [bus, queue] = [await newBus(aws), await newQueue(aws)];
      await newRule(aws, bus, { source: ["hub"] }, { Arn: queue.arn, InputPath: "$.detail" });
      await send(aws, bus, { id: 7 });
      expect(await arrived(aws, queue.url)).toEqual([{ id: 7 }]);
    },
  },
  {
    title: "gives a target what its template makes of the event",
    async run(aws) {
      const [bus, queue] = [await newBus(aws), await newQueue(aws)];
      const InputTransformer = {
        InputPathsMap: { id: "$.detail.id", lines: "$.detail.lines" },
        InputTemplate: '{"text": "order <id>", "lines": <lines>, "id": <id>}',
      };
      await newRule(aws, bus, { source: ["hub"] }, { Arn: queue.arn, InputTransformer });
      await send(aws, bus, { id: 'a"1', lines: [1, 2] });
      expect(await arrived(aws, queue.url)).toEqual([{ text: 'order a"1', lines: [1, 2], id: 'a"1' }]);
    },
  },
  {
    title: "refuses a pattern with a bare value",
    async run(aws) {
      const EventBusName = await newBus(aws);
      const rule = { Name: fresh("rule"), EventBusName, EventPattern: JSON.stringify({ source: "hub" }) };
      await expect(aws.events.send(new PutRuleCommand(rule))).rejects.toMatchObject({
        name: "InvalidEventPatternException",
      });
    },
  },
  {
    title: "describes rules, and stops delivering when a target is removed",
    async run(aws) {
      const [EventBusName, queue] = [await newBus(aws), await newQueue(aws)];
      const Name = await newRule(aws, EventBusName, { source: ["hub"] }, { Arn: queue.arn });
      const described = await aws.events.send(new DescribeRuleCommand({ Name, EventBusName }));
      expect(described).toMatchObject({ Name, State: "ENABLED", EventBusName });
      expect(JSON.parse(described.EventPattern ?? "")).toEqual({ source: ["hub"] });
      await aws.events.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: ["one"] }));
      const left = await aws.events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
      expect(left.Targets ?? []).toEqual([]);
      await send(aws, EventBusName, {});
      expect(await arrived(aws, queue.url)).toEqual([]);
    },
  },
  {
    title: "names a rule that does not exist",
    async run(aws) {
      const EventBusName = await newBus(aws);
      await expect(aws.events.send(new DescribeRuleCommand({ Name: "absent", EventBusName }))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    },
  },
];
