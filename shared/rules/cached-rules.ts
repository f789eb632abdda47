import type { MerchantId } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { type RuleSchedule, ruleSetAt } from "./rule-schedule.ts";
import type { RuleSet } from "./rule-set.ts";
import { readRuleSchedule, readRuleSets } from "./rule-store.ts";

/** The rule set in force at this moment; null for a merchant without one. */
export type ReadRules = (merchant: MerchantId) => Promise<RuleSet | null>;

type Kept = { readonly schedule: RuleSchedule; readonly sets: readonly RuleSet[]; readonly until: number };

const keptMs = 60_000;

/**
 * Reads schedule and sets at most once a minute for each merchant: a published set reaches every function within that time.
 * A set that was scheduled before begins at its instant.
 */
export function makeCachedRules(table: Table, clock: () => Date): ReadRules {
  const kept = new Map<MerchantId, Kept>();
  return async (merchant) => {
    const now = clock();
    let known = kept.get(merchant);
    if (known === undefined || known.until <= now.getTime()) {
      const schedule = await readRuleSchedule(table, merchant);
      const versions = schedule.entries.map(({ version }) => version);
      known = { schedule, sets: await readRuleSets(table, merchant, versions), until: now.getTime() + keptMs };
      kept.set(merchant, known);
    }
    return ruleSetAt(known.schedule, known.sets, now.toISOString());
  };
}
