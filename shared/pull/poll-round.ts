import type * as z from "zod/mini";
import type { ApiProblem } from "../channels/api.ts";
import { done, type Outcome, skipped } from "../kernel/outcome.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import type { PollBudget, PollChannel, Polled } from "./poll-channel.ts";
import { type askedSchema, type Shop, shopOf, shopsOf } from "./shop.ts";
import { NO_CREDENTIALS, PAUSED } from "./use-channel-api.ts";

export type PollRoundDeps = {
  readonly table: Table;
  readonly pollChannel: PollChannel;
  readonly hasApi: (channel: string) => boolean;
  /** The queue that these messages come from. */
  readonly polls: QueueSender;
  readonly report: (shop: Shop, ended: { readonly polled: Polled } | { readonly problem: ApiProblem }) => void;
};

/**
 * One message of the poll queue. A merchant's schedule names the merchant; each of its shops then gets a message of its own,
 * so that a slow channel holds up nobody, and a shop that was connected a moment ago needs no schedule. The next schedule
 * asks again, hence only a fault of ours is tried again before.
 */
export function makePollRound(deps: PollRoundDeps) {
  return async (asked: z.infer<typeof askedSchema>, budget: PollBudget): Promise<Outcome> => {
    const shop = shopOf(asked);
    if (shop === null) {
      const shops = await shopsOf(deps.table, asked.merchantId, deps.hasApi);
      await deps.polls.send(shops.map((each) => ({ body: JSON.stringify(each), groupId: each.connectionId })));
      return done;
    }
    const result = await deps.pollChannel(shop, budget);
    if (result.ok) {
      deps.report(shop, { polled: result.value });
      return done;
    }
    const { error } = result;
    if (error.kind === "refused" && [PAUSED, NO_CREDENTIALS].includes(error.code)) return skipped(error.detail);
    deps.report(shop, { problem: error });
    return skipped(error.kind);
  };
}
