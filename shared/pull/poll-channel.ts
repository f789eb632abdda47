import type { ApiProblem, ChannelApi, Listing, OrderPage } from "../channels/api.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { listWindow } from "./list-window.ts";
import { nextLength, nextWindow } from "./next-window.ts";
import { moveCursor, readCursor } from "./pull-cursor.ts";
import { requestOutdated } from "./request-outdated.ts";
import type { Shop } from "./shop.ts";
import { takeMessages } from "./take-messages.ts";
import type { Ask, UseChannelApi } from "./use-channel-api.ts";

export type PollDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
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
  return async (shop, budget) => {
    const api = await deps.findApi(shop.channel);
    const ask: Ask = (work) => deps.useApi(shop, budget.msLeft, work);
    const { messages, listing } = api ?? {};
    const taken = messages === undefined ? ok(0) : await takeMessages(deps, shop, messages, ask, budget.hasTime);
    if (!taken.ok) return taken;
    const read = listing == null ? ok(nothing) : await readWindows(deps, shop, { ask, listing }, budget);
    return read.ok ? ok({ ...read.value, messages: taken.value }) : read;
  };
}

type Asking = { readonly ask: Ask; readonly listing: Listing };

async function readWindows(
  deps: PollDeps,
  shop: Shop,
  { ask, listing }: Asking,
  { hasTime }: PollBudget,
): Promise<Result<Polled, ApiProblem>> {
  const by = listing.by.includes("changed") ? "changed" : "created";
  let polled = nothing;
  let cursor = await readCursor(deps.table, shop);
  // What settles while this poll waits for its turns is the next one's: else a slow limit would keep it asking for ever.
  const startedAt = deps.now();
  for (;;) {
    const window = nextWindow(listing, cursor, startedAt);
    if (window === null || !hasTime()) return ok(polled);
    const { from, until } = window;
    const onPage = async (rows: OrderPage["orders"]): Promise<void> => {
      const requested = await requestOutdated(deps, shop, rows, "listed");
      polled = { ...polled, listed: polled.listed + rows.length, requested: polled.requested + requested };
    };
    const listed = await listWindow(ask, { by, from, until }, { hasTime, onPage });
    const isWhole = listed.ok && listed.value.isWhole;
    polled = { ...polled, windows: polled.windows + 1, isOutOfReach: polled.isOutOfReach || window.isOutOfReach };
    const moved = await moveCursor(deps.table, shop, cursor, {
      readUntil: isWhole ? until : (cursor?.readUntil ?? from),
      windowMs: nextLength(listing, window, isWhole),
      movedAt: deps.now().toISOString(),
    });
    if (!listed.ok) return listed;
    if (moved === null || !isWhole) return ok(polled);
    cursor = moved;
  }
}
