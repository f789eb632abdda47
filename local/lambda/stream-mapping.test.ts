import { afterEach, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import type { Store } from "../cloud/service.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import type { StreamRecord, Tables } from "../hub/services.ts";
import type { StreamMapping } from "./function.ts";
import type { Mapping } from "./mapping.ts";
import { startStreamMapping } from "./stream-mapping.ts";
import { type ScriptedRuntime, scriptedRuntime } from "./testing.ts";

const base: StreamMapping = {
  kind: "stream",
  id: "m",
  functionName: "scripted",
  table: "orders",
  sourceArn: "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/1",
  isEnabled: true,
  batchSize: 4,
  windowMs: 0,
  reportsItemFailures: true,
  filters: [],
  startsAt: "oldest",
  bisectsOnError: true,
  maxRetries: 2,
  maxAgeMs: -1,
  onFailureArn: "arn:aws:sqs:us-east-1:000000000000:dead",
};

const open: Mapping[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((mapping) => mapping.stop()));
});

function makeWorld() {
  const clock = makeClock();
  const log: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  const discarded: { DDBStreamBatchInfo: Record<string, unknown> }[] = [];
  const tables: Tables = {
    create: () => undefined,
    readStream: (_table, after, limit) =>
      log.filter((one) => after === null || one.sequenceNumber > after).slice(0, limit),
    streamEnd: () => log.at(-1)?.sequenceNumber ?? null,
    onStreamRecords(_table, run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
  };
  return {
    clock,
    discarded,
    write(...names: readonly string[]) {
      for (const name of names) {
        const sequenceNumber = String(log.length + 1).padStart(4, "0");
        log.push({
          sequenceNumber,
          at: clock.now(),
          record: { eventID: sequenceNumber, name, dynamodb: { SequenceNumber: sequenceNumber } },
        });
      }
      for (const listener of listeners) listener();
    },
    follow(runtime: ScriptedRuntime, spec: Partial<StreamMapping> = {}, store: Store = makeMemoryStore()): Mapping {
      const mapping = startStreamMapping(
        { ...base, ...spec },
        {
          tables,
          runtime,
          clock,
          store,
          matches: (pattern, record) =>
            (pattern as { name: string[] }).name.includes((record as { name: string }).name),
          deliver: async (_target, payload) => void discarded.push(JSON.parse(payload)),
        },
      );
      open.push(mapping);
      return mapping;
    },
  };
}

const names = (runtime: ScriptedRuntime): string[][] =>
  runtime.events.map((event) => event.Records.map((one) => String(one["name"])));

async function settle(world: ReturnType<typeof makeWorld>, mapping: Mapping): Promise<void> {
  for (let round = 0; round < 200 && !mapping.isQuiet(); round += 1) {
    await world.clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(mapping.isQuiet()).toBe(true);
}

describe("a stream's event source mapping", () => {
  it("hands over changes in order, in batches", async () => {
    const world = makeWorld();
    const runtime = scriptedRuntime(() => undefined);
    world.write("a", "b", "c", "d", "e");
    await settle(world, world.follow(runtime));
    expect(names(runtime)).toEqual([["a", "b", "c", "d"], ["e"]]);
  });

  it("halves a failing batch until the bad change stands alone, then reports where it stands and goes on", async () => {
    const world = makeWorld();
    const runtime = scriptedRuntime(({ Records }) => {
      if (Records.some((one) => one["name"] === "bad")) throw new Error("bad");
    });
    world.write("a", "bad", "c", "d", "e");
    await settle(world, world.follow(runtime));
    expect(names(runtime)).toEqual([
      ["a", "bad", "c", "d"],
      ["a", "bad"],
      ["a"],
      ["bad"],
      ["bad"],
      ["bad"],
      ["c", "d"],
      ["e"],
    ]);
    expect(world.discarded).toHaveLength(1);
    expect(world.discarded[0]).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 3 },
      DDBStreamBatchInfo: {
        startSequenceNumber: "0002",
        endSequenceNumber: "0002",
        batchSize: 1,
        streamArn: base.sourceArn,
      },
    });
  });

  it("repeats from the first reported failure", async () => {
    const world = makeWorld();
    let isFirst = true;
    const runtime = scriptedRuntime(() => {
      const answer = isFirst ? { batchItemFailures: [{ itemIdentifier: "0003" }] } : undefined;
      isFirst = false;
      return answer;
    });
    world.write("a", "b", "c", "d");
    await settle(world, world.follow(runtime));
    expect(names(runtime)).toEqual([
      ["a", "b", "c", "d"],
      ["c", "d"],
    ]);
  });

  it("goes on where it stopped after a restart, and keeps the beginning of LATEST", async () => {
    const world = makeWorld();
    const kept = new Map<string, string>();
    const store: Store = {
      load: () => [...kept],
      write: (changes) => {
        for (const one of changes) kept.set(one.key, String(one.value));
      },
    };
    world.write("before");
    const first = scriptedRuntime(() => undefined);
    const mapping = world.follow(first, { startsAt: "latest" }, store);
    world.write("a");
    await settle(world, mapping);
    await mapping.stop();
    world.write("b");
    const second = scriptedRuntime(() => undefined);
    await settle(world, world.follow(second, { startsAt: "latest" }, store));
    expect([names(first), names(second)]).toEqual([[["a"]], [["b"]]]);
  });

  it("passes over changes that no filter lets through, and gives up those that are too old", async () => {
    const world = makeWorld();
    const runtime = scriptedRuntime(({ Records }) => {
      if (Records[0]?.["name"] === "bad") throw new Error("bad");
    });
    world.write("other", "bad", "good");
    await settle(
      world,
      world.follow(runtime, { filters: [{ name: ["bad", "good"] }], maxRetries: -1, maxAgeMs: 60_000, batchSize: 1 }),
    );
    expect(world.discarded[0]).toMatchObject({
      requestContext: { condition: "RecordAgeExceeded" },
      DDBStreamBatchInfo: { startSequenceNumber: "0002" },
    });
    expect(names(runtime).flat()).not.toContain("other");
  });
});
