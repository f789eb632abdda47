import { afterEach, describe, expect, it } from "vitest";
import type { FunctionRuntime } from "./runtime.ts";
import { runtimeOf } from "./testing.ts";

const open: FunctionRuntime[] = [];
const start: typeof runtimeOf = (source, options) => {
  const runtime = runtimeOf(source, options);
  open.push(runtime);
  return runtime;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((runtime) => runtime.stop()));
});

describe("a function's execution environments", () => {
  it("keeps module state while warm and gives the function its environment and context", async () => {
    const runtime = start(
      `let calls = 0;
       export const handler = async (event, context) => ({ calls: ++calls, event, name: process.env.NAME, id: context.awsRequestId,
         left: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB });`,
      { variables: { NAME: "x" }, spec: { timeoutMs: 2000 } },
    );
    await runtime.invoke('{"a":1}');
    const second = await runtime.invoke('{"a":2}');
    expect(second.ok && JSON.parse(second.payload)).toMatchObject({
      calls: 2,
      event: { a: 2 },
      name: "x",
      memory: "128",
      id: second.requestId,
    });
    expect(second.ok && JSON.parse(second.payload).left).toBeGreaterThan(1000);
    expect(runtime.stats()).toMatchObject({ invocations: 2, coldStarts: 1, errors: 0 });
  });

  it("runs as many at once as it may and lets the rest wait", async () => {
    const runtime = start(
      `export const handler = () => new Promise((done) => setTimeout(() => done(Math.random()), 60));`,
    );
    const results = await Promise.all([1, 2, 3].map(() => runtime.invoke("{}")));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(runtime.stats().coldStarts).toBe(2);
  });

  it("kills a function that takes too long, also one that never yields, and starts a fresh one", async () => {
    const source = `let n = 0; export const handler = async (event) => { n += 1; if (event.spin) for (;;); return n; };`;
    const runtime = start(source, { spec: { timeoutMs: 300 } });
    const late = await runtime.invoke('{"spin":true}');
    expect(late).toMatchObject({
      ok: false,
      error: { errorMessage: expect.stringMatching(/Task timed out after 0\.30 seconds/) },
    });
    expect(await runtime.invoke("{}")).toMatchObject({ ok: true, payload: "1" });
  });

  it("starts nothing once it was told to stop, not even for those who wait", async () => {
    const runtime = start(`export const handler = () => new Promise(() => undefined);`);
    const open = [1, 2, 3, 4].map(() => runtime.invoke("{}"));
    await runtime.stop();
    const late = await runtime.invoke("{}");
    expect((await Promise.all(open)).map((result) => result.ok)).toEqual([false, false, false, false]);
    expect(late).toMatchObject({ ok: false, error: { errorType: "Sandbox.Stopped" } });
    expect(runtime.stats().coldStarts).toBe(2);
    expect(runtime.isBusy()).toBe(false);
  });

  it("names what was thrown, what could not be loaded, and an exit", async () => {
    const throws = start(`export const handler = async () => { throw new TypeError("no"); };`);
    expect(await throws.invoke("{}")).toMatchObject({
      ok: false,
      error: { errorType: "TypeError", errorMessage: "no" },
    });
    const broken = start(`throw new Error("at load");`);
    expect(await broken.invoke("{}")).toMatchObject({ ok: false, error: { errorMessage: "at load" } });
    const nameless = start(`export const other = 1;`);
    expect(await nameless.invoke("{}")).toMatchObject({ ok: false, error: { errorType: "Runtime.HandlerNotFound" } });
    const exits = start(`export const handler = async () => process.exit(3);`);
    expect(await exits.invoke("{}")).toMatchObject({ ok: false, error: { errorType: "Runtime.ExitError" } });
  });

  it("lets Date follow the hub's clock, and nothing else", async () => {
    const clockOffset = new SharedArrayBuffer(8);
    const runtime = start(
      `export const handler = async () => ({ now: Date.now(), text: new Date().toISOString(), fixed: new Date(0).getTime(),
         isDate: new Date() instanceof Date, called: typeof Date(), left: Math.round(performance.now()) });`,
      { clockOffset },
    );
    new Float64Array(clockOffset)[0] = 86_400_000;
    const result = await runtime.invoke("{}");
    const seen = result.ok ? JSON.parse(result.payload) : {};
    expect(seen.now).toBeGreaterThan(Date.now() + 86_300_000);
    expect(Date.parse(seen.text)).toBeGreaterThan(Date.now() + 86_300_000);
    expect(seen).toMatchObject({ fixed: 0, isDate: true, called: "string" });
  });

  it("hands on what the function logs, line by line", async () => {
    const lines: string[] = [];
    const runtime = start(`export const handler = async () => { console.log('{"a":1}'); console.error("oops"); };`, {
      onLog: (line) => lines.push(line),
    });
    await runtime.invoke("{}");
    await expect.poll(() => [...lines].sort()).toEqual(["oops", '{"a":1}']);
  });
});
