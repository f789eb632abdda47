import { describe, expect, it } from "vitest";
import type { Item } from "../../../shared/table/port.ts";
import { runCampaign } from "./campaign.ts";
import { runCore } from "./core-model.ts";
import { engineTable } from "./engine-table.ts";
import { named } from "./options.ts";
import { toText } from "./shrink.ts";

const histories = 20_000;

describe("the core model", () => {
  it(`keeps every promise in ${histories} histories`, async () => {
    const { found, faults, calls } = await runCampaign(runCore, { from: 1, seeds: histories });
    expect(found.map(({ name, violation }) => `${toText(name)} ${violation.invariant} ${violation.says}`)).toEqual([]);
    expect(faults).toBeGreaterThan(histories);
    expect(calls).toBeGreaterThan(10 * histories);
  }, 120_000);

  it("replays a history exactly", async () => {
    for (const seed of [1, 7, 77]) {
      const [first, second] = [
        await runCore(named(seed), { isTraced: true }),
        await runCore(named(seed), { isTraced: true }),
      ];
      expect(second.trace).toEqual(first.trace);
      expect(first.trace?.length).toBeGreaterThan(3);
    }
  });

  it("ends in the same items over the engine that the local cloud uses", async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const plain = await runCore(named(seed));
      const engine = await runCore(named(seed), { makeTable: engineTable });
      expect(engine.violation, `seed ${seed}`).toBeNull();
      expect(sorted(engine.items), `seed ${seed}`).toEqual(sorted(plain.items));
      expect(engine.calls).toBe(plain.calls);
    }
  });
});

function sorted(items: ReadonlyMap<string, Item>): readonly Item[] {
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
