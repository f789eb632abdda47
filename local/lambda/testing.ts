import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import type { FunctionSpec } from "./function.ts";
import { type FunctionRuntime, makeFunctionRuntime, type RuntimeOptions } from "./runtime.ts";

/** A function that is described and never run. */
export function functionSpec(spec: Partial<FunctionSpec> = {}): FunctionSpec {
  return {
    name: "hello",
    label: "hello",
    arn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
    codeFolder: "",
    handler: "index.handler",
    timeoutMs: 5000,
    memoryMb: 128,
    environment: {},
    reservedConcurrency: null,
    roleArn: "",
    deadLetterArn: null,
    ...spec,
  };
}

/** For one test: a function whose bundle is `source`, an ES module that exports `handler`. */
export function runtimeOf(
  source: string,
  options: Partial<RuntimeOptions> & { readonly spec?: Partial<FunctionSpec> } = {},
): FunctionRuntime {
  const codeFolder = tempFolder();
  writeFileSync(join(codeFolder, "index.mjs"), source);
  return makeFunctionRuntime(functionSpec({ codeFolder, ...options.spec }), {
    variables: {},
    clockOffset: new SharedArrayBuffer(8),
    onLog: () => undefined,
    maxEnvironments: 2,
    idleMs: 60_000,
    ...options,
  });
}

export type ScriptedRuntime = FunctionRuntime & {
  /** The parsed events so far. */
  readonly events: { readonly Records: readonly Readonly<Record<string, unknown>>[] }[];
};

/** A runtime without threads: `answer` says what the function returns, or throws what it throws. */
export function scriptedRuntime(
  answer: (event: { readonly Records: readonly Readonly<Record<string, unknown>>[] }) => unknown,
  maxAtOnce = 1,
): ScriptedRuntime {
  const events: ScriptedRuntime["events"] = [];
  const listeners = new Set<() => void>();
  let busy = 0;
  return {
    spec: functionSpec({ name: "scripted" }),
    events,
    free: () => maxAtOnce - busy,
    onFree(run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
    isBusy: () => busy > 0,
    stats: () => ({ invocations: events.length, errors: 0, coldStarts: 0, timeouts: 0, durationMs: 0, gbSeconds: 0 }),
    stop: async () => undefined,
    async invoke(event) {
      busy += 1;
      const parsed = JSON.parse(event) as ScriptedRuntime["events"][number];
      events.push(parsed);
      try {
        return { ok: true, requestId: "r", payload: JSON.stringify((await answer(parsed)) ?? null) };
      } catch (cause) {
        return { ok: false, requestId: "r", error: { errorType: "Error", errorMessage: String(cause) } };
      } finally {
        busy -= 1;
        for (const listener of listeners) queueMicrotask(listener);
      }
    },
  };
}
