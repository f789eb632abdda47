import { fail, ok, type Result } from "../kernel/result.ts";
import { isComplete } from "./derive-status.ts";
import { isCancelled, unallocatedLines } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import { recipientKey } from "./recipient-key.ts";

/** Orders that may leave as one parcel, with the warehouse that is to send all of them. */
export type Proposal = { readonly warehouse: string; readonly orders: readonly Order[] };

export type NotJoinable =
  | { readonly kind: "too_few" }
  | { readonly kind: "not_ready"; readonly orderId: string; readonly why: NotReady }
  /** Another shop, or one whose channel lets no other order into its parcels. */
  | { readonly kind: "other_shop"; readonly orderId: string }
  | { readonly kind: "other_recipient"; readonly orderId: string }
  | { readonly kind: "other_warehouse"; readonly orderId: string }
  /** Goods to be paid at the door and goods that are paid do not mix. */
  | { readonly kind: "other_payment"; readonly orderId: string };

export type NotReady = "not_allocated" | "several_warehouses" | "held" | "joined_already" | "no_recipient" | "shipped";

/** So many orders change together: each is one write of a transaction of 100, and people pack no more into one parcel. */
export const MOST_JOINED = 20;

/** Own shops of one merchant, where nobody else has a say in parcels; marketplaces count and check them shop by shop. */
const ownShops: ReadonlySet<string> = new Set([
  "generic",
  "shopify",
  "woocommerce",
  "magento",
  "bigcommerce",
  "square",
]);

/** Groups of orders that may leave together, largest first. Nobody is named: the keys are made under `salt` and forgotten. */
export function proposeJoints(orders: readonly Order[], salt: Uint8Array): readonly Proposal[] {
  const groups = Map.groupBy(
    orders.filter((order) => whyNotReady(order) === null),
    (order) => `${recipientKey(order, salt)} ${shopOf(order)} ${isPaidAtTheDoor(order)} ${warehouseOf(order)}`,
  );
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const sorted = group.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
      return { warehouse: warehouseOf(sorted[0]) ?? "", orders: sorted.slice(0, MOST_JOINED) };
    })
    .sort((a, b) => b.orders.length - a.orders.length);
}

/** The warehouse that sends them all, when these orders may leave as one parcel. */
export function decideJoint(orders: readonly Order[], salt: Uint8Array): Result<string, NotJoinable> {
  const [first, ...others] = orders;
  if (first === undefined || others.length === 0) return fail({ kind: "too_few" });
  for (const order of orders) {
    const why = whyNotReady(order);
    if (why !== null) return fail({ kind: "not_ready", orderId: order.orderId, why });
  }
  const key = recipientKey(first, salt);
  for (const order of others) {
    const { orderId } = order;
    if (recipientKey(order, salt) !== key) return fail({ kind: "other_recipient", orderId });
    if (shopOf(order) !== shopOf(first)) return fail({ kind: "other_shop", orderId });
    if (isPaidAtTheDoor(order) !== isPaidAtTheDoor(first)) return fail({ kind: "other_payment", orderId });
    if (warehouseOf(order) !== warehouseOf(first)) return fail({ kind: "other_warehouse", orderId });
  }
  return ok(warehouseOf(first) ?? "");
}

/** Does an order no longer belong into the parcel that it shares: cancelled, sent elsewhere, to somebody else, or waiting? */
export function hasLeftJoint(before: Order | null, after: Order): boolean {
  if (after.joint === undefined) return false;
  if (isCancelled(after) || unallocatedLines(after).length > 0) return true;
  const [was, is] = [before === null ? null : recipientKey(before, unsalted), recipientKey(after, unsalted)];
  if (was !== null && is !== null && was !== is) return true;
  return after.allocations.some(({ warehouse }) => warehouse !== after.joint?.warehouse);
}

/** An order that leaves by itself again. */
export function withoutJoint({ joint: _, ...order }: Order): Order {
  return order;
}

/** For comparing within one decision; such a key leaves it never. */
const unsalted = new Uint8Array(1);

/** Before release only: all of the order is promised, from one warehouse, and none of it has left. */
function whyNotReady(order: Order): NotReady | null {
  if (order.joint !== undefined) return "joined_already";
  if (order.holds.length > 0) return "held";
  if (Object.values(order.fulfilments).some(({ facts }) => facts.state !== "cancelled")) return "shipped";
  const isWhole = order.allocations.length > 0 && unallocatedLines(order).length === 0 && order.apart === undefined;
  if (!isComplete(order) || isCancelled(order) || !isWhole) return "not_allocated";
  if (warehouseOf(order) === null) return "several_warehouses";
  return recipientKey(order, unsalted) === null ? "no_recipient" : null;
}

function warehouseOf(order: Order | undefined): string | null {
  const codes = new Set(order?.allocations.map(({ warehouse }) => warehouse));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
}

/** Shops whose orders may share a parcel have the same name here. */
function shopOf({ channel, connectionId }: Order): string {
  return ownShops.has(channel) ? "own shops" : connectionId;
}

function isPaidAtTheDoor({ payment }: Order): boolean {
  return payment?.facts.payOnDelivery === true && payment.facts.state !== "paid";
}
