import type { ApiCall, ApiProblem, ChannelApi, Listing } from "../channels/api.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { listWindow } from "./list-window.ts";
import { nextLength, nextWindow } from "./next-window.ts";
import { moveCursor, readCursor } from "./pull-cursor.ts";
import { requestOutdated } from "./request-outdated.ts";
import type { Shop } from "./shop.ts";
import { takeMessages } from "./take-messages.ts";
import type { UseChannelApi } from "./use-channel-api.ts";

export type PollDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly intake: QueueSender;
  readonly pulls: QueueSender;
  readonly now: () => Date;
};

export type Polled = {
  readonly messages: number;
  readonly listed: number;
  readonly requested: number;
  readonly windows: number;
  /** Time that the channel no longer answers for was never read: only after an outage longer than its history. */
  readonly isOutOfReach: boolean;
};

export type PollBudget = { readonly hasTime: () => boolean; readonly msLeft: () => number };

export type PollChannel = (shop: Shop, budget: PollBudget) => Promise<Result<Polled, ApiProblem>>;

const nothing: Polled = { messages: 0, listed: 0, requested: 0, windows: 0, isOutOfReach: false };

/**
 * Asks one shop's channel what is new: messages that wait there, then the orders that changed, window after window up to
 * what has settled. Each step is safe to repeat, and the cursor moves only when everything before it is queued; so a poller
 * may die anywhere, and two at once only ask twice.
 */
export function makePollChannel(deps: PollDeps): PollChannel {
  return (shop, budget) =>
    deps.useApi(shop, budget.msLeft, async (api, call) => {
      const taken =
        api.messages === undefined ? ok(0) : await takeMessages(deps, shop, api.messages, call, budget.hasTime);
      if (!taken.ok) return taken;
      const read =
        api.listing === null ? ok(nothing) : await readWindows(deps, shop, { api, call, listing: api.listing }, budget);
      return read.ok ? ok({ ...read.value, messages: taken.value }) : read;
    });
}

type Asking = { readonly api: ChannelApi; readonly call: ApiCall; readonly listing: Listing };

async function readWindows(
  deps: PollDeps,
  shop: Shop,
  { api, call, listing }: Asking,
  { hasTime }: PollBudget,
): Promise<Result<Polled, ApiProblem>> {
  const by = listing.by.includes("changed") ? "changed" : "created";
  let polled = nothing;
  let cursor = await readCursor(deps.table, shop);
  for (;;) {
    const window = nextWindow(listing, cursor, deps.now());
    if (window === null || !hasTime()) return ok(polled);
    const { from, until } = window;
    const listed = await listWindow(
      api,
      call,
      { by, from, until },
      {
        hasTime,
        onPage: async (rows) => {
          const requested = await requestOutdated(deps, shop, rows, "listed");
          polled = { ...polled, listed: polled.listed + rows.length, requested: polled.requested + requested };
        },
      },
    );
    if (!listed.ok) return listed;
    polled = { ...polled, windows: polled.windows + 1, isOutOfReach: polled.isOutOfReach || window.isOutOfReach };
    const { isWhole } = listed.value;
    const moved = await moveCursor(deps.table, shop, cursor, {
      readUntil: isWhole ? until : (cursor?.readUntil ?? from),
      windowMs: nextLength(listing, window, isWhole),
      movedAt: deps.now().toISOString(),
    });
    if (moved === null || !isWhole) return ok(polled);
    cursor = moved;
  }
}
