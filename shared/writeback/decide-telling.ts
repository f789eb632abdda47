import { msOf } from "../kernel/time.ts";
import type { Order } from "../orders/order.ts";
import { type OwnParcel, ownParcels } from "../orders/own-parcels.ts";
import type { Telling } from "./telling.ts";

/** After so long a worker that took a parcel up is dead: longer than its function may run. */
export const LEASE_MS = 150_000;

export type TellingStep =
  | { readonly kind: "send" }
  /** The channel may know of it already: ask before it is told again. */
  | { readonly kind: "ask_then_send" }
  /** The parcel was taken back before the channel knew, or after. */
  | { readonly kind: "withdraw" }
  | { readonly kind: "correct" }
  | { readonly kind: "wait"; readonly why: string; readonly seconds: number }
  | { readonly kind: "finished"; readonly why: string };

/**
 * What to do about one parcel now. Parcels of an order are told one after the other: the channel must not hear that all has
 * left before it knows of the first. `isAsked`: a person wants it tried again although the channel said no.
 */
export function decideTelling(
  order: Order,
  parcel: OwnParcel,
  telling: Telling | null,
  { now, isAsked }: { readonly now: string; readonly isAsked: boolean },
): TellingStep {
  const state = telling?.state ?? "pending";
  const isUnderWay = telling !== null && state === "sending" && msOf(now) - msOf(telling.lastAt) < LEASE_MS;
  if (isUnderWay) return { kind: "wait", why: "another worker is telling the channel", seconds: 60 };
  if (parcel.state === "cancelled") return takenBack(telling);
  switch (state) {
    case "done":
    case "already":
    case "withdrawn":
    case "to_correct":
    case "corrected":
      return { kind: "finished", why: `it is ${state}` };
    case "refused":
    case "given_up":
      if (!isAsked) return { kind: "finished", why: `it is ${state}` };
      break;
    default:
      break;
  }
  const earlier = ownParcels(order).find((other) => other.state === "success" && other.hub.told === null);
  if (earlier !== undefined && earlier.fulfilmentId !== parcel.fulfilmentId && parcel.hub.told === null) {
    return { kind: "wait", why: "an earlier parcel of the order comes first", seconds: 60 };
  }
  const isUnsure = state === "in_doubt" || state === "sending" || (telling !== null && telling.attempts > 0);
  return { kind: isUnsure ? "ask_then_send" : "send" };
}

/** An attempt that failed may have reached the channel all the same; only its no says that it does not have the parcel. */
function takenBack(telling: Telling | null): TellingStep {
  switch (telling?.state) {
    case "withdrawn":
    case "to_correct":
    case "corrected":
      return { kind: "finished", why: `it is ${telling.state}` };
    case "done":
    case "already":
    case "in_doubt":
    case "sending":
      return { kind: "correct" };
    case "pending":
    case "given_up":
      return { kind: telling.attempts > 0 ? "correct" : "withdraw" };
    default:
      return { kind: "withdraw" };
  }
}
