import { fail, ok, type Result } from "../kernel/result.ts";
import type { JointRules } from "../settings/joint-rules.ts";
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
  /** The merchant lets no orders share a parcel. */
  | { readonly kind: "switched_off" }
  /** One of them has a tag that the merchant keeps apart, such as of a presale. */
  | { readonly kind: "other_tags"; readonly orderId: string }
  /** Goods to be paid at the door and goods that are paid do not mix. */
  | { readonly kind: "other_payment"; readonly orderId: string };

export type NotReady = "channel_forbids" | "not_allocated" | "held" | "joined_already" | "no_recipient" | "shipped";

/** So many orders change together: each is one write of a transaction of 100, and people pack no more into one parcel. */
export const MOST_JOINED = 20;

/** What decides beside the orders themselves. */
export type JointTerms = {
  readonly rules: JointRules;
  /** By channel; one that is not here shares none. */
  readonly sharing: ReadonlyMap<string, "with_own_shops" | "within_shop" | "never">;
};

export type Proposed = {
  /** Groups of orders that may leave together as they are, largest first. */
  readonly joints: readonly Proposal[];
  /** Groups that might leave together if they left from one warehouse, which they do not. */
  readonly gatherings: readonly (readonly Order[])[];
};

/** Nobody is named: the keys are made under `salt` and forgotten. */
export function proposeParcels(orders: readonly Order[], salt: Uint8Array, terms: JointTerms): Proposed {
  const groups = groupsOf(orders, salt, terms);
  const gatherings = groups
    .filter((group) => group.length > 1 && commonWarehouse(group) === null)
    .map((group) => group.slice(0, MOST_JOINED));
  return { joints: groups.flatMap(jointsIn), gatherings };
}

function jointsIn(group: readonly Order[]): readonly Proposal[] {
  const byWarehouse = Map.groupBy(group, (order) => warehouseOf(order));
  return [...byWarehouse]
    .filter(([warehouse, own]) => warehouse !== null && own.length > 1)
    .map(([warehouse, own]): Proposal => ({ warehouse: warehouse ?? "", orders: own.slice(0, MOST_JOINED) }))
    .sort((a, b) => b.orders.length - a.orders.length);
}

/** The warehouse that sends them all when these orders may leave as one parcel; null: none does, as they are promised now. */
export function decideJoint(
  orders: readonly Order[],
  salt: Uint8Array,
  terms: JointTerms,
): Result<string | null, NotJoinable> {
  const [first, ...others] = orders;
  if (first === undefined || others.length === 0) return fail({ kind: "too_few" });
  if (!terms.rules.isOn) return fail({ kind: "switched_off" });
  for (const order of orders) {
    const why = whyNotReady(order, terms);
    if (why !== null) return fail({ kind: "not_ready", orderId: order.orderId, why });
  }
  const key = recipientKey(first, salt);
  for (const order of others) {
    const { orderId } = order;
    if (recipientKey(order, salt) !== key) return fail({ kind: "other_recipient", orderId });
    if (shopOf(order, terms) !== shopOf(first, terms)) return fail({ kind: "other_shop", orderId });
    if (paymentOf(order, terms) !== paymentOf(first, terms)) return fail({ kind: "other_payment", orderId });
    if (apartOf(order, terms) !== apartOf(first, terms)) return fail({ kind: "other_tags", orderId });
  }
  return ok(commonWarehouse(orders));
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

/** Orders that may leave together wherever they leave from, the largest groups first, each by the orders' ids. */
function groupsOf(orders: readonly Order[], salt: Uint8Array, terms: JointTerms): readonly (readonly Order[])[] {
  if (!terms.rules.isOn) return [];
  const groups = Map.groupBy(
    orders.filter((order) => whyNotReady(order, terms) === null),
    (order) =>
      JSON.stringify([recipientKey(order, salt), shopOf(order, terms), paymentOf(order, terms), apartOf(order, terms)]),
  );
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1)))
    .sort((a, b) => b.length - a.length);
}

/** Before release only: all of the order is promised and none of it has left. */
function whyNotReady(order: Order, { sharing }: JointTerms): NotReady | null {
  if ((sharing.get(order.channel) ?? "never") === "never") return "channel_forbids";
  if (order.joint !== undefined) return "joined_already";
  if (order.holds.length > 0) return "held";
  if (Object.values(order.fulfilments).some(({ facts }) => facts.state !== "cancelled")) return "shipped";
  const isWhole = order.allocations.length > 0 && unallocatedLines(order).length === 0 && order.apart === undefined;
  if (!isComplete(order) || isCancelled(order) || !isWhole) return "not_allocated";
  return recipientKey(order, unsalted) === null ? "no_recipient" : null;
}

function commonWarehouse(orders: readonly Order[]): string | null {
  const codes = new Set(orders.map(warehouseOf));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
}

/** null: several. */
function warehouseOf(order: Order): string | null {
  const codes = new Set(order.allocations.map(({ warehouse }) => warehouse));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
}

/** Shops whose orders may share a parcel have the same name here. */
function shopOf({ channel, connectionId }: Order, { rules, sharing }: JointTerms): string {
  return rules.acrossShops && sharing.get(channel) === "with_own_shops" ? "own shops" : connectionId;
}

function paymentOf({ payment }: Order, { rules }: JointTerms): string {
  const isPaidAtTheDoor = payment?.facts.payOnDelivery === true && payment.facts.state !== "paid";
  return isPaidAtTheDoor && !rules.mixesPayment ? "at the door" : "paid";
}

/** Presales and whatever else the merchant keeps apart. */
function apartOf({ header, marks }: Order, { rules }: JointTerms): string {
  const tags = new Set([...(header?.facts.tags ?? []), ...(marks?.tags ?? [])]);
  return JSON.stringify(rules.apartTags.filter((tag) => tags.has(tag)).sort());
}
