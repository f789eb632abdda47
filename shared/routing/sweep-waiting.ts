import * as z from "zod/mini";
import { type MerchantId, merchantId, type OrderId } from "../kernel/ids.ts";
import { isRoutable } from "../orders/derive-status.ts";
import type { GiveUpOrder } from "../orders/give-up-order.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { turnOf } from "../orders/turn.ts";
import type { QueueSender } from "../platform/ports.ts";
import { allShards, listPk } from "../table/keys.ts";
import { type Item, queryAll, type Table } from "../table/port.ts";
import type { RouteOrder } from "./route-order.ts";
import type { ReadSettings } from "./settings-store.ts";
import { postponed } from "./wake-waiting.ts";

/**
 * Asks that all waiting orders of a merchant be looked at: nightly, and when a warehouse has opened or rules have changed, of
 * which no stock tells. `after` goes on where an earlier sweep had to stop; before `notBefore` (ISO) there is nothing to see.
 */
export type SweepMessage = {
  readonly merchantId: MerchantId;
  readonly after: string | null;
  readonly notBefore?: string;
};

export const sweepMessage = z.pipe(
  z.object({
    merchantId: z.string(),
    after: z._default(z.nullable(z.string()), null),
    notBefore: z.optional(z.string()),
  }),
  z.transform(
    ({ after, notBefore, ...message }): SweepMessage => ({
      merchantId: merchantId(message.merchantId),
      after,
      ...(notBefore === undefined ? {} : { notBefore }),
    }),
  ),
);

export type SweepDeps = {
  readonly table: Table;
  readonly readSettings: ReadSettings;
  readonly routeOrder: RouteOrder;
  readonly giveUpOrder: GiveUpOrder;
  readonly now: () => Date;
  /** The queue this message came from. */
  readonly backorders: QueueSender;
};

export type SweepResult =
  | { readonly kind: "swept"; readonly routed: number; readonly waiting: number; readonly givenUp: number }
  | { readonly kind: "continued"; readonly after: string | null }
  | { readonly kind: "postponed" }
  | { readonly kind: "unknown_merchant" };

export type SweepWaiting = (message: SweepMessage, hasTime: () => boolean) => Promise<SweepResult>;

const dayMs = 86_400_000;
const ordersAtOnce = 25;

/**
 * Goes through the orders that wait, the one placed first coming first: what has waited too long is given up, what can be
 * routed by now is routed. Among those at hand at once priority goes first.
 */
export function makeSweepWaiting(deps: SweepDeps): SweepWaiting {
  return async (message, hasTime) => {
    const { merchantId: merchant, after, notBefore = "" } = message;
    const now = deps.now().toISOString();
    if (notBefore > now) {
      await deps.backorders.send([postponed(message, now)]);
      return { kind: "postponed" };
    }
    const settings = await deps.readSettings(merchant, { fresh: true });
    if (settings === null) return { kind: "unknown_merchant" };
    const days = settings.merchant.cancelBackordersAfterDays;
    const counts = { routed: 0, waiting: 0, givenUp: 0 };
    const entries = (await waitingOrders(deps.table, merchant)).filter(({ place }) => after === null || place > after);
    let done = after;
    for (let at = 0; at < entries.length; at += ordersAtOnce) {
      if (!hasTime()) {
        await deps.backorders.send([{ body: JSON.stringify({ merchantId: merchant, after: done }) }]);
        return { kind: "continued", after: done };
      }
      const some = entries.slice(at, at + ordersAtOnce);
      for (const order of await readAll(deps.table, merchant, some)) counts[await lookAt(deps, order, days)] += 1;
      done = some.at(-1)?.place ?? done;
    }
    return { kind: "swept", ...counts };
  };
}

type Entry = { readonly orderId: OrderId; readonly place: string };

/** From the lists of all shards, by time of placing. */
async function waitingOrders(table: Table, merchant: MerchantId): Promise<readonly Entry[]> {
  const lists = await Promise.all(
    allShards.map((shard) =>
      queryAll(table, { index: "byList", pk: listPk(merchant, "orders", "backordered", shard) }),
    ),
  );
  return lists
    .flat()
    .map(({ listSk }: Item) => String(listSk))
    .sort()
    .map((place) => ({ place, orderId: place.slice(place.lastIndexOf("#") + 1) as OrderId }));
}

async function readAll(table: Table, merchant: MerchantId, entries: readonly Entry[]): Promise<readonly Order[]> {
  const stored = await Promise.all(entries.map(({ orderId }) => readOrder(table, merchant, orderId)));
  const rank = (order: Order): string => `${turnOf(order).priority} ${turnOf(order).placedAt}`;
  return stored
    .flatMap((each) => (each === null ? [] : [each.order]))
    .filter((order) => isRoutable(order) && order.backorder.length > 0)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** An order is given up only if there is still nothing for it. */
async function lookAt(
  deps: SweepDeps,
  order: Order,
  days: number | undefined,
): Promise<"routed" | "waiting" | "givenUp"> {
  const { merchantId: merchant, orderId } = order;
  const result = await deps.routeOrder(merchant, orderId);
  if (result.kind === "routed") return "routed";
  const waitedMs = deps.now().getTime() - Date.parse(turnOf(order).placedAt);
  if (result.kind !== "waiting" || days === undefined || waitedMs < days * dayMs) return "waiting";
  const reason = `no goods came within ${days} days`;
  const givenUp = await deps.giveUpOrder(merchant, orderId, reason);
  return givenUp.ok ? "givenUp" : "waiting";
}
