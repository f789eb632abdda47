import * as z from "zod/mini";
import { businessDay, nextDay } from "../kernel/business-day.ts";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { instantFromMs, msOf } from "../kernel/time.ts";
import { dayKeys, orderFactKey } from "../table/keys.ts";
import type { Item, Write } from "../table/port.ts";
import { isComplete, isTest } from "./derive-status.ts";
import type { HeaderFacts, Refund } from "./facts.ts";
import { isCancelled } from "./open-quantities.ts";
import type { Booking, Order, Versioned } from "./order.ts";

/** How a merchant counts days, and which of them are closed; part of the merchant's settings. */
export type Books = {
  readonly zone: string;
  readonly cutoffMinutes: number;
  /** No day up to this one is booked to any more; null before the first closing. */
  readonly closedThrough: string | null;
};

/** How far back books reach that were never closed. The first closing looks further back, so that it misses no booking. */
const DAYS_OPEN_AT_FIRST = 30;
const DAY_MS = 86_400_000;

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
};

type BookableOrder = Order & { readonly header: Versioned<HeaderFacts> };
type Worth = { readonly minor: number; readonly taxMinor: number };

/**
 * Books an order at first complete sight, and later changes. While the day of the sale is open the sale follows the
 * order; once it is closed, a changed worth becomes an adjustment or cancellation on the first open day. Refunds are facts
 * of their own day. Because every accepted change is booked at once, the worth before it is what the books say, and only
 * differences need to be written.
 */
export function bookFacts(
  before: Order | null,
  after: Order,
  books: Books,
  now: string,
): { readonly booking: Booking | null; readonly facts: readonly BookedFact[] } {
  if (!isBookable(after)) return { booking: null, facts: [] };
  const booked = before !== null && isBookable(before) ? before.booking : null;
  const { minor } = saleWorth(after);
  const refunds = refundFacts(booked === null ? null : before, after, books, now);
  if (booked === null) {
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
export function factWrites(merchant: MerchantId, facts: readonly BookedFact[]): Write[] {
  return facts.map((fact) => ({ kind: "put", item: toFactItem(merchant, fact) }));
}

export function toFactItem(merchant: MerchantId, fact: BookedFact): Item {
  const id = `${fact.orderId}#${fact.kind}#${fact.factId}`;
  return {
    ...orderFactKey(merchant, fact.orderId, fact.kind, fact.factId),
    ...dayKeys(merchant, fact.day, "fact", id),
    schemaVersion: 1,
    ...fact,
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
});

/** Throws on an item that is no fact of a known schema: only our own code writes it. */
export function fromFactItem(item: Item): BookedFact {
  const { schemaVersion: _, orderId, ...rest } = factSchema.parse(item);
  return { ...rest, orderId: orderId as OrderId };
}

function isBookable(order: Order | null): order is BookableOrder {
  return order !== null && isComplete(order) && !isTest(order);
}

/**
 * What the sale itself is worth: the total; of a cancelled order only as much as refunds take off again, so that sale and
 * refunds of a cancelled order sum to nothing, whether or not it had been paid, and whichever message came first.
 */
function saleWorth(order: BookableOrder): Worth {
  const { totalMinor, taxMinor } = order.header.facts.amounts;
  if (!isCancelled(order)) return { minor: totalMinor, taxMinor };
  const refunds = Object.values(order.refunds).map((refund) => refund.facts);
  const sum = (amountOf: (refund: Refund) => number): number => refunds.reduce((so, each) => so + amountOf(each), 0);
  return {
    minor: Math.min(
      totalMinor,
      sum((refund) => refund.amountMinor),
    ),
    taxMinor: Math.min(
      taxMinor,
      sum((refund) => refund.taxMinor),
    ),
  };
}

function saleFacts(before: Order | null, after: BookableOrder, books: Books, now: string): BookedFact[] {
  if (!isBookable(before)) return [];
  const [was, is] = [saleWorth(before), saleWorth(after)];
  const amountMinor = is.minor - was.minor;
  const taxMinor = is.taxMinor - was.taxMinor;
  if (amountMinor === 0 && taxMinor === 0) return [];
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
    },
  ];
}

/** New refunds, and what changed in known ones. `before` is null while nothing has been booked. */
function refundFacts(before: Order | null, after: BookableOrder, books: Books, now: string): BookedFact[] {
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
      },
    ];
  });
}

function named(order: BookableOrder) {
  const { orderId, connectionId, channel, header } = order;
  return {
    orderId,
    connectionId,
    channel,
    channelOrderNo: header.facts.channelOrderNo,
    currency: header.facts.currency,
  };
}

function dayOf(instant: string, books: Books): string {
  return businessDay(instant, books.zone, books.cutoffMinutes);
}

function isOpen(day: string, books: Books): boolean {
  return books.closedThrough === null || day > books.closedThrough;
}

/** `day` while it is open, else the first open one. */
function openDay(day: string, books: Books, now: string): string {
  const { closedThrough } = books;
  const first =
    closedThrough === null
      ? dayOf(instantFromMs(msOf(now) - DAYS_OPEN_AT_FIRST * DAY_MS), books)
      : nextDay(closedThrough);
  return day > first ? day : first;
}
