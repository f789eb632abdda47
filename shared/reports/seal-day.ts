import type { MerchantId } from "../kernel/ids.ts";
import type { ObjectFiles, ObjectRanges, ObjectUploads } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { allReports } from "./all-reports.ts";
import { customReportOf, inForceOn, readSavedReports } from "./custom/custom-store.ts";
import { endsOn, toReport } from "./custom/to-report.ts";
import { type BrokenRow, saveDone } from "./facts/cut-state.ts";
import { makeSealFacts } from "./facts/seal-facts.ts";
import type { SealedFacts } from "./facts/sealed-facts.ts";
import { isDue } from "./report.ts";
import type { ReportDefinition } from "./report-definition.ts";
import { makeSealReport } from "./seal-report.ts";
import type { Check } from "./tie-out.ts";

export type SealDayAnswer =
  | { readonly kind: "done"; readonly version: number; readonly sealed: readonly string[] }
  /** Nothing of what is named was published. */
  | {
      readonly kind: "failed_tie_out";
      readonly reports: readonly string[];
      readonly checks: readonly Check[];
      readonly broken: readonly BrokenRow[];
    }
  /** There was no time to finish; what has been done is kept. */
  | { readonly kind: "paused" };

export type SealDay = (
  merchant: MerchantSettings,
  day: string,
  options?: { readonly stamps?: boolean; readonly hasTime?: () => boolean },
) => Promise<SealDayAnswer>;

/** Seals, or verifies, the facts of a closed day and then every report that is made from them, the merchant's own ones last. */
export function makeSealDay(deps: {
  readonly table: Table;
  readonly exports: ObjectFiles & ObjectRanges & ObjectUploads;
  readonly now: () => Date;
  readonly reports?: readonly ReportDefinition[];
}): SealDay {
  const { reports = allReports } = deps;
  const sealFacts = makeSealFacts(deps);
  const sealReport = makeSealReport(deps);
  return async (merchant, day, { stamps = false, hasTime = () => true } = {}) => {
    const answer = await sealFacts(merchant, day, { stamps, hasTime });
    if (answer.kind === "paused") return answer;
    if (answer.kind === "failed_tie_out")
      return { kind: "failed_tie_out", reports: ["facts"], checks: answer.checks, broken: answer.broken };
    const sealed: string[] = [];
    const failed: { readonly report: string; readonly checks: readonly Check[] }[] = [];
    const due = reports.filter(({ name }) => isDue(name, day));
    const all = [...due, ...(await ownReports(deps.table, merchant.merchantId, day))];
    for (const definition of all.filter((each) => isKnown(each, answer.facts))) {
      if (!hasTime()) return { kind: "paused" };
      const made = await sealReport(merchant, answer.facts, definition);
      if (made.kind === "sealed") sealed.push(definition.name);
      if (made.kind === "failed_tie_out") failed.push({ report: definition.name, checks: made.checks });
    }
    const { version } = answer.facts.manifest;
    if (failed.length === 0) {
      await saveDone(deps.table, merchant.merchantId, answer.facts.manifest);
      return { kind: "done", version, sealed };
    }
    const checks = failed.flatMap((each) => each.checks);
    return { kind: "failed_tie_out", reports: failed.map(({ report }) => report), checks, broken: [] };
  };
}

/** The merchant's own reports, by the definitions that were in force on the day. */
async function ownReports(table: Table, merchant: MerchantId, day: string): Promise<readonly ReportDefinition[]> {
  const inForce = inForceOn(await readSavedReports(table, merchant), day).map(customReportOf);
  return inForce.filter((custom) => endsOn(custom, day)).map(toReport);
}

/** Facts that were sealed before the hub wrote down a kind say nothing of it; an empty report would. */
function isKnown({ uses }: ReportDefinition, { manifest }: SealedFacts): boolean {
  return uses.every((kind) => manifest.rows[kind] !== undefined);
}
