import type { OrderLife } from "./order-lives.ts";
import { soldSkus } from "./order-lives.ts";
import { makeOrderPath, type Stage, stages } from "./order-path.ts";
import { perOrder, type Usage } from "./usage.ts";

/** What one order uses, stage by stage. */
export type PathCost = Readonly<Record<Stage, Usage & { readonly cpuMs: number }>>;

/** Orders that are sent first and not counted: caches and the compiler warm up. */
const WARM_UP = 200;

/** Sends `orders` orders through a life, message by message, and gives the cost of one. */
export async function measurePath(life: OrderLife, orders: number, warmUp: number = WARM_UP): Promise<PathCost> {
  const path = await makeOrderPath(soldSkus);
  const live = async (count: number, from: number): Promise<void> => {
    for (const { topic, body } of life.messages) {
      await path.send(
        topic,
        Array.from({ length: count }, (_, index) => body(from + index)),
      );
    }
  };
  await live(warmUp, 1);
  path.reset();
  await live(orders, 100_000);
  const costs = path.costs();
  const entries = stages.map((stage) => [
    stage,
    { ...perOrder(costs[stage], orders), cpuMs: costs[stage].cpuMs / orders },
  ]);
  return Object.fromEntries(entries) as PathCost;
}
