import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import { pointToLatest } from "../latest.ts";
import { sha256 } from "../render-report.ts";
import { readSeals, type Seal, writeSeal } from "../seal-store.ts";
import { type Check, isTiedOut, offChecks, whatIsOff } from "../tie-out.ts";
import { type CutDeps, cutDay } from "./cut-day.ts";
import { type BrokenRow, dropCut } from "./cut-state.ts";
import type { FactsManifest } from "./facts-manifest.ts";
import { restateDay } from "./restate-day.ts";
import { factsManifestKey, factsPrefix, openFacts, type SealedFacts } from "./sealed-facts.ts";

export type FactsAnswer =
  | { readonly kind: "sealed" | "unchanged"; readonly facts: SealedFacts }
  | { readonly kind: "failed_tie_out"; readonly checks: readonly Check[]; readonly broken: readonly BrokenRow[] }
  | { readonly kind: "paused" };

export type SealFacts = (
  merchant: MerchantSettings,
  day: string,
  options: {
    /** Also convert what had no rate when the day was sealed. */
    readonly stamps: boolean;
    readonly hasTime: () => boolean;
  },
) => Promise<FactsAnswer>;

/**
 * Seals the facts of a closed day, once. Called again it verifies: facts that the sealed version lacks become a new version
 * with a list of what is new, and nothing else does. Safe to run twice at the same time and to die anywhere: files of facts
 * are named by their content, the manifest is written only if absent, and the first one is what counts.
 */
export function makeSealFacts(deps: CutDeps): SealFacts {
  return async (merchant, day, options) => {
    const { merchantId } = merchant;
    const seals = await readSeals(deps.table, merchantId, day, "facts");
    const latest = seals.findLast(({ state }) => state === "sealed");
    if (latest === undefined) {
      const cut = await cutDay(deps, merchant, day, options.hasTime);
      return cut.kind === "paused" ? cut : settle(deps, merchant, { ...cut, diff: null });
    }
    const facts = await openFacts(deps.exports, merchantId, day, latest.version);
    if (facts === null) throw new Error(`the facts of ${day} are sealed and their manifest is gone`);
    const restated = await restateDay(deps, merchant, facts, options);
    if (restated.kind === "restated") return settle(deps, merchant, restated);
    await pointToFacts(deps, latest, merchantId);
    return { kind: "unchanged", facts };
  };
}

type Made = {
  readonly manifest: FactsManifest;
  readonly checks: readonly Check[];
  readonly broken: readonly BrokenRow[];
  readonly diff: string | null;
};

async function settle(deps: CutDeps, merchant: MerchantSettings, made: Made): Promise<FactsAnswer> {
  const { table, now } = deps;
  const { merchantId } = merchant;
  const { day, version } = made.manifest;
  const sealedAt = now().toISOString();
  if (!isTiedOut(made.checks)) {
    const rows = made.broken.map(({ id, check, expected, found }) => `${id} (${check}: ${expected} ≠ ${found})`);
    const note = [whatIsOff(made.checks), ...rows].join("; ");
    const failed = { state: "failed_tie_out", manifestKey: "", manifestSha256: "", note } as const;
    await writeSeal(
      table,
      merchantId,
      { report: "facts", day, version, sealedAt, rows: rowsOf(made.manifest), ...failed },
      [],
    );
    await dropCut(table, merchantId, day, sealedAt);
    return {
      kind: "failed_tie_out",
      checks: offChecks(made.checks),
      broken: made.broken,
    };
  }
  const facts = await keepFirst(deps, made);
  const { manifest } = facts;
  const manifestKey = factsManifestKey(merchantId, day, version);
  const seal: Seal = {
    report: "facts",
    day,
    version,
    state: "sealed",
    sealedAt,
    rows: rowsOf(manifest),
    manifestKey,
    manifestSha256: sha256(textOf(manifest)),
    note: noteOf(manifest),
  };
  await writeSeal(table, merchantId, seal, []);
  await pointToFacts(deps, seal, merchantId);
  return { kind: "sealed", facts };
}

/** Stores the manifest unless another worker was first; then theirs is the one that everything is made from. */
async function keepFirst(deps: CutDeps, { manifest, diff }: Made): Promise<SealedFacts> {
  const { merchantId, day, version, restates } = manifest;
  const key = factsManifestKey(merchantId, day, version);
  if (diff !== null && restates !== undefined) {
    await deps.exports.put(restates.diffKey, diff, { contentType: "text/csv; charset=utf-8", onlyIfAbsent: true });
  }
  await deps.exports.put(key, textOf(manifest), { contentType: "application/json", onlyIfAbsent: true });
  const first = await openFacts(deps.exports, merchantId, day, version);
  if (first === null) throw new Error(`${key} was written and is gone`);
  return first;
}

async function pointToFacts(deps: CutDeps, seal: Seal, merchantId: string): Promise<void> {
  const { day, version, manifestKey, manifestSha256 } = seal;
  await pointToLatest(deps.exports, `${factsPrefix(merchantId, day)}latest.json`, {
    report: "facts",
    day,
    version,
    manifestKey,
    manifestSha256,
  });
}

function textOf(manifest: FactsManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function rowsOf({ rows }: FactsManifest): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

function noteOf({ restates }: FactsManifest): string {
  if (restates === undefined) return "";
  const what = [
    ...(restates.added === 0 ? [] : [`${restates.added} bookings came late`]),
    ...(restates.converted === 0 ? [] : [`${restates.converted} bookings have a rate now`]),
  ];
  return `restates v${restates.version}: ${what.join(", ")}`;
}
