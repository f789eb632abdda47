import { type OutboxEvent, packOutbox, unpackOutbox } from "../../events/outbox-form.ts";
import { dayKeys, listKeys, orderKey, sortKeys } from "../table/keys.ts";
import type { Item, Value } from "../table/port.ts";
import type { Clock, LineFacts } from "./facts.ts";
import { blankParts, type Order, type Versioned } from "./order.ts";
import { packNote, unpackNote } from "./pack-note.ts";

const TIMELINE_KEPT = 50;

/** The places of a line in its tuple. New fields go to the end: a shorter tuple is one of an older version. */
const lineFields = [
  "lineId",
  "sku",
  "title",
  "variant",
  "quantity",
  "removedQuantity",
  "unitPriceMinor",
  "discountMinor",
  "taxMinor",
  "totalMinor",
  "needsShipping",
  "weightGrams",
] as const satisfies readonly (keyof LineFacts)[];

/**
 * An order as one item, packed because every kilobyte is paid for twice in every write: the clocks that most groups share
 * stand once in `clocks` and are named by their place, lines are tuples, the routing note is compressed, and what is empty is
 * left out. Lines that stand in items of their own are named by `linesHash`.
 */
export function toOrderItem(order: Order, events: readonly OutboxEvent[], linesHash: string | null): Item {
  const { orderId, merchantId, booking, header, lines, ...rest } = order;
  const clocks: Clock[] = [];
  const pack = <T>(versioned: Versioned<T>): Packed<T> => [placeOf(clocks, versioned.clock), versioned.facts];
  const packOne = <T>(versioned: Versioned<T> | null): Packed<T> | null => versioned && pack(versioned);
  const packed = {
    ...rest,
    booking,
    header: packOne(header),
    payment: packOne(order.payment),
    address: packOne(order.address),
    channelStatus: packOne(order.channelStatus),
    refunds: eachOf(order.refunds, pack),
    fulfilments: eachOf(order.fulfilments, pack),
    routing: order.routing && packNote(order.routing),
    timeline: order.timeline.slice(-TIMELINE_KEPT),
  };
  const said = Object.entries(packed).filter(([name, value]) => !isBlank(name, value));
  const own = lines && [placeOf(clocks, lines.clock), linesHash === null ? toLineTuples(lines.facts) : []];
  return {
    ...orderKey(merchantId, orderId),
    ...listKeys(merchantId, "orders", order.status, header?.facts.placedAt ?? order.recordedAt, orderId),
    ...(booking === null ? {} : dayKeys(merchantId, booking.day, "sale", orderId)),
    schemaVersion: 1,
    orderId,
    merchantId,
    clocks: clocks.map(({ at, tie }) => [at, tie]),
    ...(Object.fromEntries(said) as Record<string, Value>),
    ...(own === null ? {} : { lines: own }),
    ...(linesHash === null ? {} : { linesHash }),
    ...(events.length === 0 ? {} : { outbox: packOutbox(events) as readonly Value[] }),
  };
}

/** Throws on an item of another schema. `lines` are those of their own items, null when they stand in this one. */
export function fromOrderItem(
  item: Item,
  lines: readonly LineFacts[] | null,
): { readonly order: Order; readonly outbox: readonly OutboxEvent[] } {
  const { pk, sk, listPk, listSk, dayPk, daySk, schemaVersion, linesHash, clocks, outbox, ...stored } = item;
  if (sk !== sortKeys.order || schemaVersion !== 1) throw new Error(`${pk} ${sk} is not an order of schema 1`);
  const known = (clocks as readonly (readonly [number, string])[]).map(([at, tie]): Clock => ({ at, tie }));
  const unpack = <T>([place, facts]: Packed<T>): Versioned<T> => ({ clock: clockAt(known, place), facts });
  const unpackOne = <T>(packed: Packed<T> | null): Versioned<T> | null => packed && unpack(packed);
  const packed = { ...blankParts, lines: null, ...stored } as unknown as PackedOrder;
  const own = unpackOne(packed.lines);
  const order = {
    ...packed,
    header: unpackOne(packed.header),
    lines: own && { clock: own.clock, facts: lines ?? fromLineTuples(own.facts) },
    payment: unpackOne(packed.payment),
    address: unpackOne(packed.address),
    channelStatus: unpackOne(packed.channelStatus),
    refunds: eachOf(packed.refunds, unpack),
    fulfilments: eachOf(packed.fulfilments, unpack),
    routing: packed.routing && unpackNote(packed.routing),
  };
  return { order, outbox: unpackOutbox((outbox ?? []) as unknown as readonly OutboxEvent[]) };
}

export function toLineTuples(lines: readonly LineFacts[]): readonly (readonly Value[])[] {
  return lines.map((line) => lineFields.map((field) => line[field]));
}

export function fromLineTuples(tuples: readonly (readonly Value[])[]): readonly LineFacts[] {
  return tuples.map((tuple) => {
    const line = Object.fromEntries(lineFields.map((field, place) => [field, tuple[place] ?? null]));
    return line as unknown as LineFacts;
  });
}

/** The place of the clock in `clocks`, and the facts. */
type Packed<T> = readonly [number, T];
type FactsOf<V> = V extends Versioned<infer T> ? T : never;
type Group = "header" | "payment" | "address" | "channelStatus";
type PackedOrder = Omit<Order, Group | "lines" | "refunds" | "fulfilments" | "routing"> & {
  readonly [Name in Group]: Packed<FactsOf<NonNullable<Order[Name]>>> | null;
} & {
  readonly [Name in "refunds" | "fulfilments"]: Readonly<Record<string, Packed<FactsOf<Order[Name][string]>>>>;
} & { readonly lines: Packed<readonly (readonly Value[])[]> | null; readonly routing: Uint8Array | null };

function placeOf(clocks: Clock[], clock: Clock): number {
  const place = clocks.findIndex((known) => known.at === clock.at && known.tie === clock.tie);
  return place >= 0 ? place : clocks.push(clock) - 1;
}

function clockAt(clocks: readonly Clock[], place: number): Clock {
  const clock = clocks[place];
  if (clock === undefined) throw new Error(`an order names clock ${place} and keeps ${clocks.length}`);
  return clock;
}

/** Whether the part is left out of the item, because it says no more than its absence. */
function isBlank(name: string, value: unknown): boolean {
  return name in blankParts && (value === null || (typeof value === "object" && Object.keys(value).length === 0));
}

function eachOf<A, B>(record: Readonly<Record<string, A>>, turn: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, turn(value)]));
}
