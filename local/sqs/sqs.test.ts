import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { declareChecks } from "../cloud/conformance.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeKeptStore } from "../cloud/store.kept.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { makeSqsFaults } from "./faults.ts";
import { sqsChecks } from "./sqs.contract.ts";
import { makeSqsService, type SqsService } from "./sqs.service.ts";

const baseUrl = (): string => "http://127.0.0.1:1";

describe("SQS over HTTP", () => {
  const clock = makeClock();
  let door: FrontDoor;
  let client: SQSClient;

  beforeAll(async () => {
    const service = makeSqsService({ clock, store: makeMemoryStore(), baseUrl: () => door.url });
    door = await startFrontDoor({ services: [service], secretOf: () => "secret" });
    const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
    client = new SQSClient({ endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await door.close();
  });

  declareChecks(sqsChecks, () => ({ client, pass: clock.advance }));
});

function makeService(more: Partial<Parameters<typeof makeSqsService>[0]> = {}): SqsService {
  return makeSqsService({ clock: makeClock(), store: makeMemoryStore(), baseUrl, ...more });
}

describe("SQS inside the local cloud", () => {
  it("gives Lambda records, deletes them in a batch and gives failed ones back at once", async () => {
    const sqs = makeService();
    sqs.ensureQueue("work");
    for (const body of ["one", "two", "three"]) sqs.send("work", body);
    const records = sqs.receiveForLambda("work", 100, 60_000);
    expect(records.map((record) => record.body)).toEqual(["one", "two", "three"]);
    expect(records[0]).toMatchObject({
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:work",
      attributes: { ApproximateReceiveCount: "1" },
    });
    const handles = records.map((record) => record.receiptHandle);
    sqs.deleteBatch("work", handles.slice(0, 2));
    sqs.makeVisible("work", handles);
    const again = sqs.receiveForLambda("work", 100);
    expect(again.map((record) => [record.body, record.attributes["ApproximateReceiveCount"]])).toEqual([
      ["three", "2"],
    ]);
  });

  it("tells listeners when messages come, come back, or are there from the start", async () => {
    const clock = makeClock();
    const sqs = makeService({ clock });
    sqs.ensureQueue("work");
    sqs.send("work", "early");
    const seen: string[] = [];
    const stop = sqs.onMessages("work", () => {
      for (const record of sqs.receiveForLambda("work", 10, 5000)) seen.push(record.body);
    });
    await Promise.resolve();
    sqs.send("work", "late");
    await clock.advance(6000);
    expect(seen.slice(0, 2)).toEqual(["early", "late"]);
    expect(seen.slice(2).sort()).toEqual(["early", "late"]);
    stop();
  });

  it("has every sent and no deleted message after a restart, and remembers repeats of a FIFO queue", () => {
    const store = makeKeptStore();
    const clock = makeClock();
    const first = makeService({ store, clock });
    first.ensureQueue("work", { VisibilityTimeout: "7" });
    first.ensureQueue("ordered.fifo", { FifoQueue: "true" });
    for (const body of ["gone", "in flight", "waiting"]) first.send("work", body);
    first.send("ordered.fifo", "x", { groupId: "g", dedupId: "once" });
    first.deleteBatch("work", [first.receiveForLambda("work", 1)[0]?.receiptHandle ?? ""]);
    first.receiveForLambda("work", 1);
    const [only] = first.receiveForLambda("ordered.fifo", 1);
    first.deleteBatch("ordered.fifo", [only?.receiptHandle ?? ""]);

    const second = makeService({ store, clock });
    expect(second.attributesOf("work")["VisibilityTimeout"]).toBe("7");
    expect(second.receiveForLambda("work", 10).map((record) => record.body)).toEqual(["in flight", "waiting"]);
    second.send("ordered.fifo", "x", { groupId: "g", dedupId: "once" });
    expect(second.countsOf("ordered.fifo").visible).toBe(0);
  });

  it("drops messages older than the retention, and delivers for ever without a dead-letter queue", async () => {
    const clock = makeClock();
    const sqs = makeService({ clock });
    sqs.ensureQueue("short", { MessageRetentionPeriod: "60" });
    sqs.send("short", "old");
    for (let turn = 0; turn < 5; turn += 1) {
      const [record] = sqs.receiveForLambda("short", 1);
      sqs.makeVisible("short", [record?.receiptHandle ?? ""]);
    }
    expect(sqs.countsOf("short").visible).toBe(1);
    await clock.advance(60_000);
    expect(sqs.countsOf("short").visible).toBe(0);
  });

  it("duplicates, delays and reorders on purpose, the same way for the same seed, losing nothing", async () => {
    const run = async (seed: number): Promise<string[]> => {
      const clock = makeClock({ machineNow: () => 1000 });
      const sqs = makeService({ clock, faults: makeSqsFaults(seed) });
      sqs.ensureQueue("wild");
      for (let index = 0; index < 100; index += 1) sqs.send("wild", String(index));
      const seen: string[] = [];
      for (let turn = 0; turn < 50; turn += 1) {
        const records = sqs.receiveForLambda("wild", 10);
        seen.push(...records.map((record) => record.body));
        sqs.deleteBatch(
          "wild",
          records.map((record) => record.receiptHandle),
        );
        await clock.advance(100);
      }
      return seen;
    };
    const seen = await run(7);
    expect(new Set(seen).size).toBe(100);
    expect(seen.length).toBeGreaterThan(100);
    expect([...seen].sort((a, b) => Number(a) - Number(b))).not.toEqual(seen);
    expect(await run(7)).toEqual(seen);
    expect(await run(8)).not.toEqual(seen);
  });

  it("hands out the messages of quiet groups first while one group keeps the receivers busy", async () => {
    const clock = makeClock({ machineNow: () => 1000 });
    const sqs = makeService({ clock });
    sqs.ensureQueue("fair");
    for (let index = 0; index < 100; index += 1) sqs.send("fair", `loud ${index}`, { groupId: "loud" });
    const work = async (): Promise<string[]> => {
      const records = sqs.receiveForLambda("fair", 10);
      await clock.advance(100);
      sqs.deleteBatch(
        "fair",
        records.map((record) => record.receiptHandle),
      );
      return records.map((record) => record.body);
    };
    const before = await work();
    sqs.send("fair", "quiet 1", { groupId: "quiet" });
    sqs.send("fair", "alone");
    sqs.send("fair", "quiet 2", { groupId: "quiet" });
    const during = await work();

    expect(before.every((body) => body.startsWith("loud"))).toBe(true);
    expect(during).toEqual(["quiet 1", "alone", "quiet 2", ...[10, 11, 12, 13, 14, 15, 16].map((no) => `loud ${no}`)]);
    for (let turn = 0; turn < 20; turn += 1) during.push(...(await work()));
    expect(new Set([...before, ...during]).size).toBe(103);
  });

  it("keeps the order of groups that are all as busy as each other", async () => {
    const sqs = makeService({ clock: makeClock({ machineNow: () => 1000 }) });
    sqs.ensureQueue("even");
    const bodies = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const [index, body] of bodies.entries()) sqs.send("even", body, { groupId: index % 2 === 0 ? "a" : "b" });

    expect(sqs.receiveForLambda("even", 20).map((record) => record.body)).toEqual(bodies);
  });

  it("names the grants a request needs", () => {
    const sqs = makeService();
    const actions = (operation: string, input: object): unknown =>
      sqs.actionsOf({
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(input)),
        accessKeyId: "k",
        operation,
      });
    expect(actions("SendMessageBatch", { QueueUrl: "http://127.0.0.1:1/000000000000/work" })).toEqual([
      { action: "sqs:SendMessage", resource: "arn:aws:sqs:us-east-1:000000000000:work" },
    ]);
  });

  it("refuses operations and parameters it does not know by name", async () => {
    const sqs = makeService();
    const request = { method: "POST", path: "/", query: new URLSearchParams(), headers: {}, accessKeyId: "k" };
    const add = await sqs.handle({ ...request, operation: "AddPermission", body: Buffer.from("{}") });
    expect(String(add.body)).toContain("sqs:AddPermission");
    const odd = await sqs.handle({ ...request, operation: "ListQueues", body: Buffer.from('{"Colour":1}') });
    expect([odd.status, String(odd.body)]).toEqual([400, expect.stringContaining("Colour")]);
  });
});
