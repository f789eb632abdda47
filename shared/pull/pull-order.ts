import type { ApiProblem } from "../channels/api.ts";
import { type PullRequest, toPullMessage } from "../intake/pull-request.ts";
import { done, type Outcome, park, skipped } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { pulledDelivery } from "./pulled-delivery.ts";
import { recordUnpulled } from "./unpulled-record.ts";
import { PAUSED, type UseChannelApi } from "./use-channel-api.ts";

export type PullDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly intake: QueueSender;
  readonly pulls: QueueSender;
  readonly now: () => Date;
};

export type PullOrder = (request: PullRequest, requestedAt: string, msLeft: () => number) => Promise<Outcome>;

/** Waits between two tries of one order, in seconds; the last is repeated. With them an order is tried for a day and more. */
const WAITS = [15, 30, 60, 120, 300, 600, 900] as const;
const MOST_TRIES = 120;
const KEPT_READS = 5_000;

/**
 * Fetches one order and hands it to the intake queue like any other delivery. A request that was made before the last read
 * of the same order began is answered by that read: channels tell one change in several messages. While the channel does
 * not answer, the request goes back with a longer wait each time, so that its neighbours are not held up.
 */
export function makePullOrder(deps: PullDeps): PullOrder {
  const reads = new Map<string, number>();
  return async (request, requestedAt, msLeft) => {
    const name = `${request.connectionId}\n${request.channelOrderId}`;
    if (Date.parse(requestedAt) < (reads.get(name) ?? Number.NEGATIVE_INFINITY)) return skipped("read since");
    const startedAt = deps.now();
    const read = await deps.useApi(request, msLeft, (api, call) => api.readOrder(call, request.channelOrderId));
    if (!read.ok) return await unread(deps, request, read.error);
    const message = pulledDelivery(request, read.value, startedAt.toISOString());
    if (message === null) return await parked(deps, request, "too_large: more than a queue message takes");
    await deps.intake.send([message]);
    remember(reads, name, startedAt.getTime());
    return done;
  };
}

async function unread(deps: PullDeps, request: PullRequest, problem: ApiProblem): Promise<Outcome> {
  switch (problem.kind) {
    case "not_found": {
      const reason = "the channel has no such order";
      await recordUnpulled(deps.table, request, { outcome: "skipped", reason }, deps.now().toISOString());
      return skipped(reason);
    }
    case "refused":
      // When the shop goes on, polling begins where it stopped.
      if (problem.code === PAUSED) return skipped(problem.detail);
      return await parked(deps, request, `refused: ${problem.code}: ${problem.detail}`);
    case "unreadable":
      return await parked(deps, request, `unreadable at ${problem.at}: ${problem.detail}`);
    case "unauthorised":
      return await later(deps, request, `the shop needs a sign-in: ${problem.detail}`, null);
    case "rate_limited":
      return await later(deps, request, "rate_limited", problem.retryAfterMs);
    case "unavailable":
    case "in_doubt":
      return await later(deps, request, `${problem.kind}: ${problem.detail}`, null);
    default:
      return never(problem);
  }
}

/** The channel's limit is no failure of the order, hence no try; anything else is, and at last a person has to look. */
async function later(deps: PullDeps, request: PullRequest, why: string, afterMs: number | null): Promise<Outcome> {
  const tries = request.tries + (why === "rate_limited" ? 0 : 1);
  if (tries >= MOST_TRIES) return await parked(deps, request, why);
  const waitSeconds = WAITS[Math.min(request.tries, WAITS.length - 1)] ?? 900;
  const delay = Math.min(900, Math.max(afterMs === null ? waitSeconds : 1, Math.ceil((afterMs ?? 0) / 1_000)));
  await deps.pulls.send([toPullMessage({ ...request, tries }, delay)]);
  return skipped(`later: ${why}`);
}

async function parked(deps: PullDeps, request: PullRequest, reason: string): Promise<Outcome> {
  await recordUnpulled(deps.table, request, { outcome: "parked", reason }, deps.now().toISOString());
  return park(reason);
}

function remember(reads: Map<string, number>, name: string, startedMs: number): void {
  reads.delete(name);
  reads.set(name, startedMs);
  for (const oldest of reads.keys()) {
    if (reads.size <= KEPT_READS) return;
    reads.delete(oldest);
  }
}
