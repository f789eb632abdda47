import type { StockMove } from "../inventory/stock-writes.ts";
import type { RuleNotice } from "../rules/review-by-rules.ts";
import { reviewOrder } from "../rules/review-order.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { DayFacts } from "./book-day-facts.ts";
import { type BookedFact, bookFacts } from "./book-facts.ts";
import type { Books } from "./books.ts";
import { type ComeBack, comeBack } from "./come-back.ts";
import { deriveStatus, isComplete, isRoutable, isTest } from "./derive-status.ts";
import { givenBack, isMovedAway, rerouted } from "./give-back.ts";
import { hasLeftJoint, withoutJoint } from "./joint-parcel.ts";
import type { FieldGroup } from "./merge-order.ts";
import { isCancelled, lineQuantities } from "./open-quantities.ts";
import type { Hold, Order, TimelineEntry } from "./order.ts";
import { isWantedChanged, type OutboxEvent, orderEvents } from "./order-events.ts";
import { withReleased } from "./released-holds.ts";
import { marksOf, reviewBySet } from "./review-by-set.ts";
import { freshNotices, noticeEvents } from "./rule-notices.ts";
import { type Settlement, settleAllocations } from "./settle-allocations.ts";

export type ChangedFacts = {
  readonly changedGroups: readonly FieldGroup[];
  /** What the timeline is to say of the change itself; what follows from it is added. */
  readonly entries: readonly TimelineEntry[];
  /** When it became true, and when the hub learnt it. */
  readonly occurredAt: string;
  readonly now: string;
  readonly books: Books;
  /** The merchant's rules in force; null for none. Absent where nobody has read them: what they said before stays. */
  readonly rules?: RuleSet | null;
};

/** An order one version on, and what belongs into the same transaction. */
export type Consequences = {
  readonly order: Order;
  readonly events: readonly OutboxEvent[];
  readonly facts: readonly (BookedFact | DayFacts)[];
  readonly moves: readonly StockMove[];
};

/**
 * All that follows when the facts of an order have become those of `changed`: goods that shipped or nobody wants any more
 * are settled, holds reviewed, money booked, status and timeline brought up to date, events made.
 */
export function followThrough(current: Order | null, changed: Order, change: ChangedFacts): Consequences {
  const { changedGroups, now } = change;
  const facts: Order = {
    ...changed,
    version: changed.version + 1,
    changedAt: changedGroups.length > 0 ? now : changed.changedAt,
  };
  const kept = settleAllocations(current, facts);
  const anewBecause = whyAnew(current, facts, kept, change);
  const settlement = anewBecause === null ? kept : withAllGivenBack(kept);
  const ruled = ruledBy(facts, change);
  const { holds, released } = withReleased([...holdsOf(facts), ...ruled.holds], facts.released);
  const { fresh, noticed } = freshNotices(facts, ruled.notices);
  const mayPromise = anewBecause === null && facts.apart === undefined;
  const back = comeBack(current, facts, settlement, { mayPromise });
  const settled: Order = {
    ...withoutDecided(facts),
    ...(ruled.marks === undefined ? {} : { marks: ruled.marks }),
    ...(noticed.length === 0 ? {} : { noticed }),
    allocations: back.allocations,
    ...(back.gone.length === 0 ? {} : { gone: back.gone }),
    holds,
    ...(anewBecause === null
      ? {}
      : { rerouting: rerouted(facts, { at: now, because: anewBecause, exclude: [], key: null }) }),
    ...(released.length === 0 ? {} : { released }),
  };
  const waits = isRoutable(settled) && current !== null && !isWantedChanged(current, settled);
  const decided: Order = { ...settled, backorder: waits ? settled.backorder : [] };
  const isParted = hasLeftJoint(current, decided);
  const inParcel = isParted ? withoutJoint(decided) : decided;
  const { booking, facts: booked, days } = bookFacts(current, decided, change.books, now);
  const status = deriveStatus(decided);
  const anew = anewBecause === null ? [] : [{ at: now, what: "planned anew", note: anewBecause }];
  const parted = isParted ? [{ at: now, what: "left the shared parcel" }] : [];
  const told = fresh.map(({ to, text }): TimelineEntry => ({ at: now, what: "notice", note: `to ${to}: ${text}` }));
  const entries = [
    ...change.entries,
    ...told,
    ...anew,
    ...parted,
    ...entriesAfter(current, status, settlement, now, back),
  ];
  const order: Order = { ...inParcel, booking, status, timeline: [...decided.timeline, ...entries] };
  const moment = { changedGroups, occurredAt: change.occurredAt, recordedAt: now };
  const notices = noticeEvents(order, fresh, { ...moment, rulesVersion: change.rules?.version ?? 0 });
  const events = [...orderEvents(current, order, moment), ...notices];
  return { order, events, facts: [...booked, ...days], moves: [...settlement.moves, ...back.moves] };
}

/** Without the parts that are decided anew and left out when they say nothing; most orders have none of them. */
function withoutDecided(order: Order): Order {
  if (order.marks === undefined && order.released === undefined && order.gone === undefined) return order;
  const { marks: _, released: __, gone: ___, ...rest } = order;
  return rest;
}

/**
 * Why what is promised and has not left is planned anew; null when the plan stays. Fewer goods may need fewer parcels; one
 * parcel stays what it is. Goods that stand apart are left to arrive first.
 */
function whyAnew(
  before: Order | null,
  after: Order,
  { allocations, moves }: Settlement,
  { changedGroups }: ChangedFacts,
): string | null {
  if (before === null || after.apart !== undefined || allocations.length === 0) return null;
  const isMoved = isMovedAway(before.address?.facts ?? null, after.address?.facts ?? null);
  if (changedGroups.includes("address") && isMoved) return "the address has changed";
  const isLess = changedGroups.some((group) => group === "lines" || group === "refunds");
  const isSplit = new Set(allocations.map(({ warehouse }) => warehouse)).size > 1;
  const isReleased = moves.some(({ kind }) => kind === "released");
  return isLess && isSplit && isReleased ? "lines were taken off the order" : null;
}

/** What is still promised goes back, to be planned for where it goes now. */
function withAllGivenBack({ allocations, moves, ...rest }: Settlement): Settlement {
  return { ...rest, allocations: [], moves: [...moves, ...givenBack(allocations)] };
}

type Ruled = Pick<Order, "holds" | "marks"> & { readonly notices: readonly RuleNotice[] };

/** What the merchant's rules say of an order that may be held at all. */
function ruledBy(order: Order, { rules, now }: ChangedFacts): Ruled {
  if (!isComplete(order) || isCancelled(order) || isTest(order)) return { holds: [], notices: [] };
  if (rules === undefined) {
    const said = [...order.holds, ...(order.released ?? []).map(({ reason, note }): Hold => ({ reason, note }))];
    const holds = said.filter(({ reason }) => reason === "held_by_rule");
    return { holds, notices: [], ...(order.marks === undefined ? {} : { marks: order.marks }) };
  }
  const review = reviewBySet(order, rules, now);
  const marks = marksOf(review);
  return { holds: review?.holds ?? [], notices: review?.notices ?? [], ...(marks === undefined ? {} : { marks }) };
}

function holdsOf(order: Order): readonly Hold[] {
  if (!isComplete(order) || order.header === null || isCancelled(order)) return [];
  return reviewOrder({
    currency: order.header.facts.currency,
    discrepancyMinor: order.header.facts.discrepancyMinor,
    address: order.address?.facts ?? null,
    shipHold: order.channelStatus?.facts.shipHold ?? null,
    openLines: lineQuantities(order).filter((line) => line.open > 0),
  });
}

function entriesAfter(
  before: Order | null,
  status: Order["status"],
  { unallocatedShipped }: Settlement,
  now: string,
  { units }: ComeBack,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  if (units > 0) {
    entries.push({ at: now, what: "parcel cancelled", note: `${units} units are in stock again: they have not left` });
  }
  if (before !== null && before.status !== status) entries.push({ at: now, what: status });
  if (unallocatedShipped > 0) {
    const units = `${unallocatedShipped} units left without an allocation; no stock was taken for them`;
    entries.push({ at: now, what: "shipped without allocation", note: units });
  }
  return entries;
}
