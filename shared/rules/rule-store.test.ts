import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { checkRuleSet } from "./check-rule-set.ts";
import { noSchedule, ruleSetAt, scheduled } from "./rule-schedule.ts";
import type { RuleSetDraft } from "./rule-set.ts";
import {
  bringBackRuleSet,
  listRuleSets,
  publishRuleSet,
  readRuleDraft,
  readRuleSchedule,
  readRuleSets,
  saveRuleDraft,
  unscheduleRuleSet,
} from "./rule-store.ts";

const day = (number: number): string => `2026-11-${String(number).padStart(2, "0")}T00:00:00.000Z`;

function draft(note: string): RuleSetDraft {
  const rules = [
    { name: "no tea from SHA", when: 'hasSku("TEA-*")', actions: [{ do: "exclude", warehouses: ["SHA"] }] },
  ];
  const read = checkRuleSet({ rules, note, regions: { 江浙沪: ["江苏", "浙江", "上海"] } }, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return read.value;
}

async function publish(table: Table, note: string, from: string, now: string) {
  return publishRuleSet(table, aMerchantId, draft(note), { by: "mei", from, now });
}

async function noteAt(table: Table, instant: string): Promise<string | null> {
  const schedule = await readRuleSchedule(table, aMerchantId);
  const sets = await readRuleSets(
    table,
    aMerchantId,
    schedule.entries.map(({ version }) => version),
  );
  return ruleSetAt(schedule, sets, instant)?.note ?? null;
}

describe("rule sets", () => {
  it("are numbered, kept unchanged, and in force from their instant on", async () => {
    const table = makeMemoryTable();
    expect(await publish(table, "first", day(1), day(1))).toMatchObject({ ok: true, value: { version: 1 } });
    expect(await publish(table, "later", day(9), day(2))).toMatchObject({ ok: true, value: { version: 2 } });

    expect(await Promise.all([day(1), day(8), day(9)].map((at) => noteAt(table, at)))).toEqual([
      "first",
      "first",
      "later",
    ]);
    const [newest, oldest] = await listRuleSets(table, aMerchantId);
    expect([newest?.version, oldest?.version]).toEqual([2, 1]);
    expect(oldest).toMatchObject({ ...draft("first"), publishedBy: "mei", effectiveFrom: day(1) });
  });

  it("never begin in the past", async () => {
    const table = makeMemoryTable();
    expect(await publish(table, "first", day(1), day(5))).toMatchObject({ value: { effectiveFrom: day(5) } });
    expect(await noteAt(table, day(4))).toBeNull();
  });

  it("can be brought back, ended, and taken off the schedule", async () => {
    const table = makeMemoryTable();
    await publish(table, "first", day(1), day(1));
    await publish(table, "second", day(2), day(2));
    await publish(table, "third", day(20), day(3));
    await bringBackRuleSet(table, aMerchantId, 1, { from: day(4), now: day(4) });
    expect([await noteAt(table, day(4)), await noteAt(table, day(20))]).toEqual(["first", "third"]);

    await unscheduleRuleSet(table, aMerchantId, 3, day(5));
    await bringBackRuleSet(table, aMerchantId, 0, { from: day(6), now: day(5) });
    expect([await noteAt(table, day(5)), await noteAt(table, day(20))]).toEqual(["first", null]);
    const unknown = { ok: false, error: { kind: "unknown_version", version: 9 } };
    expect(await bringBackRuleSet(table, aMerchantId, 9, { from: day(6), now: day(6) })).toEqual(unknown);
    expect(await unscheduleRuleSet(table, aMerchantId, 9, day(6))).toEqual(unknown);
  });

  it("of two people who publish at once the second looks again", async () => {
    const bare = makeMemoryTable();
    let isFirst = true;
    const table: Table = {
      ...bare,
      transact: async (writes) => {
        if (isFirst) {
          isFirst = false;
          await publish(bare, "quicker", day(1), day(1));
        }
        return bare.transact(writes);
      },
    };
    expect(await publish(table, "slower", day(1), day(1))).toEqual({ ok: false, error: { kind: "changed_meanwhile" } });
    expect(await noteAt(table, day(1))).toBe("quicker");
  });

  it("are saved as a draft first, and refused when they are too large to keep", async () => {
    const table = makeMemoryTable();
    expect(await readRuleDraft(table, aMerchantId)).toBeNull();
    const saved = { draft: draft("work in progress"), savedAt: day(1), savedBy: "mei" };
    await saveRuleDraft(table, aMerchantId, saved);
    expect(await readRuleDraft(table, aMerchantId)).toEqual(saved);
    const large = { ...saved, draft: { ...saved.draft, note: "x".repeat(300_001) } };
    expect(await saveRuleDraft(table, aMerchantId, large)).toMatchObject({ error: { kind: "too_large" } });
    const published = await publishRuleSet(table, aMerchantId, large.draft, { by: "mei", from: day(1), now: day(1) });
    expect(published).toMatchObject({ error: { kind: "too_large" } });
  });

  it("are counted on from the rules that were there before", async () => {
    const publishing = { by: "mei", from: day(1), now: day(1), above: 4 };
    expect(await publishRuleSet(makeMemoryTable(), aMerchantId, draft("a"), publishing)).toMatchObject({
      value: { version: 5 },
    });
  });

  it("leave the schedule when another has taken their place", () => {
    const first = scheduled(noSchedule, { version: 1, from: day(1) }, day(1));
    const second = scheduled(first, { version: 2, from: day(3) }, day(3));
    expect(second.entries).toEqual([{ version: 2, from: day(3) }]);
    expect(scheduled(second, { version: 3, from: day(3) }, day(2)).entries).toEqual([{ version: 3, from: day(3) }]);
  });
});
