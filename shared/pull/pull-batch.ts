import type { PullRequest } from "../intake/pull-request.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import { type Outcome, skipped } from "../kernel/outcome.ts";
import type { PullOrder } from "./pull-order.ts";

export type PullRecord = { readonly input: PullRequest; readonly messageId: string; readonly sentAt: string };

export type PullBatchDeps = {
  readonly pullOrder: PullOrder;
  /** Turns a thrown fault of one record into its outcome, so that its neighbours go on. */
  readonly guard: (run: () => Promise<Outcome>) => Promise<Outcome>;
  /** Told of each read, for logs and counts. */
  readonly report: (request: PullRequest, outcome: Outcome) => void;
};

export type PullBudget = { readonly hasTime: () => boolean; readonly msLeft: () => number };

const AT_ONCE = 5;

/**
 * A batch of requests, some at once because most of the time is waiting. Requests for the same order are one read, the one
 * asked for last, and all share its outcome unless it is to come again. What there was no time for is left out.
 */
export function makePullBatch({ pullOrder, guard, report }: PullBatchDeps) {
  return async (records: readonly PullRecord[], budget: PullBudget): Promise<ReadonlyMap<string, Outcome>> => {
    const outcomes = new Map<string, Outcome>();
    const orders = Map.groupBy(records, ({ input }) => `${input.connectionId}\n${input.channelOrderId}`);
    for (const group of inChunks([...orders.values()], AT_ONCE)) {
      if (!budget.hasTime()) break;
      await Promise.all(
        group.map(async (same) => {
          const [newest, ...others] = same.toSorted((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
          if (newest === undefined) return;
          const outcome = await guard(() => pullOrder(newest.input, newest.sentAt, budget.msLeft));
          report(newest.input, outcome);
          outcomes.set(newest.messageId, outcome);
          const shared = outcome.kind === "retry" ? outcome : skipped("one read for several requests");
          for (const { messageId } of others) outcomes.set(messageId, shared);
        }),
      );
    }
    return outcomes;
  };
}
