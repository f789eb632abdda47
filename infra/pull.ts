import type { Construct } from "constructs";
import { type WorkerQueues, workerQueues } from "./platform/queue-worker.ts";

/** A call to a channel may wait for its turn under the channel's limit. */
export const pullTimes = { timeoutSeconds: 60, maxAttempts: 5 };

/** Made before everything that sends to it. */
export function pullQueues(scope: Construct): WorkerQueues {
  return workerQueues(scope, "Pull", pullTimes);
}
