import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConnectionId, aMerchantId } from "../../tests/support/builders.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeRateGate } from "./rate-gate.ts";

const shop = { merchantId: aMerchantId, connectionId: aConnectionId };
const start = Date.parse("2026-11-21T06:00:00.000Z");

function pass(clock: { ms: number }, ms: number): void {
  clock.ms += ms;
}

/** Workers on one table, each with a clock that only its own waiting moves; `at` collects when calls went out. */
function workers(count: number, limit: { perSecond: number; burst: number }) {
  const memory = makeMemoryTable();
  let writes = 0;
  const table: Table = {
    ...memory,
    update: async (...args) => {
      writes += 1;
      return memory.update(...args);
    },
  };
  const at: number[] = [];
  const gates = Array.from({ length: count }, () => {
    const clock = { ms: start };
    const deps = { table, now: () => new Date(clock.ms), pause: async (ms: number) => pass(clock, ms) };
    return { clock, gate: makeRateGate(deps, shop, limit) };
  });
  return { gates, at, writes: () => writes };
}

describe("a rate gate", () => {
  it("keeps workers together within the limit, whatever the limit and however they take turns", async () => {
    const limits = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 1, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(fc.nat(3), { minLength: 1, maxLength: 120 }), async (limit, turns) => {
        const { gates, at } = workers(4, limit);
        for (const turn of turns) {
          const worker = gates[turn];
          if (worker === undefined || !(await worker.gate.take(Number.POSITIVE_INFINITY)).ok)
            throw new Error("refused");
          at.push(worker.clock.ms);
        }
        at.sort((a, b) => a - b);
        // In any span of time at most the burst, and what drains meanwhile; turns held by a worker count when they are taken.
        const held = Math.max(1, Math.min(20, limit.burst / 2, limit.perSecond * 2)) * gates.length;
        for (const [first, from] of at.entries()) {
          for (let last = first; last < at.length; last += 1) {
            const span = ((at[last] ?? 0) - from) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(limit.burst + span * limit.perSecond + held + 1);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("lets no two workers take the same turn", async () => {
    const { gates } = workers(3, { perSecond: 1, burst: 1 });

    const turns = await Promise.all(
      gates.map(async ({ gate, clock }) => {
        await gate.take(10_000);
        return clock.ms - start;
      }),
    );

    expect(turns.sort((a, b) => a - b)).toEqual([0, 1_000, 2_000]);
  });

  it("says how long it would be instead of waiting longer than there is time", async () => {
    const { gates } = workers(1, { perSecond: 0.01, burst: 1 });
    const [worker] = gates;

    const first = await worker?.gate.take(1_000);
    const second = await worker?.gate.take(1_000);

    expect([first, second]).toMatchObject([{ ok: true }, { ok: false, error: { retryAfterMs: 100_000 } }]);
  });

  it("costs a fraction of a write where the limit is high", async () => {
    const { gates, writes } = workers(1, { perSecond: 10, burst: 40 });
    for (let turn = 0; turn < 100; turn += 1) await gates[0]?.gate.take(60_000);

    expect(writes()).toBeLessThanOrEqual(6);
  });

  it("holds everybody back when the channel says that it is too much", async () => {
    const { gates } = workers(2, { perSecond: 10, burst: 10 });
    const [one, other] = gates;

    await one?.gate.slowDown(5_000);
    await other?.gate.take(60_000);

    expect((other?.clock.ms ?? 0) - start).toBeGreaterThanOrEqual(5_000);
  });
});
