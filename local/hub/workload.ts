import { availableParallelism } from "node:os";
import { deliverTo } from "../cloud/targets.ts";
import { type AsyncInvoker, makeAsyncInvoker } from "../lambda/async-invoker.ts";
import type { FunctionSpec } from "../lambda/function.ts";
import type { Mapping } from "../lambda/mapping.ts";
import { startQueueMapping } from "../lambda/queue-mapping.ts";
import { type FunctionRuntime, makeFunctionRuntime } from "../lambda/runtime.ts";
import { startStreamMapping } from "../lambda/stream-mapping.ts";
import { variablesOf } from "../lambda/variables.ts";
import type { Site } from "../template/site.ts";
import type { Cloud } from "./cloud.ts";
import type { Foundation } from "./foundation.ts";

/** The functions of the template and what drives them: mappings of queues and streams, asynchronous events. */
export type Workload = {
  readonly runtimes: ReadonlyMap<string, FunctionRuntime>;
  readonly mappings: readonly Mapping[];
  readonly asyncInvoker: AsyncInvoker;
  stop(): Promise<void>;
};

export type WorkloadDeps = {
  readonly site: Site;
  readonly cloud: Cloud;
  readonly foundation: Foundation;
  readonly endpoint: string;
};

/** Environments of one function at once: two show every race, more than there are cores only share the work of warming up. */
const maxEnvironments = Math.min(Math.max(2, availableParallelism()), 8);
const idleMs = 60_000;

export function startWorkload(deps: WorkloadDeps): Workload {
  const { site, cloud } = deps;
  const { clock, store } = deps.foundation;
  const runtimes = new Map(site.functions.map((spec) => [spec.name, runtimeOf(spec, deps)]));
  const deliver = (targetArn: string, payload: string): Promise<void> =>
    deliverTo(cloud.targets, targetArn, payload, {});
  const asyncInvoker = makeAsyncInvoker({
    runtimeOf: (name) => runtimes.get(name),
    settings: site.asyncSettings,
    clock,
    store,
    deliver,
  });
  const { matches } = cloud.services.events;
  const mappings = site.mappings.map((spec) => {
    const runtime = runtimes.get(spec.functionName);
    if (runtime === undefined) throw new Error(`event source mapping ${spec.id}: no function ${spec.functionName}`);
    return spec.kind === "queue"
      ? startQueueMapping(spec, { queues: cloud.services.queues, runtime, matches, clock })
      : startStreamMapping(spec, { tables: cloud.services.tables, runtime, matches, clock, store, deliver });
  });
  return {
    runtimes,
    mappings,
    asyncInvoker,
    async stop() {
      asyncInvoker.stop();
      const stopping = mappings.map((mapping) => mapping.stop());
      await Promise.all([...runtimes.values()].map((runtime) => runtime.stop()));
      await Promise.all(stopping);
    },
  };
}

function runtimeOf(spec: FunctionSpec, { foundation, endpoint }: WorkloadDeps): FunctionRuntime {
  const { callers, clockOffset, tellTime, logs, faults } = foundation;
  return makeFunctionRuntime(spec, {
    variables: variablesOf(spec, callers.keyOf(spec.name), endpoint),
    clockOffset,
    onLog: (line) => logs.write(spec.label, line),
    maxEnvironments,
    idleMs,
    beforeInvoke: tellTime,
    ...(faults === null ? {} : { crashAfterMs: faults.crashAfterMs }),
  });
}
