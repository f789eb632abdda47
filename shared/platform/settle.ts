import { type Outcome, retry } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import type { FunctionName } from "./catalog.ts";
import { faultFields, log } from "./logger.ts";
import { count } from "./metrics.ts";

/** A thrown fault is a reason to try that record again, never to lose it or to disturb its neighbours. */
export async function faultsRetried(name: FunctionName, handle: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await handle();
  } catch (fault) {
    log.error("fault", { outcome: "fault", ...faultFields(fault) });
    count("Faults", 1, { fn: name });
    return retry("fault");
  }
}

/**
 * Logs and counts how a record ended. True: it may be acknowledged. `onPark` makes a parked record visible beyond the log
 * line; while it fails, the record is given back instead.
 */
export async function mayAcknowledge(
  name: FunctionName,
  outcome: Outcome,
  onPark: (why: string) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const fields = { outcome: outcome.kind, why: outcome.why };
  switch (outcome.kind) {
    case "done":
      log.info("done", fields);
      count("Done", 1, { fn: name });
      return true;
    case "skipped":
      log.info("skipped", fields);
      count("Skipped", 1, { fn: name });
      return true;
    case "retry":
      log.warn("retry", fields);
      count("Retried", 1, { fn: name });
      return false;
    case "park": {
      const shown = await faultsRetried(name, async () => {
        await onPark(outcome.why);
        return outcome;
      });
      if (shown.kind === "retry") return false;
      log.warn("parked", fields);
      count("Parked", 1, { fn: name });
      return true;
    }
    default:
      return never(outcome);
  }
}
