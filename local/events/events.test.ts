import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { declareChecks } from "../cloud/conformance.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeKeptStore } from "../cloud/store.kept.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import type { Targets } from "../cloud/targets.ts";
import { makeSqsService } from "../sqs/sqs.service.ts";
import type { BusEvent } from "./entries.ts";
import { eventsChecks } from "./events.contract.ts";
import { makeEventsService } from "./events.service.ts";

const clock = makeClock();
const store = makeMemoryStore();
const sqs = makeSqsService({ clock, store, baseUrl: () => door.url });
const targets: Targets = {
  sendToQueue: (arn, body, { groupId }) => void sqs.send(arn, body, groupId === undefined ? {} : { groupId }),
  invokeFunction: async () => undefined,
  publishToTopic: () => undefined,
};
let door: FrontDoor;
let events: EventBridgeClient;
let queues: SQSClient;

beforeAll(async () => {
  const services = [sqs, makeEventsService({ clock, store, targets })];
  door = await startFrontDoor({ services, secretOf: () => "secret" });
  const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
  const options = { endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 };
  events = new EventBridgeClient(options);
  queues = new SQSClient(options);
});
afterAll(async () => {
  events.destroy();
  queues.destroy();
  await door.close();
});

const lambda = "arn:aws:lambda:us-east-1:000000000000:function:route";
const deadLetters = "arn:aws:sqs:us-east-1:000000000000:dead";

function someEvent(detail: object): BusEvent {
  const place = { account: "0", time: "2026-03-01T00:00:00Z", region: "us-east-1", resources: [] };
  return { version: "0", id: "1", "detail-type": "t", source: "hub", ...place, detail };
}

describe("EventBridge over HTTP", () => {
  declareChecks(eventsChecks, () => ({ events, queues }));

  it("refuses what it does not know by name", async () => {
    const scheduled = new PutRuleCommand({ Name: "x", ScheduleExpression: "rate(5 minutes)" });
    await expect(events.send(scheduled)).rejects.toMatchObject({
      message: expect.stringContaining("ScheduleExpression"),
    });
    const lost = [{ EventBusName: "nowhere", Source: "hub", DetailType: "t", Detail: "{}" }];
    const answer = await events.send(new PutEventsCommand({ Entries: lost }));
    expect(answer.Entries?.[0]?.ErrorCode).toBe("ResourceNotFoundException");
  });
});

describe("EventBridge inside the local cloud", () => {
  it("delivers what an earlier run had accepted but not delivered", async () => {
    const kept = makeKeptStore();
    const hanging: Targets = { ...targets, invokeFunction: () => new Promise(() => undefined) };
    const first = makeEventsService({ clock, store: kept, targets: hanging });
    first.ensureRule({ name: "route", pattern: { source: ["hub"] } }, [{ Id: "f", Arn: lambda }]);
    first.publish(someEvent({ id: 1 }));

    const seen: unknown[] = [];
    const working: Targets = { ...targets, invokeFunction: async (arn, payload) => void seen.push([arn, payload]) };
    const second = makeEventsService({ clock, store: kept, targets: working });
    expect(second.pending()).toBe(1);
    second.resume();
    await second.idle();
    expect(seen).toEqual([[lambda, expect.objectContaining({ detail: { id: 1 } })]]);
    expect(second.pending()).toBe(0);
    expect(kept.load("events.pending")).toEqual([]);
  });

  it("tries again with growing waits, then sends the event to the dead-letter queue with the reason", async () => {
    const ownClock = makeClock();
    let attempts = 0;
    const dead: unknown[] = [];
    const failing: Targets = {
      ...targets,
      invokeFunction: async () => {
        attempts += 1;
        throw new Error("throttled");
      },
      sendToQueue: (arn, body, options) => void dead.push([arn, JSON.parse(body), options.attributes]),
    };
    const bus = makeEventsService({ clock: ownClock, store: makeMemoryStore(), targets: failing });
    const target = {
      Id: "f",
      Arn: lambda,
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: deadLetters },
    };
    bus.ensureRule({ name: "route", pattern: { source: ["hub"] } }, [target]);
    bus.publish(someEvent({ id: 2 }));
    await bus.idle();
    expect([attempts, bus.pending()]).toEqual([1, 1]);
    await ownClock.advance(60_000);
    await bus.idle();
    expect([attempts, bus.pending()]).toEqual([3, 0]);
    const reasons = expect.objectContaining({ ERROR_MESSAGE: "throttled", TARGET_ARN: lambda });
    expect(dead).toEqual([[deadLetters, expect.objectContaining({ detail: { id: 2 } }), reasons]]);
  });

  it("refuses targets it cannot deliver to", () => {
    const bus = makeEventsService({ clock, store: makeMemoryStore(), targets });
    const put = (target: object): unknown =>
      bus.ensureRule({ name: "r", pattern: { source: ["hub"] } }, [{ Id: "t", Arn: lambda, ...target }]);
    expect(() => put({ Arn: "arn:aws:kinesis:us-east-1:0:stream/x" })).toThrow("not to arn:aws:kinesis");
    expect(() => put({ EcsParameters: {} })).toThrow("does not know EcsParameters");
    expect(() => put({ Arn: "arn:aws:sqs:us-east-1:0:x.fifo" })).toThrow("MessageGroupId must be specified");
  });
});
