import { type OutboxEvent, packOutbox, unpackOutbox } from "../../events/outbox-form.ts";
import { isEmpty } from "../kernel/is-empty.ts";
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
const blankLine: Readonly<Record<string, null>> = Object.fromEntries(lineFields.map((field) => [field, null]));

/**
 * An order as one item, packed because every kilobyte is paid for twice in every write: the clocks that most groups share
 * stand once in `clocks` and are named by their place, lines are tuples, the routing note is compressed, and what is empty is
 * left out. Lines that stand in items of their own are named by `linesHash`.
 */
export function toOrderItem(order: Order, events: readonly OutboxEvent[], linesHash: string | null): Item {
  const { orderId, merchantId, booking, header, lines } = order;
  const clocks: Clock[] = [];
  const pack = <T>(versioned: Versioned<T>): Packed<T> => [placeOf(clocks, versioned.clock), versioned.facts];
  const packOne = <T>(versioned: Versioned<T> | null): Packed<T> | null => versioned && pack(versioned);
  const packed = {
    header: packOne(header),
    payment: packOne(order.payment),
    address: packOne(order.address),
    channelStatus: packOne(order.channelStatus),
    refunds: eachOf(order.refunds, pack),
    fulfilments: eachOf(order.fulfilments, pack),
    lines: lines && [placeOf(clocks, lines.clock), linesHash === null ? toLineTuples(lines.facts) : []],
  };
  const { pk, sk } = orderKey(merchantId, orderId);
  const since = header?.facts.placedAt ?? order.recordedAt;
  const { listPk, listSk } = listKeys(merchantId, "orders", order.status, since, orderId);
  // Part by part and by name: an object that is put together in a loop is a slow one for whoever works with it.
  const item: { -readonly [Name in keyof PackedOrder]?: unknown } & { [name: string]: unknown } = {
    pk,
    sk,
    listPk,
    listSk,
    schemaVersion: 1,
    orderId,
    merchantId,
    clocks: clocks.map(({ at, tie }) => [at, tie]),
    connectionId: order.connectionId,
    channel: order.channel,
    channelOrderId: order.channelOrderId,
    version: order.version,
    status: order.status,
    recordedAt: order.recordedAt,
    changedAt: order.changedAt,
    timeline: order.timeline.length > TIMELINE_KEPT ? order.timeline.slice(-TIMELINE_KEPT) : order.timeline,
  };
  if (packed.header !== null) item.header = packed.header;
  if (packed.payment !== null) item.payment = packed.payment;
  if (packed.address !== null) item.address = packed.address;
  if (packed.channelStatus !== null) item.channelStatus = packed.channelStatus;
  if (packed.lines !== null) item.lines = packed.lines;
  if (!isEmpty(packed.refunds)) item.refunds = packed.refunds;
  if (!isEmpty(packed.fulfilments)) item.fulfilments = packed.fulfilments;
  if (order.holds.length > 0) item.holds = order.holds;
  if (order.allocations.length > 0) item.allocations = order.allocations;
  if (order.backorder.length > 0) item.backorder = order.backorder;
  if (order.routing !== null) item.routing = packNote(order.routing);
  if (booking !== null) {
    const { dayPk, daySk } = dayKeys(merchantId, booking.day, "sale", orderId);
    item["dayPk"] = dayPk;
    item["daySk"] = daySk;
    item.booking = booking;
  }
  if (linesHash !== null) item["linesHash"] = linesHash;
  if (events.length > 0) item["outbox"] = packOutbox(events);
  // The parts that few orders have; those of every order stand there now, or are blank.
  for (const name in order) if (!(name in item || name in parts)) item[name] = order[name as keyof Order];
  return item as Item;
}

/** With the events that were written with it. Throws on an item of another schema, as `orderFromItem` does. */
export function fromOrderItem(
  item: Item,
  lines: readonly LineFacts[] | null,
): { readonly order: Order; readonly outbox: readonly OutboxEvent[] } {
  const outbox = unpackOutbox((item["outbox"] ?? []) as unknown as readonly OutboxEvent[]);
  return { order: orderFromItem(item, lines), outbox };
}

/** Throws on an item of another schema. `lines` are those of their own items, null when they stand in this one. */
export function orderFromItem(item: Item, lines: readonly LineFacts[] | null): Order {
  if (item.sk !== sortKeys.order || item["schemaVersion"] !== 1)
    throw new Error(`${item.pk} ${item.sk} is not an order of schema 1`);
  const packed = item as unknown as PackedOrder;
  const clocks = packed.clocks.map(([at, tie]): Clock => ({ at, tie }));
  const unpack = <T>([place, facts]: Packed<T>): Versioned<T> => ({ clock: clockAt(clocks, place), facts });
  const unpackOne = <T>(one: Packed<T> | null | undefined): Versioned<T> | null => (one == null ? null : unpack(one));
  const own = unpackOne(packed.lines);
  // Always the same parts in the same order, which keeps everything that works with orders quick.
  const order: Order = {
    orderId: packed.orderId,
    merchantId: packed.merchantId,
    connectionId: packed.connectionId,
    channel: packed.channel,
    channelOrderId: packed.channelOrderId,
    version: packed.version,
    status: packed.status,
    header: unpackOne(packed.header),
    payment: unpackOne(packed.payment),
    address: unpackOne(packed.address),
    channelStatus: unpackOne(packed.channelStatus),
    refunds: eachOf(packed.refunds ?? {}, unpack),
    fulfilments: eachOf(packed.fulfilments ?? {}, unpack),
    holds: packed.holds ?? blankParts.holds,
    allocations: packed.allocations ?? blankParts.allocations,
    backorder: packed.backorder ?? blankParts.backorder,
    routing: packed.routing == null ? null : unpackNote(packed.routing),
    booking: packed.booking ?? null,
    lines: own && { clock: own.clock, facts: lines ?? fromLineTuples(own.facts) },
    recordedAt: packed.recordedAt,
    changedAt: packed.changedAt,
    timeline: packed.timeline,
  };
  const whole = order as Record<string, unknown>;
  for (const name in item) if (!(name in whole || ofTheItem.has(name))) whole[name] = item[name];
  return order;
}

export function toLineTuples(lines: readonly LineFacts[]): readonly (readonly Value[])[] {
  return lines.map((line) => lineFields.map((field) => line[field]));
}

export function fromLineTuples(tuples: readonly (readonly Value[])[]): readonly LineFacts[] {
  return tuples.map((tuple) => {
    const line: Record<string, Value> = { ...blankLine };
    for (let place = 0; place < lineFields.length; place += 1) line[lineFields[place] ?? ""] = tuple[place] ?? null;
    return line as unknown as LineFacts;
  });
}

/** The place of the clock in `clocks`, and the facts. */
type Packed<T> = readonly [number, T];
type FactsOf<V> = V extends Versioned<infer T> ? T : never;
type Group = "header" | "payment" | "address" | "channelStatus";
type PackedOrder = Omit<Order, Group | "lines" | "refunds" | "fulfilments" | "routing" | BlankPart> &
  Partial<Pick<Order, BlankPart>> & {
    readonly [Name in Group]?: Packed<FactsOf<NonNullable<Order[Name]>>> | null;
  } & {
    readonly [Name in "refunds" | "fulfilments"]?: Readonly<Record<string, Packed<FactsOf<Order[Name][string]>>>>;
  } & {
    readonly clocks: readonly (readonly [at: number, tie: string])[];
    readonly lines?: Packed<readonly (readonly Value[])[]> | null;
    readonly routing?: Uint8Array | null;
  };
type BlankPart = "holds" | "allocations" | "backorder" | "booking";

/** Left out of the item where they say no more than their absence. */
const parts = { ...blankParts, lines: null };

/** Attributes of the item that are no parts of the order. */
const ofTheItem: ReadonlySet<string> = new Set([
  ...["pk", "sk", "listPk", "listSk", "dayPk", "daySk"],
  ...["schemaVersion", "linesHash", "clocks", "outbox"],
]);

function placeOf(clocks: Clock[], clock: Clock): number {
  const place = clocks.findIndex((known) => known.at === clock.at && known.tie === clock.tie);
  return place >= 0 ? place : clocks.push(clock) - 1;
}

function clockAt(clocks: readonly Clock[], place: number): Clock {
  const clock = clocks[place];
  if (clock === undefined) throw new Error(`an order names clock ${place} and keeps ${clocks.length}`);
  return clock;
}

function eachOf<A, B>(record: Readonly<Record<string, A>>, turn: (value: A) => B): Readonly<Record<string, B>> {
  if (isEmpty(record)) return {};
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, turn(value)]));
}
