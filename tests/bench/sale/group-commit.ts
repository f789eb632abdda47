import { type OrderId, sku } from "../../../shared/kernel/ids.ts";
import { pauseMs, turnMs } from "../../../shared/platform/pause.ts";
import { makeRouteBatch } from "../../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../../shared/routing/route-orders.ts";
import { makeCachedSettings } from "../../../shared/routing/settings-store.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { seeded } from "../../property/seeded.ts";
import { aMerchantId } from "../../support/builders.ts";
import { model, type SaleResult } from "./constants.ts";
import { contendedTable } from "./contended-table.ts";
import { receiveAll, type Workers } from "./receivers.ts";
import { openShop, placeOrder } from "./shop.ts";
import { makeVirtualTime } from "./virtual-time.ts";

/**
 * The sale through the real worker (`route-batch.ts` and all below it) on the memory table: its reads, plans, transactions,
 * retries and waiting queues are those of production; time, locks and arrivals are the model's.
 */
export async function saleByGroupCommit(perSecond: number, seconds: number, hands: Workers): Promise<SaleResult> {
  const time = makeVirtualTime();
  const random = seeded(perSecond);
  const bare = makeMemoryTable({ now: time.now });
  const demand = perSecond * seconds;
  const stock = Math.floor(demand * model.stockShare);
  const clock = (): Date => new Date(Date.parse("2026-11-21T00:00:00Z") + time.now());
  const article = sku("TEA");
  await openShop(bare, article, stock, clock().toISOString());

  const { table, counts } = contendedTable(bare, time);
  const pause = (attempt: number): Promise<void> => time.sleep(pauseMs(attempt, random));
  const deps = { table, readSettings: makeCachedSettings(table, clock), now: clock, pause };
  const routeBatch = makeRouteBatch({
    routeOrders: makeRouteOrders({ ...deps, turn: () => time.sleep(turnMs(random)) }),
    routeOrder: makeRouteOrder(deps),
    guard: (run) => run(),
    onGroupFault: (fault) => {
      throw fault;
    },
  });

  type Message = { readonly orderId: OrderId; readonly arrivedAt: number; receives: number };
  const queue: Message[] = [];
  const result = { sold: 0, refused: 0, deadLetters: 0, lastSoldAt: 0, latenciesMs: [] as number[] };
  let open = demand;

  async function arrive(): Promise<void> {
    const startedAt = time.now();
    for (let no = 0; no < demand; no += 1) {
      const at = startedAt + ((no + random()) * 1000) / perSecond;
      if (at > time.now()) await time.sleep(at - time.now());
      const orderId = await placeOrder(bare, article, no, clock().toISOString());
      queue.push({ orderId, arrivedAt: time.now(), receives: 0 });
    }
  }

  async function work(messages: readonly Message[]): Promise<void> {
    await time.sleep(messages.length * model.cpuMsPerOrder);
    const records = messages.map(({ orderId }, index) => ({
      messageId: `${index}`,
      input: { merchantId: aMerchantId, orderId },
    }));
    const outcomes = await routeBatch(records, () => true);
    for (const [index, message] of messages.entries()) settle(message, outcomes.get(`${index}`));
  }

  function settle(message: Message, outcome: { readonly kind: string; readonly why?: string } | undefined): void {
    if (outcome?.kind === "done") {
      open -= 1;
      result.latenciesMs.push(time.now() - message.arrivedAt);
      if (outcome.why === "backordered") result.refused += 1;
      else {
        result.sold += 1;
        result.lastSoldAt = time.now();
      }
      return;
    }
    message.receives += 1;
    if (message.receives >= model.receives) {
      open -= 1;
      result.deadLetters += 1;
    } else void time.sleep(model.requeueMs).then(() => queue.push(message));
  }

  const receiving = { queue, random: seeded(perSecond + 1), isOpen: () => open > 0, work };
  await time.run(Promise.all([arrive(), receiveAll(time, receiving, hands)]));
  const { lastSoldAt, ...rest } = result;
  return {
    ...rest,
    stock,
    demand,
    sellingMs: lastSoldAt,
    calls: counts.calls,
    transactions: counts.transactions,
    conflicts: counts.conflicts + counts.throttled,
  };
}
