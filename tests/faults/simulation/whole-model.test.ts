import { describe, expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";
import { named } from "./options.ts";
import { toText } from "./shrink.ts";
import { runWhole } from "./whole-model.ts";

const histories = 200;

describe("the whole model", () => {
  it(`keeps every promise in ${histories} histories`, async () => {
    const { found, faults } = await runCampaign(runWhole, { from: 1, seeds: histories });
    expect(found.map(({ name, violation }) => `${toText(name)} ${violation.invariant} ${violation.says}`)).toEqual([]);
    expect(faults).toBeGreaterThan(10 * histories);
  }, 120_000);

  it("replays a history exactly", async () => {
    const [first, second] = [
      await runWhole(named(5), { isTraced: true }),
      await runWhole(named(5), { isTraced: true }),
    ];
    expect(second.trace).toEqual(first.trace);
    expect(first.trace?.length).toBeGreaterThan(50);
  });
});
