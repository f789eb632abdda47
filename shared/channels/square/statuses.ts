import type { Fulfilment } from "../../orders/facts.ts";

/** `state` of an order, in the order of its life. A word that is not here parks the delivery. */
export const orderStates = ["DRAFT", "OPEN", "COMPLETED", "CANCELED"] as const;

export type OrderState = (typeof orderStates)[number];

export function isOrderState(word: string): word is OrderState {
  return orderStates.some((state) => state === word);
}

/** `fulfillments[].state`; any other word (PROPOSED, RESERVED, PREPARED) is `pending`, which ships nothing. */
export const fulfilmentStates: ReadonlyMap<string, Fulfilment["state"]> = new Map([
  ["COMPLETED", "success"],
  ["CANCELED", "cancelled"],
  ["FAILED", "cancelled"],
]);

/** Kinds of fulfilment by which goods leave in a parcel; the buyer fetches the others, or has them already. */
export const parcelTypes: ReadonlySet<string> = new Set(["SHIPMENT", "DELIVERY"]);
