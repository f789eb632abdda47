import { isEmpty } from "../kernel/is-empty.ts";
import type { Fulfilment, HubParcel } from "./facts.ts";
import type { Order } from "./order.ts";
import { sumByLine } from "./sum-by-line.ts";

/** A parcel that the hub's own people sent. Its lines and state are the hub's to say, whatever the channel makes of it. */
export type OwnParcel = Fulfilment & { readonly hub: HubParcel };

/** Our own parcels, cancelled ones among them, in the order in which they were recorded. */
export function ownParcels(order: Order): readonly OwnParcel[] {
  if (isEmpty(order.fulfilments)) return [];
  const own = Object.values(order.fulfilments).filter(({ facts }) => isOwn(facts));
  return own.toSorted((a, b) => a.clock.at - b.clock.at).map(({ facts }) => facts as OwnParcel);
}

/** Those of them that left by this very change. */
export function ownParcelsJustLeft(before: Order | null, after: Order): readonly OwnParcel[] {
  const own = ownParcels(after);
  if (own.length === 0) return own;
  const known = new Set((before === null ? [] : ownParcels(before)).map(({ fulfilmentId }) => fulfilmentId));
  return own.filter(({ state, fulfilmentId }) => state === "success" && !known.has(fulfilmentId));
}

/** Is what the channel says of the whole order about parcels of ours, now or before? */
export function isToldOfOurs(order: Order): boolean {
  return ownParcels(order).some(({ state, hub }) => state !== "cancelled" || mayKnow(hub));
}

/**
 * Is this what a channel tells back of a parcel it was told by us: under our own id, under the id that it answered us with,
 * or with the same tracking number?
 */
export function isEchoOfOurs(order: Order, parcel: Fulfilment): boolean {
  return !isOwn(parcel) && ownParcels(order).some((own) => isSameParcel(own, parcel));
}

/**
 * Units in parcels that left, by line; each parcel once, whoever tells of it and in whatever order the tellings came.
 *
 * Where the hub ships an order itself, parcels that a channel names without a tracking number are a claim about units and
 * not about another parcel (Amazon counts what was shipped): of such a claim only what goes beyond the known parcels counts.
 */
export function parcelQuantities(order: Order): ReadonlyMap<string, number> {
  if (isEmpty(order.fulfilments)) return nothing;
  const left: Fulfilment[] = [];
  for (const { facts } of Object.values(order.fulfilments)) if (facts.state === "success") left.push(facts);
  const own = ownParcels(order);
  if (own.length === 0) return linesOf(left);
  const foreign = left.filter((parcel) => !isOwn(parcel) && !own.some((each) => isSameParcel(each, parcel)));
  const isNamed = ({ trackingNo }: Fulfilment): boolean => bare(trackingNo) !== "";
  const named = linesOf([...own.filter(({ state }) => state === "success"), ...foreign.filter(isNamed)]);
  const takenBack = linesOf(own.filter(({ state, hub }) => state === "cancelled" && wasTold(hub)));
  for (const [lineId, claimed] of linesOf(foreign.filter((parcel) => !isNamed(parcel)))) {
    named.set(lineId, Math.max(named.get(lineId) ?? 0, claimed - (takenBack.get(lineId) ?? 0)));
  }
  return named;
}

const nothing: ReadonlyMap<string, number> = new Map();

function isOwn(parcel: Fulfilment): parcel is OwnParcel {
  return parcel.hub !== undefined;
}

function isSameParcel(own: OwnParcel, parcel: Fulfilment): boolean {
  if (parcel.fulfilmentId === own.fulfilmentId || parcel.fulfilmentId === own.hub.told?.reference) return true;
  return isSameTracking(own.trackingNo, parcel.trackingNo);
}

/** Channels change the case of tracking numbers and the blanks in them. None at all is not the same as none. */
export function isSameTracking(one: string | null, other: string | null): boolean {
  return bare(one) !== "" && bare(one) === bare(other);
}

function bare(trackingNo: string | null): string {
  return (trackingNo ?? "").replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();
}

function wasTold({ told }: HubParcel): boolean {
  return told !== null && mayKnow({ told });
}

/** False where the channel never heard of the parcel, or would not have it. */
function mayKnow({ told }: Pick<HubParcel, "told">): boolean {
  return told?.state !== "withdrawn" && told?.state !== "refused";
}

function linesOf(parcels: readonly Fulfilment[]): Map<string, number> {
  const lines: Fulfilment["lines"][number][] = [];
  for (const parcel of parcels) lines.push(...parcel.lines);
  return sumByLine(lines);
}
