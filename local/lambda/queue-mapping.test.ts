import { afterEach, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import type { Queues } from "../hub/services.ts";
import { makeSqsService } from "../sqs/sqs.service.ts";
import type { QueueMapping } from "./function.ts";
import type { Mapping } from "./mapping.ts";
import { startQueueMapping } from "./queue-mapping.ts";
import { type ScriptedRuntime, scriptedRuntime } from "./testing.ts";

const base: QueueMapping = {
  kind: "queue",
  id: "m",
  functionName: "scripted",
  queue: "work",
  sourceArn: "arn:aws:sqs:us-east-1:000000000000:work",
  isEnabled: true,
  batchSize: 3,
  windowMs: 0,
  reportsItemFailures: true,
  filters: [],
  maxConcurrency: null,
};

const open: Mapping[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((mapping) => mapping.stop()));
});

function world(runtime: ScriptedRuntime, spec: Partial<QueueMapping> = {}, attributes: Record<string, string> = {}) {
  const clock = makeClock();
  const sqs = makeSqsService({ clock, store: makeMemoryStore(), baseUrl: () => "http://127.0.0.1" });
  const dead = sqs.ensureQueue("dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
  sqs.ensureQueue("work", { VisibilityTimeout: "30", RedrivePolicy, ...attributes });
  const queues: Queues = {
    create: ({ name }) => sqs.ensureQueue(name),
    take: (queue, max) => sqs.receiveForLambda(queue, max),
    onAvailable: (queue, run) => sqs.onMessages(queue, run),
    delete: (queue, handles) => sqs.deleteBatch(queue, handles),
    counts: (queue) => sqs.countsOf(queue),
  };
  // A pattern of the tests is a list of allowed values of `kind` in the body.
  const matches = (pattern: unknown, event: unknown): boolean => {
    const wanted = (pattern as { body: { kind: string[] } }).body.kind;
    return wanted.includes((event as { body: { kind?: string } | null }).body?.kind ?? "");
  };
  const mapping = startQueueMapping({ ...base, ...spec }, { queues, runtime, matches, clock });
  open.push(mapping);
  return { clock, sqs, mapping, quiet: () => expect.poll(() => mapping.isQuiet()).toBe(true) };
}

const bodies = (runtime: ScriptedRuntime): unknown[][] =>
  runtime.events.map((event) => event.Records.map((record) => record["body"]));

describe("a queue's event source mapping", () => {
  it("hands over batches of the asked size and removes what is done", async () => {
    const runtime = scriptedRuntime(() => undefined);
    const { sqs, quiet } = world(runtime);
    for (const body of ["1", "2", "3", "4"]) sqs.send("work", body);
    await quiet();
    expect(bodies(runtime).flat()).toEqual(["1", "2", "3", "4"]);
    expect(bodies(runtime)[0]).toHaveLength(3);
    expect(sqs.countsOf("work")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("leaves failed items in the queue until the visibility timeout, then to the dead letters", async () => {
    const runtime = scriptedRuntime(({ Records }) => ({
      batchItemFailures: Records.filter((one) => one["body"] === "bad").map((one) => ({
        itemIdentifier: one["messageId"],
      })),
    }));
    const { clock, sqs, quiet } = world(runtime);
    sqs.send("work", "good");
    sqs.send("work", "bad");
    await quiet();
    expect(sqs.countsOf("work")).toMatchObject({ inFlight: 1, visible: 0 });

    await clock.advance(31_000);
    await quiet();
    expect(bodies(runtime)).toEqual([["good", "bad"], ["bad"]]);

    await clock.advance(31_000);
    await expect.poll(() => sqs.countsOf("dead").visible).toBe(1);
    expect(bodies(runtime)).toHaveLength(2);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("x"))],
    ["names an unknown item", () => ({ batchItemFailures: [{ itemIdentifier: "nobody" }] })],
  ])("gives the whole batch back when the function %s", async (_name, answer) => {
    const { sqs, quiet } = world(scriptedRuntime(answer));
    sqs.send("work", "1");
    sqs.send("work", "2");
    await quiet();
    expect(sqs.countsOf("work").inFlight).toBe(2);
  });

  it("does not read the answer unless the mapping reports item failures", async () => {
    const { sqs, quiet } = world(
      scriptedRuntime(() => ({ batchItemFailures: [{ itemIdentifier: "nobody" }] })),
      { reportsItemFailures: false },
    );
    sqs.send("work", "1");
    await quiet();
    expect(sqs.countsOf("work").inFlight).toBe(0);
  });

  it("drops what no filter lets through, bodies that are no JSON too", async () => {
    const runtime = scriptedRuntime(() => undefined);
    const { sqs, quiet } = world(runtime, { filters: [{ body: { kind: ["a"] } }] });
    for (const body of ['{"kind":"a"}', '{"kind":"b"}', "plain"]) sqs.send("work", body);
    await quiet();
    expect(bodies(runtime)).toEqual([['{"kind":"a"}']]);
    expect(sqs.countsOf("work")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("waits for a fuller batch until its window ends by the hub's clock", async () => {
    const runtime = scriptedRuntime(() => undefined);
    const { clock, sqs, mapping, quiet } = world(runtime, { windowMs: 5000, batchSize: 50 });
    sqs.send("work", "1");
    await clock.advance(1000);
    sqs.send("work", "2");
    await clock.advance(1000);
    expect(runtime.events).toHaveLength(0);
    expect(mapping.isQuiet()).toBe(false);
    await clock.advance(4000);
    await quiet();
    expect(bodies(runtime)).toEqual([["1", "2"]]);
  });

  it("takes no more messages than the function can start at once", async () => {
    const releases: (() => void)[] = [];
    const runtime = scriptedRuntime(() => new Promise<void>((resolve) => releases.push(resolve)), 5);
    const { sqs, quiet } = world(runtime, { batchSize: 1, maxConcurrency: 2 });
    for (const body of ["1", "2", "3"]) sqs.send("work", body);
    await expect.poll(() => runtime.events.length).toBe(2);
    expect(sqs.countsOf("work")).toMatchObject({ visible: 1, inFlight: 2 });
    releases[0]?.();
    await expect.poll(() => runtime.events.length).toBe(3);
    for (const release of releases) release();
    await quiet();
  });
});
