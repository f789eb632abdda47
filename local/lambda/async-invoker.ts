import type { Clock, Store } from "../cloud/service.ts";
import { arns } from "../hub/arns.ts";
import type { AsyncSettings, FunctionSpec } from "./function.ts";
import type { FunctionRuntime } from "./runtime.ts";
import type { FunctionError, InvokeResult } from "./worker-messages.ts";

/** Events handed to functions without anyone waiting for the answer: from rules, schedules, topics and buckets. */
export type AsyncInvoker = {
  /** Stored when it returns; the function runs soon after. */
  accept(functionName: string, event: string): void;
  /** Nothing waits or runs, retries that are due later aside. */
  isQuiet(): boolean;
  stop(): void;
};

export type AsyncDeps = {
  readonly runtimeOf: (functionName: string) => FunctionRuntime | undefined;
  readonly settings: readonly AsyncSettings[];
  readonly clock: Clock;
  readonly store: Store;
  readonly deliver: (targetArn: string, payload: string) => Promise<void>;
};

type Accepted = {
  readonly id: string;
  readonly functionName: string;
  readonly event: string;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly dueAt: number;
};

const space = "lambda.async";
const lambdaDefaults = { maxRetries: 2, maxAgeMs: 6 * 3600 * 1000, onFailureArn: null };

export function makeAsyncInvoker(deps: AsyncDeps): AsyncInvoker {
  const cancels = new Map<string, () => void>();
  let open = 0;
  let isStopped = false;

  function plan(accepted: Accepted): void {
    deps.store.write([{ space, key: accepted.id, value: JSON.stringify(accepted) }]);
    if (accepted.dueAt <= deps.clock.now()) {
      void attempt(accepted);
      return;
    }
    // The clock waits for what it starts: a retry that falls due on the way ends before time moves on.
    const run = (): Promise<void> => attempt(accepted);
    cancels.set(accepted.id, deps.clock.schedule(accepted.dueAt, run));
  }

  async function attempt(accepted: Accepted): Promise<void> {
    cancels.delete(accepted.id);
    const runtime = deps.runtimeOf(accepted.functionName);
    if (isStopped || runtime === undefined) return;
    open += 1;
    try {
      const result = await runtime.invoke(accepted.event);
      if (!isStopped) await settle(accepted, result, runtime.spec);
    } catch (error) {
      // It stays stored, hence comes again with the next start.
      console.error(`the dead letter of an event of ${accepted.functionName} could not be delivered:`, error);
    } finally {
      open -= 1;
    }
  }

  async function settle(accepted: Accepted, result: InvokeResult, spec: FunctionSpec): Promise<void> {
    if (result.ok) return forget(accepted);
    const settings = deps.settings.find((one) => one.functionName === accepted.functionName) ?? lambdaDefaults;
    const attempts = accepted.attempts + 1;
    // Lambda waits a minute before the second attempt, two before the third.
    const dueAt = deps.clock.now() + (attempts === 1 ? 60_000 : 120_000);
    const isTooOld = dueAt - accepted.acceptedAt > settings.maxAgeMs;
    if (attempts <= settings.maxRetries && !isTooOld) return plan({ ...accepted, attempts, dueAt });
    const condition = isTooOld && attempts <= settings.maxRetries ? "EventAgeExceeded" : "RetriesExhausted";
    if (settings.onFailureArn !== null) {
      const record = destinationRecord({ ...accepted, attempts }, condition, result.error, deps.clock.now());
      await deps.deliver(settings.onFailureArn, JSON.stringify(record));
    }
    if (spec.deadLetterArn !== null) await deps.deliver(spec.deadLetterArn, accepted.event);
    forget(accepted);
  }

  function forget(accepted: Accepted): void {
    deps.store.write([{ space, key: accepted.id, value: null }]);
  }

  for (const [, value] of deps.store.load(space)) plan(JSON.parse(String(value)) as Accepted);
  return {
    accept(functionName, event) {
      const now = deps.clock.now();
      plan({ id: crypto.randomUUID(), functionName, event, acceptedAt: now, attempts: 0, dueAt: now });
    },
    isQuiet: () => open === 0,
    stop() {
      isStopped = true;
      for (const cancel of cancels.values()) cancel();
    },
  };
}

function destinationRecord(accepted: Accepted, condition: string, error: FunctionError, now: number): unknown {
  return {
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: accepted.id,
      functionArn: `${arns.function(accepted.functionName)}:$LATEST`,
      condition,
      approximateInvokeCount: accepted.attempts,
    },
    requestPayload: JSON.parse(accepted.event),
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: error,
  };
}
