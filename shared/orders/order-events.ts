import { type EventFacts, type EventType, makeEvent } from "../../events/catalog.ts";
import type { EventEnvelope } from "../../events/envelope.ts";
import { isComplete, isRoutable, isTest } from "./derive-status.ts";
import type { HeaderFacts } from "./facts.ts";
import type { FieldGroup } from "./merge-order.ts";
import { isCancelled, unallocatedLines, type WantedLine } from "./open-quantities.ts";
import type { Order } from "./order.ts";

/** What `makeEvent` gives, whatever the type: goes into the outbox of the item it belongs to. */
export type OutboxEvent = EventEnvelope<EventFacts<EventType>["detail"]>;

export type ChangeMoment = {
  readonly changedGroups: readonly FieldGroup[];
  /** When the channel says that it happened, and when we learnt it. */
  readonly occurredAt: string;
  readonly recordedAt: string;
};

/**
 * The events of one accepted change; none while header and lines are not both known, none for a channel's test orders.
 * `order.approved.v1` is said each time routing has something new to do: at approval, whenever the quantities without a
 * warehouse change, and when the last goods of an order that waits for more leave a warehouse.
 */
export function orderEvents(before: Order | null, after: Order, moment: ChangeMoment): readonly OutboxEvent[] {
  if (!isComplete(after) || after.header === null || isTest(after)) return [];
  const detail = orderDetail(after, after.header.facts);
  const common = eventCommon(after, moment);

  const events: OutboxEvent[] = [];
  if (before === null || !isComplete(before)) events.push(makeEvent({ type: "order.accepted.v1", ...common, detail }));
  else if (moment.changedGroups.length > 0) events.push(makeEvent({ type: "order.changed.v1", ...common, detail }));
  if (isNewlyHeld(before, after)) {
    events.push(makeEvent({ type: "order.held.v1", ...common, detail: { ...detail, holds: after.holds } }));
  }
  if (isNewlyApproved(before, after)) events.push(makeEvent({ type: "order.approved.v1", ...common, detail }));
  if (isCancelled(after) && (before === null || !isCancelled(before) || !isComplete(before))) {
    const reason = after.givenUp?.reason ?? after.channelStatus?.facts.cancelReason ?? null;
    events.push(makeEvent({ type: "order.cancelled.v1", ...common, detail: { ...detail, reason } }));
  }
  return events;
}

/** What each event of an order says, and the envelope around it. */
export function orderDetail(order: Order, header: HeaderFacts) {
  const { orderId, connectionId, channel, status } = order;
  const { channelOrderNo, currency, placedAt, amounts } = header;
  return {
    orderId,
    connectionId,
    channel,
    channelOrderNo,
    status,
    currency,
    totalMinor: amounts.totalMinor,
    placedAt,
  };
}

export function eventCommon(
  { merchantId, orderId, version }: Order,
  { occurredAt, recordedAt }: Pick<ChangeMoment, "occurredAt" | "recordedAt">,
) {
  return { merchantId, subject: orderId, subjectVersion: version, occurredAt, recordedAt };
}

function isNewlyHeld(before: Order | null, after: Order): boolean {
  const known = new Set(before?.holds.map((hold) => hold.reason));
  return after.holds.some((hold) => !known.has(hold.reason));
}

function isNewlyApproved(before: Order | null, after: Order): boolean {
  if (!isRoutable(after)) return false;
  return before === null || !isRoutable(before) || isWantedChanged(before, after) || isFreed(before, after);
}

/** An order that may not be split waits for the warehouse that holds its goods; when they have left, another may send the rest. */
function isFreed(before: Order, after: Order): boolean {
  if (after.backorder.length === 0) return false;
  const places = new Set(after.allocations.map(({ warehouse }) => warehouse));
  return before.allocations.some(({ warehouse }) => !places.has(warehouse));
}

/** Do the quantities that have no warehouse yet differ? */
export function isWantedChanged(before: Order, after: Order): boolean {
  const [was, is] = [unallocatedLines(before), unallocatedLines(after)];
  const isSame = (one: WantedLine, other: WantedLine | undefined): boolean =>
    one.lineId === other?.lineId && one.sku === other.sku && one.quantity === other.quantity;
  return was.length !== is.length || was.some((line, at) => !isSame(line, is[at]));
}
