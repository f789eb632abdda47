import type { PullRequest } from "../../../shared/intake/pull-request.ts";
import { orderIdOf } from "../../../shared/kernel/ids.ts";
import { readOrder } from "../../../shared/orders/order-store.ts";
import { readCursor } from "../../../shared/pull/pull-cursor.ts";
import { anIncomingOrder } from "../../support/builders.ts";
import { makePlainSimulator } from "../../support/plain-api.ts";
import { plainShop, pullWorld, worldClock } from "../../support/pull-world.ts";
import { CallLost, type Wrap } from "../simulation/worker.ts";
import type { Scene, Story } from "./every-call.ts";

type PullWorld = Awaited<ReturnType<typeof pullWorld>>;
type Workers = ReturnType<PullWorld["workers"]>;

/** A channel with two orders that the hub has not heard of, asked by workers whose calls may fail. */
function story(
  name: string,
  functions: readonly string[],
  act: (workers: Workers, world: PullWorld) => Promise<void>,
): Story {
  return {
    name,
    functions,
    prepare: async (): Promise<Scene> => {
      const clock = worldClock();
      const channel = makePlainSimulator(clock.now);
      const ids = ["o1", "o2"];
      for (const id of ids) {
        const at = clock.now().getTime() - 30 * 60_000;
        const incoming = anIncomingOrder({ channelOrderId: id, clock: { at, tie: id } });
        channel.put({ createdMs: at, incoming } as Parameters<typeof channel.put>[0]);
      }
      const world = await pullWorld(channel, clock);
      return {
        act: (wrap: Wrap) => act(world.workers(wrap), world),
        /** What the hub knows once everything that was asked for has come; how often it asked does not count. */
        kept: async () => {
          await world.poll(plainShop, world.budget);
          await world.settle();
          const orders = ids.map((id) =>
            readOrder(world.table, plainShop.merchantId, orderIdOf(plainShop.connectionId, id)),
          );
          const cursor = await readCursor(world.table, plainShop);
          return [...(await Promise.all(orders)).map((stored) => stored?.order.header), cursor !== null];
        },
      };
    },
  };
}

const asked: PullRequest = { ...plainShop, channelOrderId: "o1", cause: "asked", tries: 0 };

export const pullStories: readonly Story[] = [
  story("a channel is asked what is new", ["poll-channel"], async ({ poll }, { budget }) => {
    const polled = await poll(plainShop, budget);
    if (!polled.ok) throw new CallLost(`not polled: ${polled.error.kind}`);
  }),
  story("one order is fetched", ["pull-order"], async ({ pull }, { budget }) => {
    const outcome = await pull(asked, "2026-11-21T06:00:00.000Z", budget.msLeft);
    if (outcome.kind === "retry") throw new CallLost(outcome.why);
  }),
  story("gaps of a day are counted", ["find-gaps"], async ({ countGaps }, { budget }) => {
    const counted = await countGaps({ shop: plainShop, day: "2026-11-21", round: 0 }, budget);
    if (!counted.ok) throw new CallLost(`not counted: ${counted.error.kind}`);
  }),
];
