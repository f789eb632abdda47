import { randomBytes } from "node:crypto";
import { type MerchantId, type OrderId, shortHash } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Table } from "../table/port.ts";
import { decideJoint, MOST_JOINED, type NotJoinable, withoutJoint } from "./joint-parcel.ts";
import type { Joint, Order } from "./order.ts";
import { orderWrites, readOrders } from "./order-store.ts";

export type JoinDeps = {
  readonly table: Table;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

export type JoinRefused =
  | NotJoinable
  | { readonly kind: "unknown_order"; readonly orderId: string }
  | { readonly kind: "too_many"; readonly most: number }
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

export type PartOrders = (request: {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly by: string;
}) => Promise<Result<Parted, JoinRefused>>;

const TRIES = 5;

/**
 * Joins orders of one recipient into one parcel, all in one transaction, before any of them has left. Each stays an order of
 * its own: with its money, its channel and its promises; what they share is the parcel. Safe to repeat.
 */
export function makeJoinOrders(deps: JoinDeps): JoinOrders {
  return ({ merchantId, orderIds, by }) =>
    again<Joined>(deps, async () => {
      const ids = [...new Set(orderIds)].sort();
      if (ids.length > MOST_JOINED) return fail({ kind: "too_many", most: MOST_JOINED });
      const found = await readOrders(deps.table, merchantId, ids);
      const missing = ids.find((orderId) => !found.has(orderId));
      if (missing !== undefined) return fail({ kind: "unknown_order", orderId: missing });
      const orders = ids.flatMap((orderId) => found.get(orderId) ?? []);
      const [first] = orders;
      const jointId = `jnt_${shortHash(ids.join("\n"))}`;
      if (first?.joint !== undefined && orders.every(({ joint }) => joint?.jointId === jointId)) {
        return ok({ isRepeated: true, joint: first.joint });
      }
      const decided = decideJoint(orders, randomBytes(32));
      if (!decided.ok) return decided;
      const now = deps.now().toISOString();
      const joint: Joint = { jointId, warehouse: decided.value, orderIds: ids, at: now, by };
      const note = `with ${ids.length - 1} other orders, from ${decided.value}, by ${by}`;
      const joined = orders.map(
        (order): Changed => [order, { ...stepped(order, now, "joined into one parcel", note), joint }],
      );
      return (await writeAll(deps.table, joined)) ? ok({ isRepeated: false, joint }) : null;
    });
}

/** Undoes it for all of them that have not left yet. Safe to repeat. */
export function makePartOrders(deps: JoinDeps): PartOrders {
  return ({ merchantId, orderId, by }) =>
    again<Parted>(deps, async () => {
      const order = (await readOrders(deps.table, merchantId, [orderId])).get(orderId);
      if (order === undefined) return fail({ kind: "unknown_order", orderId });
      const { joint } = order;
      if (joint === undefined) return ok({ isRepeated: true, orderIds: [] });
      const all = [...(await readOrders(deps.table, merchantId, joint.orderIds)).values()];
      const now = deps.now().toISOString();
      const own = all.filter((each) => each.joint?.jointId === joint.jointId);
      const parted = own.map((each): Changed => [each, withoutJoint(stepped(each, now, "parted again", `by ${by}`))]);
      const orderIds = own.map((each) => each.orderId);
      return (await writeAll(deps.table, parted)) ? ok({ isRepeated: false, orderIds }) : null;
    });
}

type Changed = readonly [before: Order, after: Order];

function stepped(order: Order, now: string, what: string, note: string): Order {
  return { ...order, version: order.version + 1, timeline: [...order.timeline, { at: now, what, note }] };
}

/** False: somebody has written one of the orders meanwhile. */
async function writeAll(table: Table, changed: readonly Changed[]): Promise<boolean> {
  return (await table.transact(changed.flatMap(([before, after]) => orderWrites(before, after, [])))).ok;
}

/** Null is a lost race: decided again on what the winner wrote. */
async function again<T>(
  { pause }: JoinDeps,
  attempt: () => Promise<Result<T, JoinRefused> | null>,
): Promise<Result<T, JoinRefused>> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const result = await attempt();
    if (result !== null) return result;
    await pause(tries);
  }
  return fail({ kind: "contended" });
}
