import * as z from "zod/mini";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { isEmpty } from "../kernel/is-empty.ts";
import { instantFromMs } from "../kernel/time.ts";
import { dayKeys, orderFactKey } from "../table/keys.ts";
import type { Item, Write } from "../table/port.ts";
import { bookDayFacts, type DayFacts, toDayFactsItem } from "./book-day-facts.ts";
import { type Books, dayOf, isOpen, openDay } from "./books.ts";
import { isComplete, isTest } from "./derive-status.ts";
import { type LineShare, refundShares, saleShares, saleWorth, shareChanges, type WholeOrder } from "./line-shares.ts";
import { isCancelled } from "./open-quantities.ts";
import type { Booking, Order } from "./order.ts";
import { fromShares, type StoredShares, toShares } from "./stored-shares.ts";

/** A share takes at most some 400 bytes, an item at most 400 KB. */
const MOST_SHARES = 700;

/**
 * A money fact beside the sale. `amountMinor` and `taxMinor` are what it changes in the books: a refund of USD 5 is -500.
 * The sale (`order.booking.totalMinor`) and the facts of an order always sum to what the order is worth now.
 */
export type BookedFact = {
  readonly kind: "refund" | "cancellation" | "adjustment";
  /** Unique within order and kind: the channel's refund id, or the order version that caused it. */
  readonly factId: string;
  readonly orderId: OrderId;
  readonly connectionId: string;
  readonly channel: string;
  readonly channelOrderNo: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly taxMinor: number;
  /** The open business day it is booked to, and the one it happened on. */
  readonly day: string;
  readonly originalDay: string;
  readonly at: string;
  readonly reason: string | null;
  /** What of it belongs to which line; adds up to `amountMinor`. Null of facts of older versions, and of orders too large for it. */
  readonly shares: readonly LineShare[] | null;
};

/** Where the sale stands, and what else came with the change: money facts, and by day what came in and went out. */
export type Booked = {
  readonly booking: Booking | null;
  readonly facts: readonly BookedFact[];
  readonly days: readonly DayFacts[];
};

/**
 * Books an order at first complete sight, and later changes. While the day of the sale is open the sale follows the
 * order; once it is closed, a changed worth becomes an adjustment or cancellation on the first open day. Refunds are facts
 * of their own day. Because every accepted change is booked at once, the worth before it is what the books say, and only
 * differences need to be written.
 */
export function bookFacts(before: Order | null, after: Order, books: Books, now: string): Booked {
  if (!isBookable(after)) return { booking: null, facts: [], days: [] };
  const known = isBookable(before) && before.booking !== null ? before : null;
  const { booking, facts } = bookMoney(known, after, books, now);
  return { facts, ...bookDayFacts(known, after, booking, books, now) };
}

function bookMoney(
  before: WholeOrder | null,
  after: WholeOrder,
  books: Books,
  now: string,
): { readonly booking: Booking; readonly facts: readonly BookedFact[] } {
  const booked = before?.booking ?? null;
  const { minor } = saleWorth(after);
  const refunds = refundFacts(before, after, books, now);
  if (before === null || booked === null) {
    const originalDay = dayOf(after.header.facts.placedAt, books);
    return { booking: { day: openDay(originalDay, books, now), originalDay, totalMinor: minor }, facts: refunds };
  }
  if (isOpen(booked.day, books) && booked.isClosed !== true) {
    return { booking: { ...booked, totalMinor: minor }, facts: refunds };
  }
  const sale = saleFacts(before, after, books, now);
  return { booking: sale.length === 0 ? booked : { ...booked, isClosed: true }, facts: [...sale, ...refunds] };
}

/** The writes that belong into the order's transaction: its version keeps them from being booked twice. */
export function factWrites(merchant: MerchantId, facts: readonly (BookedFact | DayFacts)[]): Write[] {
  return facts.map((fact) => ({
    kind: "put",
    item: fact.kind === "day" ? toDayFactsItem(merchant, fact) : toFactItem(merchant, fact),
  }));
}

export function toFactItem(merchant: MerchantId, fact: BookedFact): Item {
  const { shares, ...facts } = fact;
  const id = `${fact.orderId}#${fact.kind}#${fact.factId}`;
  return {
    ...facts,
    ...orderFactKey(merchant, fact.orderId, fact.kind, fact.factId),
    ...dayKeys(merchant, fact.day, "fact", id),
    schemaVersion: 1,
    ...(shares === null ? {} : { shares: fromShares(shares) }),
  };
}

const factSchema = z.object({
  schemaVersion: z.literal(1),
  kind: z.enum(["refund", "cancellation", "adjustment"]),
  factId: z.string(),
  orderId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  channelOrderNo: z.string(),
  currency: z.string(),
  amountMinor: z.number(),
  taxMinor: z.number(),
  day: z.string(),
  originalDay: z.string(),
  at: z.string(),
  reason: z.nullable(z.string()),
  shares: z.optional(z.unknown()),
});

/** Throws on an item that is no fact of a known schema: only our own code writes it. */
export function fromFactItem(item: Item): BookedFact {
  const { schemaVersion: _, orderId, shares, ...rest } = factSchema.parse(item);
  return { ...rest, orderId: orderId as OrderId, shares: toShares(shares as StoredShares | undefined) };
}

export function isBookable(order: Order | null): order is WholeOrder {
  return order !== null && isComplete(order) && !isTest(order);
}

function saleFacts(before: WholeOrder, after: WholeOrder, books: Books, now: string): BookedFact[] {
  const [was, is] = [saleWorth(before), saleWorth(after)];
  const amountMinor = is.minor - was.minor;
  const taxMinor = is.taxMinor - was.taxMinor;
  const shares = shareChanges(saleShares(before), saleShares(after));
  if (amountMinor === 0 && taxMinor === 0 && shares.length === 0) return [];
  const isCancellation = isCancelled(after) && !isCancelled(before);
  const status = after.channelStatus;
  const at = isCancellation
    ? (status?.facts.cancelledAt ?? instantFromMs(status?.clock.at ?? 0))
    : instantFromMs(after.header.clock.at);
  return [
    {
      kind: isCancellation ? "cancellation" : "adjustment",
      factId: `v${after.version}`,
      ...named(after),
      amountMinor,
      taxMinor,
      day: openDay(dayOf(now, books), books, now),
      originalDay: dayOf(at, books),
      at,
      reason: isCancellation ? (status?.facts.cancelReason ?? null) : "the order changed after its day was closed",
      shares: keepable(shares),
    },
  ];
}

/** New refunds, and what changed in known ones. `before` is null while nothing has been booked. */
function refundFacts(before: WholeOrder | null, after: WholeOrder, books: Books, now: string): BookedFact[] {
  if (isEmpty(after.refunds)) return [];
  const known = new Map(Object.entries(before?.refunds ?? {}));
  return Object.values(after.refunds).flatMap(({ facts: refund }): BookedFact[] => {
    const was = known.get(refund.refundId)?.facts;
    const amountMinor = (was?.amountMinor ?? 0) - refund.amountMinor;
    const taxMinor = (was?.taxMinor ?? 0) - refund.taxMinor;
    if (amountMinor === 0 && taxMinor === 0) return [];
    const originalDay = dayOf(refund.at, books);
    return [
      {
        kind: "refund",
        factId: was === undefined ? refund.refundId : `${refund.refundId}@v${after.version}`,
        ...named(after),
        amountMinor,
        taxMinor,
        day: openDay(was === undefined ? originalDay : dayOf(now, books), books, now),
        originalDay,
        at: refund.at,
        reason: refund.reason,
        shares: keepable(
          shareChanges(
            was === undefined || before === null ? [] : refundShares(before, was),
            refundShares(after, refund),
          ),
        ),
      },
    ];
  });
}

function named(order: WholeOrder) {
  const { orderId, connectionId, channel, header } = order;
  return {
    orderId,
    connectionId,
    channel,
    channelOrderNo: header.facts.channelOrderNo,
    currency: header.facts.currency,
  };
}

/** A fact is one item: of an order of very many lines it stands as a whole. */
function keepable(shares: readonly LineShare[]): readonly LineShare[] | null {
  return shares.length > MOST_SHARES ? null : shares;
}
