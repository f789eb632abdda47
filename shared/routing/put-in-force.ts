import type { MerchantId } from "../kernel/ids.ts";
import { fail, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { RuleSchedule } from "../rules/rule-schedule.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import {
  bringBackRuleSet,
  type Publishing,
  type PublishProblem,
  publishRuleSet,
  readRuleDraft,
} from "../rules/rule-store.ts";
import type { Table } from "../table/port.ts";
import { readPlainRules } from "./settings-store.ts";
import { wakeWaiting } from "./wake-waiting.ts";

/** Orders that wait are looked at again once the rules hold. */
export type PutInForce = {
  /** The saved draft becomes the next version. */
  readonly publish: (
    merchant: MerchantId,
    publishing: Omit<Publishing, "above">,
  ) => Promise<Result<RuleSet, PublishProblem | { readonly kind: "no_draft" }>>;
  /** An earlier version holds again; 0 ends the use of rule sets. */
  readonly bringBack: (
    merchant: MerchantId,
    version: number,
    when: Pick<Publishing, "from" | "now">,
  ) => Promise<Result<RuleSchedule, PublishProblem>>;
};

export function makePutInForce({
  table,
  backorders,
}: {
  readonly table: Table;
  readonly backorders: QueueSender;
}): PutInForce {
  return {
    publish: async (merchant, publishing) => {
      const saved = await readRuleDraft(table, merchant);
      if (saved === null) return fail({ kind: "no_draft" });
      // A note names one version only: those of plain rules are taken.
      const above = (await readPlainRules(table, merchant)).version;
      const made = await publishRuleSet(table, merchant, saved.draft, { ...publishing, above });
      if (made.ok) await backorders.send(wakeWaiting(merchant, publishing.now, publishing.from));
      return made;
    },
    bringBack: async (merchant, version, when) => {
      const done = await bringBackRuleSet(table, merchant, version, when);
      if (done.ok) await backorders.send(wakeWaiting(merchant, when.now, when.from));
      return done;
    },
  };
}
