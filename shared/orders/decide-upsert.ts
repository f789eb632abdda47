import type { StockMove } from "../inventory/stock-writes.ts";
import { instantFromMs } from "../kernel/time.ts";
import { reviewOrder } from "../rules/review-order.ts";
import { type BookedFact, type Books, bookFacts } from "./book-facts.ts";
import { deriveStatus, isComplete, isRoutable } from "./derive-status.ts";
import type { IncomingOrder } from "./facts.ts";
import { type FieldGroup, type MergeContext, mergeOrder } from "./merge-order.ts";
import { isCancelled, lineQuantities } from "./open-quantities.ts";
import type { Hold, Order, TimelineEntry } from "./order.ts";
import { isWantedChanged, type OutboxEvent, orderEvents } from "./order-events.ts";
import { type Settlement, settleAllocations } from "./settle-allocations.ts";

const LONGEST_NAME = 255;

export type UpsertContext = MergeContext & { readonly books: Books };

export type Upsert =
  | {
      readonly kind: "stored";
      readonly order: Order;
      /** Empty when only clocks moved: stored, and nobody told. */
      readonly changedGroups: readonly FieldGroup[];
      readonly events: readonly OutboxEvent[];
      readonly facts: readonly BookedFact[];
      readonly moves: readonly StockMove[];
    }
  | { readonly kind: "unchanged" }
  | { readonly kind: "stale" }
  /** Must not be applied without a person: to be parked with this reason. */
  | { readonly kind: "refused"; readonly why: string };

/** Everything that follows from one message: the order as it is then, what to tell others, what to book, which goods to move. */
export function decideUpsert(current: Order | null, incoming: IncomingOrder, context: UpsertContext): Upsert {
  const overlong = overlongName(incoming);
  if (overlong !== null) return { kind: "refused", why: overlong };
  const merge = mergeOrder(current, incoming, context);
  if (merge.kind !== "merged") return merge;
  const currencies = [current?.header?.facts.currency, merge.order.header?.facts.currency];
  if (current?.booking != null && currencies[0] !== currencies[1]) {
    return { kind: "refused", why: `the order is booked in ${currencies[0]} and would change to ${currencies[1]}` };
  }

  const { changedGroups } = merge;
  const facts: Order = {
    ...merge.order,
    version: merge.order.version + 1,
    changedAt: changedGroups.length > 0 ? context.now : merge.order.changedAt,
  };
  const settlement = settleAllocations(current, facts);
  const settled: Order = { ...facts, allocations: settlement.allocations, holds: holdsOf(facts) };
  const waits = isRoutable(settled) && current !== null && !isWantedChanged(current, settled);
  const decided: Order = { ...settled, backorder: waits ? settled.backorder : [] };
  const { booking, facts: booked } = bookFacts(current, decided, context.books, context.now);
  const status = deriveStatus(decided);
  const order: Order = {
    ...decided,
    booking,
    status,
    timeline: timelineOf(current, { ...decided, status }, changedGroups, settlement, context.now),
  };
  const moment = { changedGroups, occurredAt: instantFromMs(incoming.clock.at), recordedAt: context.now };
  return {
    kind: "stored",
    order,
    changedGroups,
    events: orderEvents(current, order, moment),
    facts: booked,
    moves: settlement.moves,
  };
}

/** Skus and order numbers become keys of the table, which takes 2,048 bytes: longer ones would fail for ever. */
function overlongName({ header, lines = [] }: IncomingOrder): string | null {
  const taken = `at most ${LONGEST_NAME} are taken`;
  const number = header?.channelOrderNo ?? "";
  if (number.length > LONGEST_NAME) return `the order number has ${number.length} characters, ${taken}`;
  const line = lines.find(({ sku }) => sku.length > LONGEST_NAME);
  return line === undefined ? null : `the sku of line ${line.lineId} has ${line.sku.length} characters, ${taken}`;
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

function timelineOf(
  before: Order | null,
  after: Order,
  changedGroups: readonly FieldGroup[],
  settlement: Settlement,
  now: string,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const note = changedGroups.join(", ");
  if (before === null) entries.push({ at: now, what: "received", note });
  else if (changedGroups.length > 0) entries.push({ at: now, what: "changed", note });
  if (before !== null && before.status !== after.status) entries.push({ at: now, what: after.status });
  if (settlement.unallocatedShipped > 0) {
    const units = `${settlement.unallocatedShipped} units left without an allocation; no stock was taken for them`;
    entries.push({ at: now, what: "shipped without allocation", note: units });
  }
  return [...after.timeline, ...entries];
}
