import { randomUUID } from "node:crypto";
import { type Environment, type EnvironmentOptions, startEnvironment } from "./environment.ts";
import type { FunctionSpec } from "./function.ts";
import type { InvokeResult } from "./worker-messages.ts";

/** One function and its execution environments: warm ones are used again, new ones started up to `maxEnvironments`. */
export type FunctionRuntime = {
  readonly spec: FunctionSpec;
  /** Waits for a free environment when all are busy. `event` is JSON text. */
  invoke(event: string): Promise<InvokeResult>;
  /** How many more events would start at once. */
  free(): number;
  /** Calls back whenever an environment became free. Returns a way to stop. */
  onFree(run: () => void): () => void;
  /** True while an event is being handled or waits for an environment. */
  isBusy(): boolean;
  stats(): FunctionStats;
  stop(): Promise<void>;
};

export type FunctionStats = {
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly timeouts: number;
  /** Real time inside the function, in ms, and the same times the memory: what Lambda bills. */
  readonly durationMs: number;
  readonly gbSeconds: number;
};

export type RuntimeOptions = EnvironmentOptions & {
  readonly maxEnvironments: number;
  /** An environment unused for this long ends. */
  readonly idleMs: number;
  /** Called just before each event is handed over: the moment to tell the time. */
  readonly beforeInvoke?: () => void;
  /** For faults on purpose: after how many ms to kill the environment that starts this invocation; null for not. */
  readonly crashAfterMs?: () => number | null;
};

export function makeFunctionRuntime(spec: FunctionSpec, options: RuntimeOptions): FunctionRuntime {
  const limit = Math.max(1, Math.min(options.maxEnvironments, spec.reservedConcurrency ?? options.maxEnvironments));
  const idle: { readonly environment: Environment; readonly retire: NodeJS.Timeout }[] = [];
  const waiting: ((environment: Environment | null) => void)[] = [];
  const busy = new Set<Environment>();
  const listeners = new Set<() => void>();
  const stats = { invocations: 0, errors: 0, coldStarts: 0, timeouts: 0, durationMs: 0, gbSeconds: 0 };
  let isStopped = false;

  function take(): Environment | null {
    for (let warm = idle.pop(); warm !== undefined; warm = idle.pop()) {
      clearTimeout(warm.retire);
      if (warm.environment.isAlive()) return occupy(warm.environment);
    }
    return busy.size < limit ? startOne() : null;
  }

  function startOne(): Environment {
    stats.coldStarts += 1;
    return occupy(startEnvironment(spec, options));
  }

  function occupy(environment: Environment): Environment {
    busy.add(environment);
    return environment;
  }

  function giveBack(environment: Environment): void {
    busy.delete(environment);
    if (isStopped) return;
    const next = waiting.shift();
    if (next !== undefined) {
      next(environment.isAlive() ? occupy(environment) : startOne());
      return;
    }
    if (environment.isAlive()) {
      const retire = setTimeout(() => void remove(environment), options.idleMs).unref();
      idle.push({ environment, retire });
    }
    for (const listener of listeners) listener();
  }

  async function remove(environment: Environment): Promise<void> {
    const at = idle.findIndex((one) => one.environment === environment);
    if (at >= 0) idle.splice(at, 1);
    await environment.kill();
  }

  async function invoke(event: string): Promise<InvokeResult> {
    const environment = isStopped ? null : (take() ?? (await nextFree()));
    if (environment === null) return { ok: false, requestId: randomUUID(), error: stopped };
    const crashAfterMs = options.crashAfterMs?.() ?? null;
    const crash = crashAfterMs === null ? null : setTimeout(() => void environment.kill(), crashAfterMs);
    const started = performance.now();
    options.beforeInvoke?.();
    try {
      const result = await environment.invoke({ requestId: randomUUID(), event, traceHeader: traceHeader() });
      count(result, performance.now() - started);
      return result;
    } finally {
      if (crash !== null) clearTimeout(crash);
      giveBack(environment);
    }
  }

  /** null when the hub ends first. */
  function nextFree(): Promise<Environment | null> {
    return new Promise((resolve) => waiting.push(resolve));
  }

  function count(result: InvokeResult, durationMs: number): void {
    stats.invocations += 1;
    stats.durationMs += durationMs;
    stats.gbSeconds += (durationMs / 1000) * (spec.memoryMb / 1024);
    if (result.ok) return;
    stats.errors += 1;
    if (result.error.errorType === "Sandbox.Timedout") stats.timeouts += 1;
    options.onLog(JSON.stringify({ level: "error", fn: spec.name, requestId: result.requestId, ...result.error }));
  }

  return {
    spec,
    invoke,
    free: () => (isStopped ? 0 : limit - busy.size),
    onFree(run) {
      listeners.add(run);
      return () => void listeners.delete(run);
    },
    isBusy: () => busy.size > 0 || waiting.length > 0,
    stats: () => ({ ...stats }),
    async stop() {
      isStopped = true;
      for (const turnAway of waiting.splice(0)) turnAway(null);
      for (const { retire } of idle) clearTimeout(retire);
      await Promise.all([...busy, ...idle.map((one) => one.environment)].map((environment) => environment.kill()));
    },
  };
}

const stopped = { errorType: "Sandbox.Stopped", errorMessage: "the hub is ending" };

function traceHeader(): string {
  const hex = randomUUID().replaceAll("-", "");
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(16)};Sampled=0`;
}
