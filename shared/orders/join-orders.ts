import { randomBytes } from "node:crypto";
import { type MerchantId, type OrderId, shortHash } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Table } from "../table/port.ts";
import { decideJoint, type JointTerms, MOST_JOINED, type NotJoinable } from "./joint-parcel.ts";
import type { Joint, Order } from "./order.ts";
import { orderWrites, readOrders } from "./order-store.ts";

export type JoinDeps = {
  readonly table: Table;
  /** What the merchant and these channels say of shared parcels. */
  readonly readTerms: (merchant: MerchantId, channels: readonly string[]) => Promise<JointTerms>;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

export type JoinRefused =
  | NotJoinable
  | { readonly kind: "unknown_order"; readonly orderId: string }
  | { readonly kind: "too_many"; readonly most: number }
  /** They are promised from different warehouses, and would have to be gathered in one first. */
  | { readonly kind: "elsewhere"; readonly orders: readonly Order[] }
  | { readonly kind: "contended" };

export type JointRequest = {
  readonly merchantId: MerchantId;
  readonly orderIds: readonly OrderId[];
  readonly by: string;
};

export type Joined = { readonly isRepeated: boolean; readonly joint: Joint };
/** The orders that leave by themselves again. */
export type Parted = { readonly isRepeated: boolean; readonly orderIds: readonly OrderId[] };

export type JoinOrders = (request: JointRequest) => Promise<Result<Joined, JoinRefused>>;

export type PartRequest = { readonly merchantId: MerchantId; readonly orderId: OrderId; readonly by: string };

const TRIES = 5;

/**
 * Joins orders of one recipient into one parcel, all in one transaction, before any of them has left. Each stays an order of
 * its own: with its money, its channel and its promises; what they share is the parcel. Safe to repeat.
 */
export function makeJoinOrders(deps: JoinDeps): JoinOrders {
  return ({ merchantId, orderIds, by }) =>
    again<Joined, JoinRefused>(deps, async () => {
      const ids = [...new Set(orderIds)].sort();
      if (ids.length > MOST_JOINED) return fail({ kind: "too_many", most: MOST_JOINED });
      const found = await readOrders(deps.table, merchantId, ids);
      const missing = ids.find((orderId) => !found.has(orderId));
      if (missing !== undefined) return fail({ kind: "unknown_order", orderId: missing });
      const orders = ids.flatMap((orderId) => found.get(orderId) ?? []);
      const [first] = orders;
      const jointId = jointIdOf(ids);
      if (first?.joint !== undefined && orders.every(({ joint }) => joint?.jointId === jointId)) {
        return ok({ isRepeated: true, joint: first.joint });
      }
      const terms = await deps.readTerms(merchantId, [...new Set(orders.map(({ channel }) => channel))]);
      const decided = decideJoint(orders, randomBytes(32), terms);
      if (!decided.ok) return decided;
      if (decided.value === null) return fail({ kind: "elsewhere", orders });
      const now = deps.now().toISOString();
      const joint: Joint = { jointId, warehouse: decided.value, orderIds: ids, at: now, by };
      const note = `with ${ids.length - 1} other orders, from ${decided.value}, by ${by}`;
      const joined = orders.map(
        (order): Changed => [order, { ...stepped(order, now, "joined into one parcel", note), joint }],
      );
      return (await writeAll(deps.table, joined)) ? ok({ isRepeated: false, joint }) : null;
    });
}

/** The same orders share the same parcel, however often they are joined. */
export function jointIdOf(orderIds: readonly OrderId[]): string {
  return `jnt_${shortHash(orderIds.toSorted().join("\n"))}`;
}

type Changed = readonly [before: Order, after: Order];

export function stepped(order: Order, now: string, what: string, note: string): Order {
  return { ...order, version: order.version + 1, timeline: [...order.timeline, { at: now, what, note }] };
}

/** False: somebody has written one of the orders meanwhile. */
async function writeAll(table: Table, changed: readonly Changed[]): Promise<boolean> {
  return (await table.transact(changed.flatMap(([before, after]) => orderWrites(before, after, [])))).ok;
}

/** Null is a lost race: decided again on what the winner wrote. */
export async function again<T, E>(
  { pause }: Pick<JoinDeps, "pause">,
  attempt: () => Promise<Result<T, E> | null>,
): Promise<Result<T, E | { readonly kind: "contended" }>> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const result = await attempt();
    if (result !== null) return result;
    await pause(tries);
  }
  return fail({ kind: "contended" });
}
