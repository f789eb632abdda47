import { describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import type { Store } from "../cloud/service.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { type AsyncDeps, makeAsyncInvoker } from "./async-invoker.ts";
import { type ScriptedRuntime, scriptedRuntime } from "./testing.ts";

const target = "arn:aws:sqs:us-east-1:000000000000:dead";

function world(runtime: ScriptedRuntime, deps: Partial<AsyncDeps> = {}) {
  const clock = makeClock();
  const delivered: { readonly targetArn: string; readonly payload: string }[] = [];
  const invoker = makeAsyncInvoker({
    runtimeOf: () => runtime,
    settings: [],
    clock,
    store: makeMemoryStore(),
    deliver: async (targetArn, payload) => void delivered.push({ targetArn, payload }),
    ...deps,
  });
  return { clock, invoker, delivered };
}

const failing = (): ScriptedRuntime => scriptedRuntime(() => Promise.reject(new Error("no")));
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("events nobody waits for", () => {
  it("are tried again after one and after two minutes, then described to the on-failure destination", async () => {
    const runtime = failing();
    const settings = [{ functionName: "scripted", maxRetries: 2, maxAgeMs: 3_600_000, onFailureArn: target }];
    const { clock, invoker, delivered } = world(runtime, { settings });
    invoker.accept("scripted", '{"Records":[]}');
    await breathe();
    expect(runtime.events).toHaveLength(1);
    expect(invoker.isQuiet()).toBe(true);

    await clock.advance(61_000);
    expect(runtime.events).toHaveLength(2);
    await clock.advance(61_000);
    expect(runtime.events).toHaveLength(2);
    await clock.advance(61_000);
    expect(runtime.events).toHaveLength(3);
    expect(delivered.map((one) => one.targetArn)).toEqual([target]);
    expect(JSON.parse(delivered[0]?.payload ?? "")).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { Records: [] },
      responsePayload: { errorMessage: "Error: no" },
    });
  });

  it("are given up when they get too old, and go to the function's dead letters as they came", async () => {
    const runtime = failing();
    const spec = { ...runtime.spec, deadLetterArn: target };
    const settings = [{ functionName: "scripted", maxRetries: 2, maxAgeMs: 120_000, onFailureArn: null }];
    const { clock, invoker, delivered } = world({ ...runtime, spec }, { settings });
    invoker.accept("scripted", '{"Records":[1]}');
    await breathe();
    await clock.advance(200_000);
    expect(runtime.events).toHaveLength(2);
    expect(delivered).toEqual([{ targetArn: target, payload: '{"Records":[1]}' }]);
  });

  it("survive a killed hub", async () => {
    const kept = new Map<string, string>();
    const store: Store = {
      load: () => [...kept],
      write(changes) {
        for (const { key, value } of changes) value === null ? kept.delete(key) : kept.set(key, String(value));
      },
    };
    const stuck = scriptedRuntime(() => new Promise(() => undefined));
    world(stuck, { store }).invoker.accept("scripted", '{"Records":[]}');
    expect(stuck.events).toHaveLength(1);

    const next = scriptedRuntime(() => undefined);
    world(next, { store });
    await breathe();
    expect(next.events).toHaveLength(1);
    expect(kept.size).toBe(0);
  });
});
