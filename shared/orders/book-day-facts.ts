import * as z from "zod/mini";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { isEmpty } from "../kernel/is-empty.ts";
import { instantFromMs } from "../kernel/time.ts";
import type { Item } from "../table/port.ts";
import { dayFactKey } from "../table/report-keys.ts";
import { type Books, dayOf, isOpen, openDay } from "./books.ts";
import type { Fulfilment } from "./facts.ts";
import type { WholeOrder } from "./line-shares.ts";
import type { Booking } from "./order.ts";
import { isEchoOfOurs, ownParcels } from "./own-parcels.ts";
import { sumByLine } from "./sum-by-line.ts";

/** Money that came in, or a correction of what was said to have come in, in minor units of the order's currency. */
export type BookedPayment = {
  readonly amountMinor: number;
  readonly at: string;
  readonly originalDay: string;
  readonly method: string;
};

/** Units that left in a parcel, by line; negative where a parcel was taken back or corrected. */
export type BookedShipment = {
  readonly shipmentId: string;
  readonly kind: "shipped" | "changed";
  readonly at: string;
  readonly originalDay: string;
  readonly warehouse: string;
  readonly carrier: string;
  readonly trackingNo: string;
  readonly lines: readonly (readonly [lineId: string, sku: string, quantity: number])[];
};

/** What one change of an order means for one business day beside its money facts; one item. */
export type DayFacts = {
  readonly kind: "day";
  readonly orderId: OrderId;
  /** Of the order: the version that brought it. */
  readonly version: number;
  readonly day: string;
  readonly payments: readonly BookedPayment[];
  readonly shipments: readonly BookedShipment[];
};

const paidStates = new Set(["paid", "partially_refunded", "refunded"]);

/**
 * Payments and parcels that came with a change, each on its own business day or, when that is closed, on the first open one.
 * A payment of the sale's own day stands in the booking, while that day is open: most orders need no item for it. What the
 * books say always adds up to what the order says now.
 */
export function bookDayFacts(
  before: WholeOrder | null,
  after: WholeOrder,
  booking: Booking,
  books: Books,
  now: string,
): { readonly booking: Booking; readonly days: readonly DayFacts[] } {
  const paid = bookPayment(before, after, booking, books, now);
  const shipments = bookShipments(before, after, books, now);
  const byDay = new Map<string, { payments: BookedPayment[]; shipments: BookedShipment[] }>();
  const on = (day: string): { payments: BookedPayment[]; shipments: BookedShipment[] } => {
    const facts = byDay.get(day) ?? { payments: [], shipments: [] };
    byDay.set(day, facts);
    return facts;
  };
  if (paid.payment !== null) on(paid.day).payments.push(paid.payment);
  for (const { day, shipment } of shipments) on(day).shipments.push(shipment);
  const { orderId, version } = after;
  return {
    booking: paid.booking,
    days: [...byDay].map(([day, facts]) => ({ kind: "day", orderId, version, day, ...facts })),
  };
}

/** The channel says no amounts of payments: an order that is paid is paid in full, a partly paid one counts as unpaid. */
export function paidMinor(order: WholeOrder): number {
  const state = order.payment?.facts.state;
  return state !== undefined && paidStates.has(state) ? order.header.facts.amounts.totalMinor : 0;
}

type PaymentBooking = { readonly booking: Booking; readonly day: string; readonly payment: BookedPayment | null };

function bookPayment(
  before: WholeOrder | null,
  after: WholeOrder,
  booking: Booking,
  books: Books,
  now: string,
): PaymentBooking {
  const was = before === null ? 0 : paidMinor(before);
  const amountMinor = paidMinor(after) - was;
  const held = booking.paidMinor ?? 0;
  if (amountMinor === 0) return { booking, day: booking.day, payment: null };
  const payment = after.payment?.facts;
  // A sale that still follows its order takes its payment with it.
  if (held !== 0 && booking.isClosed !== true && isOpen(booking.day, books))
    return { booking: { ...booking, paidMinor: held + amountMinor }, day: booking.day, payment: null };
  const isFirst = was === 0;
  const at = isFirst ? (payment?.paidAt ?? instantFromMs(after.payment?.clock.at ?? 0)) : now;
  const originalDay = dayOf(at, books);
  const day = openDay(originalDay > booking.day ? originalDay : booking.day, books, now);
  if (day === booking.day && booking.isClosed !== true && isOpen(day, books))
    return { booking: { ...booking, paidMinor: held + amountMinor }, day, payment: null };
  return { booking, day, payment: { amountMinor, at, originalDay, method: payment?.method ?? "" } };
}

function bookShipments(
  before: WholeOrder | null,
  after: WholeOrder,
  books: Books,
  now: string,
): readonly { readonly day: string; readonly shipment: BookedShipment }[] {
  if (isEmpty(after.fulfilments) && (before === null || isEmpty(before.fulfilments))) return [];
  const had = before === null ? new Map<string, Parcel>() : countedParcels(before);
  const has = countedParcels(after);
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((shipmentId) => {
    const lines = lineChanges(had.get(shipmentId)?.lines ?? [], has.get(shipmentId)?.lines ?? []);
    const parcel = (has.get(shipmentId) ?? had.get(shipmentId))?.facts;
    if (lines.length === 0 || parcel === undefined) return [];
    const kind = had.has(shipmentId) ? "changed" : "shipped";
    const at = kind === "shipped" ? parcel.at : now;
    const originalDay = dayOf(at, books);
    const shipment: BookedShipment = {
      shipmentId,
      kind,
      at,
      originalDay,
      warehouse: parcel.hub?.warehouse ?? "",
      carrier: parcel.carrier ?? "",
      trackingNo: parcel.trackingNo ?? "",
      lines,
    };
    return [{ day: openDay(originalDay, books, now), shipment }];
  });
}

type ParcelLine = readonly [lineId: string, sku: string, quantity: number];
type Parcel = { readonly facts: Fulfilment; readonly lines: readonly ParcelLine[] };

/** The parcels that left, each once: what a channel tells back of a parcel of ours is the same parcel. */
function countedParcels(order: WholeOrder): Map<string, Parcel> {
  const skus = new Map(order.lines.facts.map((line) => [line.lineId, line.sku]));
  const hasOwn = ownParcels(order).length > 0;
  const counted = Object.values(order.fulfilments)
    .map(({ facts }) => facts)
    .filter(({ state }) => state === "success")
    .filter((parcel) => parcel.hub !== undefined || (!isEchoOfOurs(order, parcel) && !(hasOwn && !parcel.trackingNo)));
  return new Map(
    counted.map((facts) => {
      const quantities = sumByLine(facts.lines);
      const lines = [...quantities].map(([lineId, quantity]): ParcelLine => {
        return [lineId, facts.hub?.skus[lineId] ?? skus.get(lineId) ?? "", quantity];
      });
      return [facts.fulfilmentId, { facts, lines }];
    }),
  );
}

function lineChanges(before: readonly ParcelLine[], after: readonly ParcelLine[]): readonly ParcelLine[] {
  const changes = new Map<string, ParcelLine>();
  const add = ([lineId, sku, quantity]: ParcelLine, sign: number): void => {
    const key = `${lineId}\n${sku}`;
    changes.set(key, [lineId, sku, (changes.get(key)?.[2] ?? 0) + sign * quantity]);
  };
  for (const line of before) add(line, -1);
  for (const line of after) add(line, 1);
  return [...changes.values()].filter(([, , quantity]) => quantity !== 0);
}

export function toDayFactsItem(merchant: MerchantId, { kind: _, ...facts }: DayFacts): Item {
  const id = `${facts.orderId}#v${String(facts.version).padStart(8, "0")}`;
  return { ...dayFactKey(merchant, facts.day, "order", id), schemaVersion: 1, ...facts };
}

const text = z.string();
const dayFactsSchema = z.object({
  schemaVersion: z.literal(1),
  orderId: text,
  version: z.number(),
  day: text,
  payments: z.array(z.object({ amountMinor: z.number(), at: text, originalDay: text, method: text })),
  shipments: z.array(
    z.object({
      shipmentId: text,
      kind: z.enum(["shipped", "changed"]),
      at: text,
      originalDay: text,
      warehouse: text,
      carrier: text,
      trackingNo: text,
      lines: z.array(z.tuple([text, text, z.number()])),
    }),
  ),
});

/** Throws on an item of another schema: only our own code writes it. */
export function fromDayFactsItem(item: Item): DayFacts {
  const { schemaVersion: _, orderId, ...facts } = dayFactsSchema.parse(item);
  return { kind: "day", orderId: orderId as OrderId, ...facts };
}
