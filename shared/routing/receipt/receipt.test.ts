import { describe, expect, it } from "vitest";
import { packNote, unpackNote } from "../../orders/pack-note.ts";
import { bestOfAllPlans, compareTallies } from "../planner/every-plan.contract.ts";
import { type Answer, answer, type Question } from "../question.ts";
import { makeReceipt } from "./make-receipt.ts";
import { randomDecision } from "./random-decisions.contract.ts";
import type { Receipt } from "./receipt.ts";
import { type Snapshot, toSnapshot } from "./snapshot.ts";

const seeds = Array.from({ length: 1_000 }, (_, seed) => seed);

/** Through the very bytes that stand in the table. */
function stored(question: Question, made: Answer): { readonly snapshot: Snapshot; readonly bytes: number } {
  const bytes = packNote({ decidedAt: "2026-11-23T02:00:00.000Z", ...made.note, snapshot: toSnapshot(question) });
  return { snapshot: unpackNote(bytes).snapshot as Snapshot, bytes: bytes.byteLength };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe("1,000 receipts, made from what is stored of their decisions", () => {
  it("come to the plan that was decided on", () => {
    for (const seed of seeds) {
      const { question, set } = randomDecision(seed);
      const made = answer(question);
      const { snapshot } = stored(question, made);
      const receipt = makeReceipt(snapshot, set);
      expect({ seed, ...planned(receipt) }).toEqual({
        seed,
        plan: made.note.plan,
        short: made.short,
        parcels: made.parcels,
        because: made.note.because,
        considered: made.note.considered.map(({ warehouse, verdict, because }) => ({ warehouse, verdict, because })),
        leftAside: made.dropped.map(({ rule, kind }) => ({ rule, kind })),
        version: made.note.rulesVersion,
      });
    }
  });

  it("add up, number by number", () => {
    for (const seed of seeds) {
      const { question, set } = randomDecision(seed);
      const receipt = makeReceipt(stored(question, answer(question)).snapshot, set);
      expect({
        seed,
        wrong: [...wrongStock(receipt), ...wrongUnits(receipt), ...wrongCosts(receipt, question)],
      }).toEqual({
        seed,
        wrong: [],
      });
    }
  });

  it("compare with and without each warehouse as trying every plan does", () => {
    for (const seed of seeds) {
      const { question, set } = randomDecision(seed);
      const made = answer(question);
      const { problem, ranking } = made;
      const receipt = makeReceipt(stored(question, made).snapshot, set);
      const best = bestOfAllPlans(problem);
      expect({ seed, differs: compareTallies(problem, receipt.plan.tally, best.tally) }).toEqual({ seed, differs: 0 });
      for (const { warehouse, otherwise } of receipt.warehouses) {
        if (otherwise === null || !otherwise.isProven) continue;
        const at = ranking.candidates.findIndex(({ code }) => code === warehouse);
        const wanted = otherwise.kind === "with";
        const other = bestOfAllPlans(problem, (used) => used.includes(at) === wanted);
        expect({ seed, warehouse, differs: compareTallies(problem, otherwise.tally, other.tally) }).toEqual({
          seed,
          warehouse,
          differs: 0,
        });
        const { differs } = otherwise;
        expect(differs === null || differs.more > 0).toBe(true);
        expect(receipt.tiedWith.includes(warehouse)).toBe(wanted && differs === null);
      }
      if (receipt.bestAlone === null) continue;
      const code = receipt.bestAlone.warehouse;
      const alone = bestOfAllPlans(
        problem,
        (used) => used.length === 1 && ranking.candidates[used[0] ?? -1]?.code === code,
      );
      expect({ seed, differs: compareTallies(problem, receipt.bestAlone.tally, alone.tally) }).toEqual({
        seed,
        differs: 0,
      });
    }
  });

  it("take a kilobyte each at most", () => {
    const sizes = seeds.map((seed) => {
      const { question } = randomDecision(seed);
      return stored(question, answer(question)).bytes;
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_024);
    expect(sum(sizes) / sizes.length).toBeLessThanOrEqual(600);
  });
});

function planned(receipt: Receipt): Readonly<Record<string, unknown>> {
  const { plan, short, parcels, because } = receipt.plan;
  return {
    plan,
    short,
    parcels,
    because,
    considered: receipt.warehouses.map(({ warehouse, verdict, because: why }) => ({
      warehouse,
      verdict,
      because: why,
    })),
    leftAside: receipt.rules.filter(({ isKept }) => !isKept).map(({ rule, kind }) => ({ rule, kind })),
    version: receipt.rulesVersion,
  };
}

function wrongStock({ stock }: Receipt): readonly string[] {
  return stock
    .filter(({ available, heldBack, free }) => free !== (available > heldBack ? available - heldBack : 0))
    .map(({ sku, warehouse }) => `stock of ${sku} in ${warehouse}`);
}

function wrongUnits({ warehouses, lines, stock, plan }: Receipt): readonly string[] {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const wanted = (sku: string): number => sum(lines.filter((line) => line.sku === sku).map(({ quantity }) => quantity));
  const free = (sku: string, code: string): number =>
    stock.find((each) => each.sku === sku && each.warehouse === code)?.free ?? 0;
  const wrong = warehouses.filter(({ warehouse, units }) => {
    return units !== sum(skus.map((sku) => Math.min(wanted(sku), free(sku, warehouse))));
  });
  const overdrawn = plan.plan.filter(({ sku, warehouse, quantity }) => quantity > free(sku, warehouse));
  return [
    ...wrong.map(({ warehouse }) => `units of ${warehouse}`),
    ...overdrawn.map(({ sku }) => `${sku} in the plan`),
  ];
}

/** By the tariffs themselves, without our own arithmetic: first weight, then each step begun. */
function wrongCosts(receipt: Receipt, question: Question): readonly string[] {
  const { plan, warehouses, lines } = receipt;
  if (question.kind === "plain") return plan.costMinor === 0 ? [] : ["a plain plan has a cost"];
  const { carriers, warehouses: known } = question.request;
  const price = (code: string, grams: number, carrier: string | null): number => {
    const handling = known.find((each) => each.code === code)?.handlingMinor ?? 0;
    const rate = carriers.find((each) => each.code === carrier)?.tariffs[0]?.rate;
    if (rate?.kind !== "first_and_steps") return handling;
    let minor = rate.firstMinor;
    for (let left = grams - rate.firstGrams; left > 0; left -= rate.stepGrams) minor += rate.stepMinor;
    return minor + handling;
  };
  const gramsOf = (lineId: string): number => lines.find((line) => line.lineId === lineId)?.grams ?? 0;
  const whole = sum(lines.map(({ lineId, quantity }) => gramsOf(lineId) * quantity));
  const parcels = plan.parcels.filter((each) => each.costMinor !== price(each.warehouse, each.grams, each.carrier));
  const alone = warehouses.filter((each) => {
    return each.alone !== null && each.alone.costMinor !== price(each.warehouse, whole, each.alone.carrier);
  });
  const total = sum(plan.parcels.map(({ costMinor }) => costMinor));
  const days = warehouses.filter(({ alone: one, waits, days: fastest }) => {
    return one !== null && one.days !== null && one.days < (fastest ?? waits ?? 0);
  });
  const checked = warehouses.flatMap(({ checks, verdict, warehouse }) =>
    verdict !== "excluded" && checks.some(({ passes, isSoft }) => !passes && !isSoft) ? [`rules of ${warehouse}`] : [],
  );
  return [
    ...parcels.map(({ warehouse }) => `the parcel from ${warehouse}`),
    ...alone.map(({ warehouse }) => `everything from ${warehouse}`),
    ...days.map(({ warehouse }) => `days from ${warehouse}`),
    ...(total === plan.costMinor ? [] : ["the sum of the parcels"]),
    ...checked,
  ];
}
