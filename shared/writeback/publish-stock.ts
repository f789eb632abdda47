import type { ApiProblem, ChannelApi, StockAnswer, StockLevel } from "../channels/api.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import type { Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { UseChannelApi } from "../pull/use-channel-api.ts";
import type { Table } from "../table/port.ts";
import { type ApiFailure, backOffSeconds, failureOf } from "./api-answer.ts";
import { claimListing, type Ended, releaseListing } from "./claim-listing.ts";
import { decideLevel, lastOf, secondsAfterConflict } from "./decide-level.ts";
import type { LastTelling, Listing } from "./listing.ts";
import { type PublishMessage, toPublishMessage } from "./publish-message.ts";
import type { ReadOffer } from "./read-offer.ts";
import { sellable } from "./sellable.ts";
import type { StockPublishing } from "./settings.ts";

export type PublishDeps = {
  readonly table: Table;
  readonly useApi: UseChannelApi;
  readonly readOffer: ReadOffer;
  /** The queue that the messages came from. */
  readonly queue: QueueSender;
  readonly now: () => Date;
  /** Told how each listing ended, for counts: the channel's no apart from our own trouble. */
  readonly report: (channel: string, outcome: LastTelling["outcome"] | "unchanged") => void;
};

/** One shop, and the skus that it is to be told of; no sku twice. */
export type ShopStock = {
  readonly shop: Pick<PublishMessage, "merchantId" | "connectionId" | "channel">;
  readonly skus: readonly NonNullable<PublishMessage["sku"]>[];
  readonly stock: StockPublishing;
  readonly api: ChannelApi;
};

export type PublishStock = (work: ShopStock, msLeft: () => number) => Promise<void>;

/** A listing in hand, and what its channel is to be told. */
type Level = { readonly listing: Listing; readonly level: StockLevel };

const CLAIMED_SECONDS = 30;

/**
 * Tells one shop the newest sellable quantity of some skus, as many at once as its channel takes. Only one worker speaks of
 * a listing at a time and it reads the stock after it has taken the listing, so a channel never hears an older number after
 * a newer one. What failed comes back as a message without a number.
 */
export function makePublishStock(deps: PublishDeps): PublishStock {
  return async (work, msLeft) => {
    const { api, skus } = work;
    for (const chunk of inChunks(skus, api.stockBatch ?? 1)) {
      const levels: Level[] = [];
      for (const article of chunk) {
        const level = await takeUp(deps, work, article);
        if (level !== null) levels.push(level);
      }
      if (levels.length > 0) await tell(deps, work, levels, msLeft);
    }
  };
}

async function takeUp(deps: PublishDeps, work: ShopStock, article: Listing["sku"]): Promise<Level | null> {
  const { shop, stock } = work;
  const claimed = await claimListing(deps.table, { ...shop, sku: article }, deps.now());
  if (!claimed.ok) {
    if (claimed.error === "claimed") await comeBack(deps, shop, article, CLAIMED_SECONDS);
    return null;
  }
  const listing = claimed.value;
  const offer = await deps.readOffer(shop.merchantId, article);
  const quantity = sellable(stock, { ...offer, quota: listing.quota });
  const level = listing.isOffered && stock.isOn ? decideLevel(listing, quantity) : null;
  if (level !== null) return { listing, level };
  deps.report(shop.channel, "unchanged");
  await releaseListing(deps.table, listing, { last: null, retryAt: null });
  return null;
}

async function tell(
  deps: PublishDeps,
  { shop, stock, api }: ShopStock,
  levels: readonly Level[],
  msLeft: () => number,
): Promise<void> {
  const result = await deps.useApi(
    shop,
    msLeft,
    async (_api, call): Promise<Result<readonly StockAnswer[], ApiProblem>> => {
      if (api.setStock === undefined) throw new Error(`${api.name} has no setStock`);
      return await api.setStock(
        call,
        levels.map(({ level }) => level),
      );
    },
  );
  for (const [index, level] of levels.entries()) {
    const ended = endedAs(deps, stock, level, answerFor(result, index));
    if (ended.last !== null) deps.report(shop.channel, ended.last.outcome);
    const isWanted = await releaseListing(deps.table, level.listing, ended);
    if (isWanted && ended.retryAt !== null) {
      const seconds = (Date.parse(ended.retryAt) - deps.now().getTime()) / 1_000;
      await comeBack(deps, shop, level.listing.sku, seconds);
    }
  }
}

type LevelAnswer = StockAnswer | ApiFailure;

/** A channel that answers for fewer levels than it was told leaves the others in doubt. */
function answerFor(result: Result<readonly StockAnswer[], ApiProblem>, index: number): LevelAnswer {
  if (result.ok) return result.value[index] ?? { kind: "in_doubt", why: "the channel did not answer for this sku" };
  return failureOf(result.error);
}

function endedAs(deps: PublishDeps, stock: StockPublishing, { listing, level }: Level, answer: LevelAnswer): Ended {
  const at = deps.now();
  const last = (outcome: LastTelling["outcome"], why: string | null, found: number | null = null): LastTelling =>
    lastOf(listing, level, { at: at.toISOString(), outcome, why, found });
  const retryIn = (seconds: number): string =>
    new Date(at.getTime() + Math.max(seconds, stock.minIntervalSeconds) * 1_000).toISOString();
  const failures = (listing.last?.failures ?? 0) + 1;
  switch (answer.kind) {
    case "set":
      return { last: last("set", null), retryAt: null };
    case "refused":
      return {
        last: last("refused", "why" in answer ? answer.why : `${answer.code}: ${answer.detail}`),
        retryAt: null,
      };
    case "conflict": {
      const why = `the channel had ${answer.found ?? "another quantity"} instead of ${level.previous ?? "any"}`;
      return {
        last: last("conflict", why, answer.found),
        retryAt: retryIn(secondsAfterConflict(level.previous, answer.found)),
      };
    }
    case "in_doubt":
      return { last: last("in_doubt", answer.why), retryAt: retryIn(backOffSeconds(failures)) };
    case "later":
      return { last: last("later", answer.why), retryAt: retryIn(answer.afterSeconds ?? backOffSeconds(failures)) };
    default:
      return answer satisfies never;
  }
}

async function comeBack(
  deps: PublishDeps,
  shop: ShopStock["shop"],
  article: Listing["sku"],
  seconds: number,
): Promise<void> {
  await deps.queue.send([toPublishMessage({ ...shop, sku: article, after: null }, seconds)]);
}
