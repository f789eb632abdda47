import { AsyncLocalStorage } from "node:async_hooks";
import type { LogFields } from "./logger.ts";
import type { MetricPoint } from "./metrics.ts";

/** What belongs to one invocation of a function: the fields that all of its log lines carry, its metrics so far. */
export type Call = { readonly fields: LogFields; readonly metrics: MetricPoint[] };

const calls = new AsyncLocalStorage<Call>();

export function currentCall(): Call | undefined {
  return calls.getStore();
}

export function inCall<T>(call: Call, run: () => T): T {
  return calls.run(call, run);
}

/** Runs with more log fields, e.g. the ids of one record. Metrics go on to the same invocation. */
export function withLogFields<T>(fields: LogFields, run: () => T): T {
  const outer = calls.getStore();
  return calls.run({ fields: { ...outer?.fields, ...fields }, metrics: outer?.metrics ?? [] }, run);
}
