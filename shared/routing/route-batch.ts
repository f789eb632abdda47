import type { MerchantId, OrderId } from "../kernel/ids.ts";
import type { Outcome } from "../kernel/outcome.ts";
import type { RouteOrder } from "./route-order.ts";
import type { GroupResult, RouteOrders } from "./route-orders.ts";
import { routeOutcome } from "./route-outcome.ts";

export type RouteRequest = { readonly merchantId: MerchantId; readonly orderId: OrderId };
export type BatchRecord = { readonly messageId: string; readonly input: RouteRequest };

export type RouteBatchDeps = {
  readonly routeOrders: RouteOrders;
  readonly routeOrder: RouteOrder;
  /** Turns a thrown fault of one order into its outcome, so that its neighbours go on. */
  readonly guard: (run: () => Promise<Outcome>) => Promise<Outcome>;
  /** Told of a fault that concerns a whole group; its orders are then routed one by one. */
  readonly onGroupFault: (fault: unknown, orders: number) => void;
};

/** Outcomes by message id; what there was no time for is left out, and comes again. */
export type RouteBatch = (
  records: readonly BatchRecord[],
  hasTime: () => boolean,
) => Promise<ReadonlyMap<string, Outcome>>;

/**
 * Routes the orders of a batch together, merchant by merchant. A lone order, one that is too large to share a transaction,
 * and whatever a group could not settle are routed one by one, so that no order's trouble becomes its neighbours'.
 */
export function makeRouteBatch(deps: RouteBatchDeps): RouteBatch {
  return async (records, hasTime) => {
    const outcomes = new Map<string, Outcome>();
    const merchants = Map.groupBy(records, ({ input }) => input.merchantId);
    for (const [merchant, own] of merchants) {
      const byOrder = Map.groupBy(own, ({ input }) => input.orderId);
      const results = await together(deps, merchant, [...byOrder.keys()], hasTime);
      for (const [orderId, same] of byOrder) {
        const result = results.get(orderId) ?? { kind: "alone" };
        if (result.kind === "alone" && !hasTime()) continue;
        const alone = async (): Promise<Outcome> => routeOutcome(await deps.routeOrder(merchant, orderId));
        const outcome = result.kind === "alone" ? await deps.guard(alone) : routeOutcome(result);
        for (const { messageId } of same) outcomes.set(messageId, outcome);
      }
    }
    return outcomes;
  };
}

async function together(
  { routeOrders, onGroupFault }: RouteBatchDeps,
  merchant: MerchantId,
  orderIds: readonly OrderId[],
  hasTime: () => boolean,
): Promise<ReadonlyMap<OrderId, GroupResult>> {
  if (orderIds.length < 2) return new Map();
  try {
    return await routeOrders(merchant, orderIds, hasTime);
  } catch (fault) {
    onGroupFault(fault, orderIds.length);
    return new Map();
  }
}
