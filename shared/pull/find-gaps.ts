import * as z from "zod/mini";
import type { ApiProblem, ChannelApi, Listing, OrderPage } from "../channels/api.ts";
import type { Channel } from "../channels/channel.ts";
import { toPullMessage } from "../intake/pull-request.ts";
import { businessDay, type DayWindow, dayWindow, previousDay } from "../kernel/business-day.ts";
import { orderIdOf } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { instantFromMs, msOf } from "../kernel/time.ts";
import { readKnownTimes } from "../orders/known-times.ts";
import type { QueueSender } from "../platform/ports.ts";
import { readMerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { countDay, type DayCount } from "./count-day.ts";
import { explainMissing } from "./explain-missing.ts";
import { type GapDay, storeGapDay } from "./gap-day.ts";
import { listWindow } from "./list-window.ts";
import type { Shop } from "./shop.ts";
import type { Ask, UseChannelApi } from "./use-channel-api.ts";

export type GapDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly findChannel: (name: string) => Promise<Channel | null>;
  readonly pulls: QueueSender;
  readonly now: () => Date;
};

/** `round` 0 fetches what is missing; the rounds after it look whether that has helped. */
export type GapAsk = { readonly shop: Shop; readonly day: string; readonly round: number };

export type GapBudget = { readonly hasTime: () => boolean; readonly msLeft: () => number };

/** null: this channel lists nothing by the time of placing. */
export type CountGaps = (ask: GapAsk, budget: GapBudget) => Promise<Result<GapDay["state"] | null, ApiProblem>>;

/** Rounds after the first, each some time after the one before. */
export const LAST_ROUND = 2;

/** The queue message of a schedule (a merchant), of a shop (no day: the last closed ones) and of one round of one day. */
export const gapMessageSchema = z.object({
  merchantId: z.string(),
  connectionId: z.optional(z.string()),
  channel: z.optional(z.string()),
  day: z.optional(z.string()),
  round: z.optional(z.number()),
  tries: z.optional(z.number()),
});

/** Channels show some orders late: the last closed day is looked at on two nights. Empty for an unknown merchant. */
export async function lastClosedDays(table: Table, shop: Shop, now: Date): Promise<readonly string[]> {
  const merchant = await readMerchantSettings(table, shop.merchantId);
  if (merchant === null) return [];
  const yesterday = previousDay(businessDay(now.toISOString(), merchant.zone, merchant.cutoffMinutes));
  return [previousDay(yesterday), yesterday];
}

/**
 * Proves one day of one shop: lists what the channel says was placed on it, looks each up by id, asks for what is missing
 * and stores the count. The same day may be counted any number of times.
 */
export function makeCountGaps(deps: GapDeps): CountGaps {
  return async ({ shop, day, round }, budget) => {
    const merchant = await readMerchantSettings(deps.table, shop.merchantId);
    if (merchant === null) return ok(null);
    const window = dayWindow(day, merchant.zone, merchant.cutoffMinutes);
    const listing = (await deps.findApi(shop.channel))?.listing;
    if (listing?.by.includes("created") !== true) return ok(null);
    const ask: Ask = (work) => deps.useApi(shop, budget.msLeft, work);
    const rows = await listDay(ask, listing, window, budget);
    if (!rows.ok) return rows;
    const count = await countAgainstHub(deps.table, shop, window, rows.value);
    const checkedAt = deps.now().toISOString();
    const channel = await deps.findChannel(shop.channel);
    const explained =
      round === 0
        ? ok({ leftOut: 0, missing: count.missing })
        : await explainMissing({ ask, channel, now: checkedAt }, count.missing);
    if (!explained.ok) return explained;
    const { leftOut, missing } = explained.value;
    const state = missing.length === 0 ? "proven" : round < LAST_ROUND ? "fetching" : "missing";
    if (state === "fetching") {
      await deps.pulls.send(missing.map(({ channelOrderId }) => toPullMessage({ ...shop, channelOrderId, ...asked })));
    }
    const { channelHas, hubHas, hours } = count;
    await storeGapDay(deps.table, {
      ...shop,
      ...{ day, ...window, state, channelHas, hubHas, leftOut, hours, missing, checkedAt },
    });
    return ok(state);
  };
}

const asked = { cause: "missing", tries: 0 } as const;

type Row = OrderPage["orders"][number];

/** In windows as long as the channel allows. */
async function listDay(
  ask: Ask,
  listing: Listing,
  { startsAt, endsAt }: DayWindow,
  { hasTime }: GapBudget,
): Promise<Result<readonly Row[], ApiProblem>> {
  const rows: Row[] = [];
  for (let fromMs = msOf(startsAt); fromMs < msOf(endsAt); ) {
    const untilMs = Math.min(fromMs + listing.maxWindowMs, msOf(endsAt));
    const query = { by: "created", from: instantFromMs(fromMs), until: instantFromMs(untilMs) } as const;
    const listed = await listWindow(ask, query, { hasTime, onPage: async (page) => void rows.push(...page) });
    if (!listed.ok) return listed;
    if (!listed.value.isWhole) return fail({ kind: "unavailable", detail: "the day's list is too long for one go" });
    fromMs = untilMs;
  }
  return ok(rows);
}

async function countAgainstHub(
  table: Table,
  { merchantId, connectionId }: Shop,
  window: DayWindow,
  rows: readonly Row[],
): Promise<DayCount> {
  const idOf = ({ channelOrderId }: Row) => orderIdOf(connectionId, channelOrderId);
  const known = await readKnownTimes(table, merchantId, [...new Set(rows.map(idOf))]);
  return countDay(window, rows, (row) => known.get(idOf(row))?.isWhole === true);
}
