import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { CutDeps } from "./cut-day.ts";
import type { EntryFact, ExceptionFact, FeeFact, LineFact, PaymentFact } from "./fact.ts";
import { readPart, writePart } from "./fact-parts.ts";
import { add, type Sums } from "./fact-totals.ts";
import { diffRow } from "./facts-diff.ts";
import type { FactsPart, StampedRate } from "./facts-manifest.ts";
import { makeRateStamps, rateIdOf, reportingMinor, runningConversion, type Stamp } from "./rate-stamps.ts";
import { factsPrefix, type SealedFacts } from "./sealed-facts.ts";

export type StampedAgain = {
  readonly parts: readonly FactsPart[];
  readonly rates: Readonly<Record<string, StampedRate>>;
  readonly reporting: Sums;
  /** How many exceptions are none any more. */
  readonly settled: number;
  /** One row for each entry, payment and fee that is converted now. */
  readonly diff: readonly string[];
};

const convertible = ["entries", "lines", "payments", "fees"] as const;
type Convertible = EntryFact | LineFact | PaymentFact | FeeFact;

/** Converts what had no rate when the day was sealed and has one now; what was converted stays as it is. Null when there is nothing. */
export async function stampAgain(
  deps: CutDeps,
  merchant: MerchantSettings,
  sealed: SealedFacts,
): Promise<StampedAgain | null> {
  const { manifest } = sealed;
  const stamps = makeRateStamps(deps.table, merchant.merchantId, manifest.currency, manifest.rates);
  const reporting: Sums = { ...manifest.totals.reporting };
  const parts: FactsPart[] = [];
  const diff: string[] = [];
  const prefix = factsPrefix(manifest.merchantId, manifest.day);
  let converted = 0;
  let settled = 0;
  let running: { readonly entryId: string; readonly turn: (minor: number) => number | null } | null = null;
  const turned = (fact: Convertible, stamp: Stamp): number | null => {
    if (!("entryId" in fact)) return reportingMinor(amountOf(fact), stamp);
    if (running?.entryId !== fact.entryId) running = { entryId: fact.entryId, turn: runningConversion(stamp) };
    return running.turn(fact.totalMinor);
  };
  for (const part of manifest.parts) {
    const kind = convertible.find((each) => each === part.kind);
    if (part.kind === "exceptions") {
      // What has a rate now is no exception any more.
      const open: ExceptionFact[] = [];
      for (const fact of await readPart(deps.exports, { ...part, kind: "exceptions" }))
        if (fact.kind !== "missing_rate" || (await stamps.stampOf(fact.subject, fact.originalDay)).kind === "missing")
          open.push(fact);
      settled += part.rows - open.length;
      if (open.length > 0) parts.push(await writePart(deps.exports, prefix, "exceptions", open));
      continue;
    }
    if (kind === undefined) {
      parts.push(part);
      continue;
    }
    let changes = 0;
    const facts: Convertible[] = [];
    for (const fact of await readPart(deps.exports, { ...part, kind })) {
      const stamp = fact.reportingMinor === null ? await stamps.stampOf(fact.currency, fact.originalDay) : null;
      const amount = stamp === null || stamp.kind === "missing" ? null : turned(fact, stamp);
      if (stamp === null || amount === null) {
        facts.push(fact);
        continue;
      }
      const now: Convertible = { ...fact, rateId: rateIdOf(stamp), reportingMinor: amount };
      facts.push(now);
      changes += 1;
      if (kind === "entries") add(reporting, fact.currency, amount);
      const row = diffRow("converted", kind, now as never);
      if (row !== null) diff.push(row);
    }
    converted += changes;
    parts.push(changes === 0 ? part : await writePart(deps.exports, prefix, kind, facts as never));
  }
  return converted === 0 ? null : { parts, rates: stamps.used(), reporting, settled, diff };
}

function amountOf(fact: EntryFact | PaymentFact | FeeFact): number {
  return "amountMinor" in fact ? fact.amountMinor : fact.totalMinor;
}
