import { type ConnectionId, type MerchantId, orderIdOf } from "../kernel/ids.ts";
import { compareClocks, isSameFacts, newerOf } from "./clock.ts";
import type { Clock, Fulfilment, IncomingOrder, Refund } from "./facts.ts";
import type { Order, Versioned } from "./order.ts";
import { isEchoOfOurs } from "./own-parcels.ts";

export type FieldGroup = "header" | "lines" | "payment" | "address" | "status" | "refunds" | "fulfilments";

export type MergeContext = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  /** When the hub learns it, UTC. */
  readonly now: string;
};

export type Merge =
  /** `changedGroups` is empty when only clocks moved: nothing to tell anybody, yet to be stored, or a late message could win. */
  | { readonly kind: "merged"; readonly order: Order; readonly changedGroups: readonly FieldGroup[] }
  /** Nothing in the message is newer than what is known, and some of it is exactly that. */
  | { readonly kind: "unchanged" }
  /** Everything in the message is older than what is known. */
  | { readonly kind: "stale" };

type Fate = "changed" | "renewed" | "same" | "older";
type Merged<T> = { readonly value: T; readonly fates: readonly Fate[] };

/**
 * Adds one message to an order. Every field group, refund and fulfilment keeps the newest version of itself, so the same
 * messages in any order, however often repeated, end in the same facts; a late message still adds what only it knows.
 * Facts only: status, holds, allocations, booking and version are decided afterwards (`decide-upsert.ts`).
 */
export function mergeOrder(current: Order | null, incoming: IncomingOrder, context: MergeContext): Merge {
  const base = current ?? blankOrder(incoming.channelOrderId, context);
  const { clock } = incoming;
  const header = mergeGroup(base.header, incoming.header, clock);
  const lines = mergeGroup(base.lines, incoming.lines, clock);
  const payment = mergeGroup(base.payment, incoming.payment, clock);
  const address = mergeGroup(base.address, incoming.address, clock);
  const status = mergeGroup(base.channelStatus, incoming.status, clock);
  const refunds = mergeRefunds(base.refunds, incoming.refunds ?? [], clock);
  const fulfilments = mergeParcels(base, incoming.fulfilments ?? [], clock);

  const groups = { header, lines, payment, address, status, refunds, fulfilments };
  const fates: Fate[] = [];
  for (const group of Object.values(groups)) fates.push(...group.fates);
  if (fates.every((fate) => fate === "same" || fate === "older")) {
    return { kind: fates.includes("older") && !fates.includes("same") ? "stale" : "unchanged" };
  }
  return {
    kind: "merged",
    changedGroups: (Object.keys(groups) as FieldGroup[]).filter((name) => groups[name].fates.includes("changed")),
    order: {
      ...base,
      header: header.value,
      lines: lines.value,
      payment: payment.value,
      address: address.value,
      channelStatus: status.value,
      refunds: refunds.value,
      fulfilments: fulfilments.value,
    },
  };
}

function mergeGroup<T>(held: Versioned<T> | null, facts: T | undefined, clock: Clock): Merged<Versioned<T> | null> {
  if (facts === undefined) return { value: held, fates: [] };
  const merged = mergeOne(held ?? undefined, { clock, facts });
  return { value: merged.value, fates: [merged.fate] };
}

function mergeUnion<T>(
  held: Readonly<Record<string, Versioned<T>>>,
  entries: readonly T[],
  idOf: (entry: T) => string,
  clock: Clock,
): Merged<Readonly<Record<string, Versioned<T>>>> {
  if (entries.length === 0) return { value: held, fates: [] };
  const byId = new Map(Object.entries(held));
  const fates = entries.map((facts) => {
    const merged = mergeOne(byId.get(idOf(facts)), { clock, facts });
    byId.set(idOf(facts), merged.value);
    return merged.fate;
  });
  return { value: Object.fromEntries(byId), fates };
}

/**
 * Parcels of our own stay as they are when a channel tells of them under our id; what it tells of them under its own id is
 * kept, and no news, unless it says that the parcel is cancelled.
 */
function mergeParcels(
  base: Order,
  said: readonly Fulfilment[],
  clock: Clock,
): Merged<Readonly<Record<string, Versioned<Fulfilment>>>> {
  const foreign = said.filter(({ fulfilmentId }) => base.fulfilments[fulfilmentId]?.facts.hub === undefined);
  const merged = mergeUnion(base.fulfilments, foreign, (each) => each.fulfilmentId, clock);
  const isSilent = (parcel: Fulfilment): boolean => parcel.state !== "cancelled" && isEchoOfOurs(base, parcel);
  const fates = foreign.map((parcel, at): Fate => {
    const fate = merged.fates[at] ?? "same";
    return fate === "changed" && isSilent(parcel) ? "renewed" : fate;
  });
  return { ...merged, fates };
}

/**
 * A refund happened once. A channel that gives refunds no time of their own (WooCommerce) dates them by the message, so the
 * earliest date said is kept, whichever message it came in; else every later update of the order would move the refund.
 */
function mergeRefunds(
  held: Readonly<Record<string, Versioned<Refund>>>,
  said: readonly Refund[],
  clock: Clock,
): Merged<Readonly<Record<string, Versioned<Refund>>>> {
  if (said.length === 0) return { value: held, fates: [] };
  const earliest = new Map(Object.values(held).map(({ facts }) => [facts.refundId, facts.at]));
  for (const { refundId, at } of said) {
    const known = earliest.get(refundId);
    if (known === undefined || at < known) earliest.set(refundId, at);
  }
  const dated = (refund: Refund): Refund => ({ ...refund, at: earliest.get(refund.refundId) ?? refund.at });
  const redated = Object.values(held).some(({ facts }) => dated(facts).at !== facts.at);
  const heldDated = Object.entries(held).map(([id, each]) => [id, { ...each, facts: dated(each.facts) }] as const);
  const merged = mergeUnion(Object.fromEntries(heldDated), said.map(dated), (refund) => refund.refundId, clock);
  return redated ? { ...merged, fates: [...merged.fates, "renewed"] } : merged;
}

function mergeOne<T>(held: Versioned<T> | undefined, said: Versioned<T>): { value: Versioned<T>; fate: Fate } {
  if (held === undefined) return { value: said, fate: "changed" };
  const byClock = compareClocks(said.clock, held.clock);
  // What is older is not compared: it changes nothing either way.
  const isSame = byClock >= 0 && isSameFacts(held.facts, said.facts);
  if (byClock === 0 && isSame) return { value: held, fate: "same" };
  if (newerOf(held, said) === held) return { value: held, fate: "older" };
  return { value: said, fate: isSame ? "renewed" : "changed" };
}

/** `blankParts` written out: by a spread it has another shape than an order that was read, and all work with orders slows down. */
function blankOrder(channelOrderId: string, context: MergeContext): Order {
  return {
    orderId: orderIdOf(context.connectionId, channelOrderId),
    merchantId: context.merchantId,
    connectionId: context.connectionId,
    channel: context.channel,
    channelOrderId,
    version: 0,
    status: "received",
    header: null,
    payment: null,
    address: null,
    channelStatus: null,
    refunds: {},
    fulfilments: {},
    holds: [],
    allocations: [],
    backorder: [],
    routing: null,
    booking: null,
    lines: null,
    recordedAt: context.now,
    changedAt: context.now,
    timeline: [],
  };
}
