import { type Outcome, retry, skipped } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { OrderStatus } from "../orders/order.ts";
import type { RerouteOrder } from "../orders/reroute-order.ts";
import type { QueueSender } from "../platform/ports.ts";
import { allShards, listPk } from "../table/keys.ts";
import type { Item, Table } from "../table/port.ts";
import type { RerouteMessage } from "./reroute-message.ts";
import type { ReadSettings } from "./settings-store.ts";

export type RerouteClosedDeps = {
  readonly table: Table;
  readonly readSettings: ReadSettings;
  readonly rerouteOrder: RerouteOrder;
  /** The queue this message came from. */
  readonly reroutes: QueueSender;
};

export type RerouteClosed = (message: RerouteMessage, hasTime: () => boolean) => Promise<Outcome>;

/** In these an order may be promised goods that have not left. */
const holding: readonly OrderStatus[] = ["allocated", "partially_shipped", "backordered", "on_hold", "pending_payment"];
const lists = holding.flatMap((status) => allShards.map((shard) => ({ status, shard })));
const ordersPerPage = 100;

type Sweep = RerouteMessage & { readonly kind: "sweep" };

/**
 * Plans anew what a closed warehouse was to send: a sweep names the orders, each in a message of its own, and each of those
 * is given back and goes to routing. A warehouse that is open again keeps what it has. Safe to repeat: an order of which
 * nothing is promised there any more is left alone.
 */
export function makeRerouteClosed(deps: RerouteClosedDeps): RerouteClosed {
  return async (message, hasTime) => {
    const settings = await deps.readSettings(message.merchantId, { fresh: true });
    const warehouse = settings?.warehouses.find(({ code }) => code === message.warehouse);
    if (warehouse?.isActive !== false) return skipped("the warehouse is open, or not known");
    return message.kind === "sweep" ? sweep(deps, message, hasTime) : planAnew(deps, message);
  };
}

async function sweep({ table, reroutes }: RerouteClosedDeps, message: Sweep, hasTime: () => boolean): Promise<Outcome> {
  const { merchantId, warehouse } = message;
  let found = 0;
  for (let list = message.after?.list ?? 0; list < lists.length; list += 1) {
    const { status, shard } = lists[list] ?? { status: "allocated", shard: 0 };
    let key = list === message.after?.list ? message.after.key : null;
    do {
      if (!hasTime()) {
        const rest: Sweep = { ...message, after: { list, key } };
        await reroutes.send([{ body: JSON.stringify(rest) }]);
        return { kind: "done", why: `${found} orders found, more to look through` };
      }
      const query = { index: "byList", pk: listPk(merchantId, "orders", status, shard), limit: ordersPerPage } as const;
      const page = await table.query(key === null ? query : { ...query, after: key });
      const orders = await table.getMany(page.items.map(({ pk, sk }) => ({ pk, sk })));
      const concerned = orders.filter((order) => isPromisedFrom(order, warehouse));
      await reroutes.send(
        concerned.map((order) => {
          const body = { kind: "order", merchantId, warehouse, orderId: order["orderId"] };
          return { body: JSON.stringify(body) };
        }),
      );
      found += concerned.length;
      key = page.next;
    } while (key !== null);
  }
  return { kind: "done", why: `${found} orders found` };
}

function isPromisedFrom(order: Item, warehouse: string): boolean {
  const allocations = (order["allocations"] ?? []) as readonly Allocation[];
  return allocations.some((each) => each.warehouse === warehouse);
}

async function planAnew(
  { rerouteOrder }: RerouteClosedDeps,
  { merchantId, warehouse, orderId }: RerouteMessage & { readonly kind: "order" },
): Promise<Outcome> {
  const answer = await rerouteOrder({
    merchantId,
    orderId,
    reason: "warehouse_closed",
    note: null,
    exclude: [],
    onlyFrom: warehouse,
    key: null,
    by: "hub",
  });
  if (answer.ok) {
    const { kind, units } = answer.value;
    return kind === "given_back"
      ? { kind: "done", why: `${units} units planned anew` }
      : skipped("nothing to give back");
  }
  switch (answer.error.kind) {
    case "cancelled":
      return skipped("the order is cancelled");
    case "unknown_order":
      return { kind: "park", why: "there is no such order" };
    case "too_large":
      return { kind: "park", why: answer.error.why };
    case "being_moved":
      return retry("the order's goods are being moved");
    case "contended":
      return retry("others keep writing the order or its stock");
    default:
      return never(answer.error);
  }
}
