import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import type { Store } from "../cloud/service.ts";
import { makeKeptStore } from "../cloud/store.kept.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { nextFire, parseExpression } from "./expression.ts";
import { makeSchedulerService, type SchedulerService } from "./scheduler.service.ts";

const target = { Arn: "arn:aws:lambda:us-east-1:000000000000:function:close-day", RoleArn: "arn:aws:iam::0:role/r" };
const window = { Mode: "OFF" } as const;

function fires(text: string, from: string, zone: string, count: number): (string | null)[] {
  const expression = parseExpression(text);
  const seen: (string | null)[] = [];
  let after: number | null = Date.parse(from);
  while (expression && after !== null && seen.length < count) {
    after = nextFire(expression, after, { zone, start: Date.parse(from) });
    seen.push(after === null ? null : new Date(after).toISOString());
  }
  return seen;
}

describe("a schedule expression", () => {
  it("fires at the zone's local time", () => {
    expect(fires("cron(30 2 * * ? *)", "2026-06-01T00:00:00Z", "Asia/Shanghai", 2)).toEqual([
      "2026-06-01T18:30:00.000Z",
      "2026-06-02T18:30:00.000Z",
    ]);
  });

  it("skips a local time that clocks jump over", () => {
    expect(fires("cron(30 2 * * ? *)", "2026-03-07T12:00:00Z", "America/New_York", 2)).toEqual([
      "2026-03-09T06:30:00.000Z",
      "2026-03-10T06:30:00.000Z",
    ]);
  });

  it("fires once at a local time that comes twice, the first time", () => {
    expect(fires("cron(30 1 * * ? *)", "2026-10-31T12:00:00Z", "America/New_York", 2)).toEqual([
      "2026-11-01T05:30:00.000Z",
      "2026-11-02T06:30:00.000Z",
    ]);
  });

  it.each([
    ["cron(0 0 L * ? *)", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00.000Z"],
    ["cron(0 0 LW * ? *)", "2026-02-01T00:00:00Z", "2026-02-27T00:00:00.000Z"],
    ["cron(0 0 1W * ? *)", "2026-07-31T12:00:00Z", "2026-08-03T00:00:00.000Z"],
    ["cron(0 9 ? * MON-FRI *)", "2026-01-02T10:00:00Z", "2026-01-05T09:00:00.000Z"],
    ["cron(0 0 ? * 6L *)", "2026-01-01T00:00:00Z", "2026-01-30T00:00:00.000Z"],
    ["cron(0 0 ? * 2#1 *)", "2026-01-06T00:00:00Z", "2026-02-02T00:00:00.000Z"],
    ["cron(0/20 8-9 * JAN,JUL ? 2027)", "2026-01-01T00:00:00Z", "2027-01-01T08:00:00.000Z"],
    ["cron(0 0 30 2 ? *)", "2026-01-01T00:00:00Z", null],
    ["at(2026-05-01T10:00:05)", "2026-01-01T00:00:00Z", "2026-05-01T10:00:05.000Z"],
    ["at(2025-05-01T10:00:00)", "2026-01-01T00:00:00Z", null],
    ["rate(5 minutes)", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00.000Z"],
    ["rate(1 hour)", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00.000Z"],
  ])("%s after %s fires at %s", (text, from, expected) => {
    expect(fires(text, from, "UTC", 1)).toEqual([expected]);
  });

  it.each([
    "rate(5 minute)",
    "rate(1 minutes)",
    "rate(0 minutes)",
    "rate(5 weeks)",
    "cron(0 2 * * *)",
    "cron(0 2 * * * *)",
    "cron(0 2 ? * ? *)",
    "cron(60 2 * * ? *)",
    "cron(0 2 32 * ? *)",
    "at(2026-13-01T00:00:00)",
    "every day",
  ])("is refused when it is wrong: %s", (text) => {
    expect(parseExpression(text)).toBeNull();
  });
});

describe("Scheduler over HTTP", () => {
  const clock = makeClock();
  let door: FrontDoor;
  let client: SchedulerClient;

  beforeAll(async () => {
    const invoked = {
      sendToQueue: () => undefined,
      invokeFunction: async () => undefined,
      publishToTopic: () => undefined,
    };
    const service = makeSchedulerService({ clock, store: makeMemoryStore(), targets: invoked });
    door = await startFrontDoor({ services: [service], secretOf: () => "secret" });
    const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
    client = new SchedulerClient({ endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await door.close();
  });

  it("creates, describes, changes, lists and deletes a schedule", async () => {
    const Name = "close-demo";
    const base = { Name, GroupName: "nightly", FlexibleTimeWindow: window, Target: { ...target, Input: "{}" } };
    await client.send(new CreateScheduleGroupCommand({ Name: "nightly" }));
    const ScheduleExpression = "cron(0 2 * * ? *)";
    const zoned = { ...base, ScheduleExpression, ScheduleExpressionTimezone: "Asia/Shanghai" };
    const made = await client.send(new CreateScheduleCommand(zoned));
    expect(made.ScheduleArn).toBe("arn:aws:scheduler:us-east-1:000000000000:schedule/nightly/close-demo");
    const got = await client.send(new GetScheduleCommand({ Name, GroupName: "nightly" }));
    expect(got).toMatchObject({ Name, ScheduleExpression, State: "ENABLED", Target: { Arn: target.Arn } });
    expect(got.CreationDate).toBeInstanceOf(Date);
    await expect(client.send(new CreateScheduleCommand(zoned))).rejects.toMatchObject({ name: "ConflictException" });
    await client.send(new UpdateScheduleCommand({ ...base, ScheduleExpression: "rate(1 day)" }));
    const { Schedules } = await client.send(new ListSchedulesCommand({ GroupName: "nightly" }));
    expect(Schedules?.map((one) => one.Name)).toEqual([Name]);
    await client.send(new DeleteScheduleCommand({ Name, GroupName: "nightly" }));
    await expect(client.send(new GetScheduleCommand({ Name, GroupName: "nightly" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("refuses wrong expressions, zones and what it does not know, by name", async () => {
    const create = (more: object): Promise<unknown> =>
      client.send(
        new CreateScheduleCommand({
          Name: "x",
          ScheduleExpression: "rate(5 minutes)",
          FlexibleTimeWindow: window,
          Target: target,
          ...more,
        }),
      );
    const refused = (message: string): object => ({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
    await expect(create({ ScheduleExpression: "rate(5 minute)" })).rejects.toMatchObject(refused("rate(5 minute)"));
    await expect(create({ ScheduleExpressionTimezone: "Mars/North" })).rejects.toMatchObject(refused("Mars/North"));
    await expect(create({ KmsKeyArn: "arn:aws:kms:us-east-1:0:key/k" })).rejects.toMatchObject(refused("KmsKeyArn"));
    const flexible = { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 } };
    await expect(create(flexible)).rejects.toMatchObject(refused("FlexibleTimeWindow"));
  });
});

describe("Scheduler inside the local cloud", () => {
  function start(
    store: Store,
    machineNow: () => number,
  ): { service: SchedulerService; seen: unknown[]; advance: (ms: number) => Promise<void> } {
    const clock = makeClock({ store, machineNow });
    const seen: unknown[] = [];
    const targets = {
      sendToQueue: () => undefined,
      invokeFunction: async (_arn: string, payload: unknown) => void seen.push(payload),
      publishToTopic: () => undefined,
    };
    return { service: makeSchedulerService({ clock, store, targets }), seen, advance: clock.advance };
  }

  const nightly = {
    ScheduleExpression: "cron(0 2 * * ? *)",
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: window,
    Target: { ...target, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
  };
  const noon = Date.parse("2026-03-01T12:00:00Z");

  it("fires at each of its times that an advance jumps over, in order", async () => {
    const { service, seen, advance } = start(makeMemoryStore(), () => noon);
    service.ensureSchedule("close", nightly);
    await advance(3 * 86_400_000);
    expect(seen).toEqual([
      { at: "2026-03-02T02:00:00Z" },
      { at: "2026-03-03T02:00:00Z" },
      { at: "2026-03-04T02:00:00Z" },
    ]);
  });

  it("makes up for what it missed while the hub was stopped, and keeps its rhythm", async () => {
    const store = makeKeptStore();
    start(store, () => noon).service.ensureSchedule("close", nightly);
    const later = start(store, () => noon + 2 * 86_400_000);
    later.service.resume();
    later.service.ensureSchedule("close", nightly);
    await later.advance(86_400_000);
    expect(later.seen).toEqual([
      { at: "2026-03-02T02:00:00Z" },
      { at: "2026-03-03T02:00:00Z" },
      { at: "2026-03-04T02:00:00Z" },
    ]);
  });

  it("makes up for at most the latest 31 times", async () => {
    const store = makeKeptStore();
    start(store, () => noon).service.ensureSchedule("pulse", { ...nightly, ScheduleExpression: "rate(1 minute)" });
    const later = start(store, () => noon + 86_400_000);
    later.service.resume();
    await later.advance(0);
    await later.advance(1);
    expect(later.seen).toHaveLength(31);
    expect(later.seen.at(-1)).toEqual({ at: "2026-03-02T12:00:00Z" });
  });

  it("does not fire when disabled, and forgets a one-time schedule that is done when told so", async () => {
    const { service, seen, advance } = start(makeMemoryStore(), () => noon);
    service.ensureSchedule("off", { ...nightly, State: "DISABLED" });
    const once = { ScheduleExpression: "at(2026-03-01T13:00:00)", ActionAfterCompletion: "DELETE" };
    service.ensureSchedule("once", { ...nightly, ...once });
    await advance(86_400_000);
    expect(seen).toEqual([{ at: "2026-03-01T13:00:00Z" }]);
    expect(service.schedules().map((one) => one.name)).toEqual(["off"]);
  });
});
