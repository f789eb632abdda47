import type { Fault, FaultHook } from "../../shared/table/engine/faults.ts";
import { awsFault } from "../cloud/fault.ts";
import { makeRandom } from "../cloud/random.ts";
import type { AwsService } from "../cloud/service.ts";
import { makeSqsFaults, type SqsFaults } from "../sqs/faults.ts";

/** What goes wrong on purpose, the same for the same seed and the same calls. Off until `isActive` is set. */
export type HubFaults = {
  readonly seed: number;
  isActive: boolean;
  readonly sqs: SqsFaults;
  readonly dynamodb: FaultHook;
  /** After how many ms the environment of this invocation dies; null: it lives. */
  crashAfterMs(): number | null;
  /** The service with throttles, and with answers that are lost after the work was done. */
  around(service: AwsService): AwsService;
};

/** Chances in 1. Each is something AWS may do on an ordinary day, only rarer. */
const rates = { throttle: 0.02, conflict: 0.02, lostAnswer: 0.01, unprocessed: 0.05, crash: 0.01 };
const longestBeforeCrashMs = 60;

export function makeHubFaults(seed: number): HubFaults {
  const random = makeRandom(seed);
  const queueFaults = makeSqsFaults(seed);
  const chance = (rate: number): boolean => faults.isActive && random() < rate;

  function dynamodb({ when, operation }: Parameters<FaultHook>[0]): Fault | undefined {
    const isWrite = /^(Put|Update|Delete|TransactWrite)/.test(operation);
    if (when === "after") return isWrite && chance(rates.lostAnswer) ? "internalError" : undefined;
    if (isWrite && chance(rates.conflict)) return "conflict";
    if (operation.startsWith("Batch") && chance(rates.unprocessed)) return "unprocessed";
    return chance(rates.throttle) ? "throttle" : undefined;
  }

  const faults: HubFaults = {
    seed,
    isActive: false,
    sqs: {
      planSend: () => (faults.isActive ? queueFaults.planSend() : { delayMs: 0, duplicateAfterMs: null }),
      pick: (count) => (faults.isActive ? queueFaults.pick(count) : 0),
    },
    dynamodb,
    crashAfterMs: () => (chance(rates.crash) ? Math.floor(random() * longestBeforeCrashMs) : null),
    around: (service) => ({
      ...service,
      async handle(request) {
        if (chance(rates.throttle)) throw throttled(service.name);
        const answer = await service.handle(request);
        if (chance(rates.lostAnswer)) throw awsFault("InternalError", "the answer was lost on purpose", 500);
        return answer;
      },
    }),
  };
  return faults;
}

function throttled(service: string): Error {
  const message = "slowed down on purpose";
  return service === "s3" ? awsFault("SlowDown", message, 503) : awsFault("ThrottlingException", message, 400);
}
