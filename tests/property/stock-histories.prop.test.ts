import fc from "fast-check";
import { expect, it } from "vitest";
import { warehouseCode } from "../../shared/kernel/ids.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import type { RoutingRules } from "../../shared/routing/rules.ts";
import { aLine, aMoment, aStatus } from "../support/builders.ts";
import { CrashError } from "../support/crashing.ts";
import { interleaved, seeded } from "./seeded.ts";
import { brokenAtRest, brokenNow } from "./stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "./warehouse-world.ts";

const skus = ["TEA", "CUP", "POT"];
const codes = ["SHA", "CAN", "OLD"];
const orderNo = fc.nat({ max: 7 });
const wants = fc.array(fc.tuple(fc.constantFrom(...skus), fc.integer({ min: 1, max: 4 })), {
  minLength: 1,
  maxLength: 4,
});
const place = { sku: fc.constantFrom(...skus), warehouse: fc.constantFrom(...codes) };

/** What may happen next, to an order, to the stock or to the workers. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("order" as const), no: orderNo, wants }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("cancel" as const), no: orderNo }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("ship" as const), no: orderNo, quantity: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("count" as const),
      ...place,
      onHand: fc.nat({ max: 9 }),
      safetyStock: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("work" as const), which: fc.nat(), isRepeated: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("kill" as const), which: fc.nat(), calls: fc.nat({ max: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("together" as const), seed: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("batches" as const),
      seed: fc.nat(),
      size: fc.integer({ min: 2, max: 6 }),
      calls: fc.option(fc.nat({ max: 12 })),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const rules: fc.Arbitrary<Partial<RoutingRules>> = fc.record({
  split: fc.constantFrom("never" as const, "by_line" as const, "by_quantity" as const),
  backorder: fc.constantFrom("whole_order" as const, "partial" as const),
});

/** A worker's luck, changed from step to step: when it is killed, and who goes first. */
type Luck = { callsLeft: number; seed: number | null };

function killable(luck: Luck): <T extends object>(port: T) => T {
  const mayDie = (): void => {
    luck.callsLeft -= 1;
    if (luck.callsLeft < 0) throw new CrashError("killed");
  };
  return (port) =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          mayDie();
          const answer: unknown = await member.apply(target, args);
          mayDie();
          return answer;
        };
      },
    });
}

async function take(world: World, luck: Luck, next: Step, at: number): Promise<void> {
  const message = (no: number, over: Partial<IncomingOrder>): IncomingOrder => {
    const { channelOrderId } = anOrderOf(no, []);
    return { channelOrderId, clock: { at: Date.parse(aMoment) + at, tie: "" }, ...over };
  };
  switch (next.kind) {
    case "order": {
      const { status: _, clock: __, ...facts } = anOrderOf(next.no, next.wants);
      await world.apply(message(next.no, facts));
      return;
    }
    case "cancel":
      await world.apply(message(next.no, { status: aStatus({ cancelledAt: aMoment }) }));
      return;
    case "ship": {
      const parcel = {
        fulfilmentId: `f${at}`,
        at: aMoment,
        state: "success" as const,
        carrier: null,
        trackingNo: null,
      };
      const lines = [{ lineId: aLine().lineId, quantity: next.quantity }];
      await world.apply(message(next.no, { fulfilments: [{ ...parcel, lines }] }));
      return;
    }
    case "count": {
      const counted = await world.count(next.sku, next.warehouse, next.onHand, {
        safetyStock: next.safetyStock,
        lowStockThreshold: 2,
      });
      expect(counted).toMatchObject({ ok: true, value: { after: { onHand: next.onHand } } });
      return;
    }
    case "work":
    case "kill": {
      const [job] = world.jobs.splice(next.which % Math.max(1, world.jobs.length), 1);
      if (job === undefined) return;
      if (next.kind === "kill") luck.callsLeft = next.calls;
      const fate = await world.run(job);
      luck.callsLeft = Number.POSITIVE_INFINITY;
      if (fate === "again" || (next.kind === "work" && next.isRepeated)) world.jobs.push(job);
      return;
    }
    case "together": {
      luck.seed = next.seed;
      const jobs = world.jobs.splice(0);
      const fates = await Promise.all(jobs.map(world.run));
      luck.seed = null;
      world.jobs.push(...jobs.filter((_, index) => fates[index] === "again"));
      return;
    }
    case "batches": {
      luck.seed = next.seed;
      if (next.calls !== null) luck.callsLeft = next.calls;
      await Promise.all([world.runBatch(next.size), world.runBatch(next.size)]);
      luck.seed = null;
      luck.callsLeft = Number.POSITIVE_INFINITY;
    }
  }
}

async function play(rulesOfRun: Partial<RoutingRules>, steps: readonly Step[]): Promise<void> {
  const luck: Luck = { callsLeft: Number.POSITIVE_INFINITY, seed: null };
  let random = seeded(0);
  const world = await makeWorld({
    rules: rulesOfRun,
    warehouses: [
      { code: warehouseCode("SHA") },
      { code: warehouseCode("CAN"), priority: 2 },
      { code: warehouseCode("OLD"), isActive: false },
    ],
    wrap: (table) => killable(luck)(interleaved(table, () => (luck.seed === null ? 0.99 : random()), 0.1)),
  });
  for (const [at, next] of steps.entries()) {
    if (next.kind === "together" || next.kind === "batches") random = seeded(next.seed);
    await take(world, luck, next, at);
    expect(brokenNow(world)).toEqual([]);
  }
  await world.settle();
  expect(await brokenAtRest(world)).toEqual([]);
}

it("keeps goods, promises and queues true through any history of orders, counts, kills and repeats", async () => {
  const history = fc.tuple(rules, fc.array(step, { minLength: 10, maxLength: 80, size: "max" }));
  await fc.assert(
    fc.asyncProperty(history, async ([rulesOfRun, steps]) => play(rulesOfRun, steps)),
    { numRuns: 150 },
  );
}, 60_000);
