import type * as z from "zod/mini";
import { done, type Outcome, park, skipped } from "../kernel/outcome.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { type CountGaps, type GapBudget, type gapMessageSchema, LAST_ROUND, lastClosedDays } from "./find-gaps.ts";
import { shopOf, shopsOf } from "./shop.ts";

export type GapMessage = z.infer<typeof gapMessageSchema>;

export type GapRoundDeps = {
  readonly table: Table;
  readonly countGaps: CountGaps;
  readonly hasApi: (channel: string) => boolean;
  /** The queue that these messages come from. */
  readonly gaps: QueueSender;
  readonly now: () => Date;
};

/** Long enough for what was asked for to be fetched and applied; also the longest delay that a queue knows. */
const NEXT_ROUND_SECONDS = 900;
const MOST_TRIES = 48;

/**
 * One message of the gap queue: a merchant with all its shops, a shop whose last closed days are to be counted, or one round of one day. Orders that are
 * still missing after the last round park it, which rings.
 */
export function makeGapRound(deps: GapRoundDeps) {
  return async (message: GapMessage, budget: GapBudget): Promise<Outcome> => {
    const { day, round = 0, tries = 0 } = message;
    const shop = shopOf(message);
    if (shop === null) {
      const shops = await shopsOf(deps.table, message.merchantId, deps.hasApi);
      await deps.gaps.send(shops.map((each) => ({ body: JSON.stringify(each), groupId: each.connectionId })));
      return done;
    }
    const send = (next: GapMessage, delaySeconds: number): Promise<void> =>
      deps.gaps.send([{ body: JSON.stringify(next), delaySeconds, groupId: shop.connectionId }]);
    if (day === undefined) {
      for (const each of await lastClosedDays(deps.table, shop, deps.now())) await send({ ...shop, day: each }, 0);
      return done;
    }
    const counted = await deps.countGaps({ shop, day, round }, budget);
    if (!counted.ok) {
      const { kind } = counted.error;
      const isPassing = kind === "unavailable" || kind === "rate_limited" || kind === "in_doubt";
      const why = "detail" in counted.error ? `${kind}: ${counted.error.detail}` : kind;
      if (!isPassing || tries + 1 >= MOST_TRIES) return skipped(`not counted: ${why}`);
      await send({ ...message, tries: tries + 1 }, NEXT_ROUND_SECONDS);
      return skipped(`later: ${why}`);
    }
    if (counted.value === "missing") return park(`orders of ${day} are missing after ${LAST_ROUND} rounds of fetching`);
    if (counted.value === "fetching") await send({ ...shop, day, round: round + 1 }, NEXT_ROUND_SECONDS);
    return counted.value === null ? skipped("the channel lists nothing by the time of placing") : done;
  };
}
