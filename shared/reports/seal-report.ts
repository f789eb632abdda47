import { makeEvent } from "../../events/catalog.ts";
import type { MerchantId } from "../kernel/ids.ts";
import type { ObjectFiles, ObjectRanges, ObjectUploads } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { checkReport } from "./check-report.ts";
import { openDays, openFacts, type SealedFacts } from "./facts/sealed-facts.ts";
import { allFormats } from "./formats/all-formats.ts";
import { parquet } from "./formats/parquet/parquet.ts";
import { heldRows } from "./held-rows.ts";
import { copyToLake, lakeKey } from "./lake.ts";
import { latestVersion, pointToLatest } from "./latest.ts";
import { dayPrefix, renderReport, sha256, versionPrefix } from "./render-report.ts";
import type { ReportDefinition, ReportSource } from "./report-definition.ts";
import { readSeals, type Seal, writeSeal } from "./seal-store.ts";
import { type Check, isTiedOut, offChecks, whatIsOff } from "./tie-out.ts";

export type SealAnswer =
  | { readonly kind: "sealed"; readonly seal: Seal }
  | { readonly kind: "unchanged"; readonly seal: Seal }
  | { readonly kind: "failed_tie_out"; readonly checks: readonly Check[] };

export type SealReport = (
  merchant: MerchantSettings,
  facts: SealedFacts,
  definition: ReportDefinition,
) => Promise<SealAnswer>;

type Deps = {
  readonly table: Table;
  readonly exports: ObjectFiles & ObjectRanges & ObjectUploads;
  readonly now: () => Date;
};

/**
 * Makes one report of the sealed facts of a day, once for each version of them that changes what the report is made from.
 * Safe to run twice at the same time and to die anywhere: files and manifest are the same bytes whoever writes them, the seal
 * in the table is the last word, and `latest.json` is turned last.
 */
export function makeSealReport(deps: Deps): SealReport {
  return async (merchant, facts, definition) => {
    const { merchantId, zone } = merchant;
    const { day, version } = facts.manifest;
    const seals = await readSeals(deps.table, merchantId, day, definition.name);
    const latest = seals.findLast((seal) => seal.state === "sealed");
    if (latest !== undefined && (await isStillRight(deps.exports, facts, definition, latest))) {
      // A worker may have died between the seal and its pointer.
      await pointToSeal(deps.exports, merchantId, latest, definition);
      return { kind: "unchanged", seal: latest };
    }
    const days = (from: string, to: string) => openDays(deps.exports, merchantId, from, to);
    const source: ReportSource = { facts, days, zone };
    const report = { ...definition, rows: heldRows(() => definition.rows(source)) };
    const checked = await checkReport(report, source);
    const head = { report: definition.name, day, version, sealedAt: deps.now().toISOString(), rows: checked.rows };
    if (!isTiedOut(checked.checks)) {
      const note = whatIsOff(checked.checks);
      const failed: Seal = { ...head, state: "failed_tie_out", manifestKey: "", manifestSha256: "", note };
      await writeSeal(deps.table, merchantId, failed, []);
      return { kind: "failed_tie_out", checks: offChecks(checked.checks) };
    }
    const manifest = await renderReport(deps.exports, report, source, checked);
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const manifestKey = `${versionPrefix(merchantId, definition.name, day, version)}manifest.json`;
    await deps.exports.put(manifestKey, text, { contentType: "application/json" });
    const note = latest === undefined ? "" : `restates v${latest.version}: ${checked.rows - latest.rows} rows more`;
    const seal: Seal = { ...head, state: "sealed", manifestKey, manifestSha256: sha256(text), note };
    await announce(deps.table, merchantId, seal, manifest.cutAt);
    await pointToSeal(deps.exports, merchantId, seal, definition);
    return { kind: "sealed", seal };
  };
}

async function announce(table: Table, merchant: MerchantId, seal: Seal, occurredAt: string): Promise<void> {
  const { report, day, version, manifestKey, rows, sealedAt } = seal;
  const event = makeEvent({
    type: "report.sealed.v1",
    merchantId: merchant,
    subject: `${merchant}/${report}/${day}`,
    subjectVersion: version,
    occurredAt,
    recordedAt: sealedAt,
    detail: { report, day, version, manifestKey, rows },
  });
  await writeSeal(table, merchant, seal, [event]);
}

/** Is the report as it was sealed made from the same files of facts? */
async function isStillRight(
  exports: ObjectFiles,
  facts: SealedFacts,
  { uses }: ReportDefinition,
  latest: Seal,
): Promise<boolean> {
  const { merchantId, day, version } = facts.manifest;
  if (latest.version >= version) return true;
  const before = await openFacts(exports, merchantId, day, latest.version);
  const keysOf = (sealed: SealedFacts | null): string =>
    JSON.stringify((sealed?.manifest.parts ?? []).filter(({ kind }) => uses.includes(kind)).map(({ key }) => key));
  return before !== null && keysOf(before) === keysOf(facts);
}

/** `latest.json` beside the versions, which a script reads first, and the file that query engines read. */
async function pointToSeal(
  exports: Deps["exports"],
  merchant: MerchantId,
  seal: Seal,
  { formats = allFormats }: ReportDefinition,
): Promise<void> {
  const { report, day, version, manifestKey, manifestSha256 } = seal;
  if (report === "facts") return;
  const key = `${dayPrefix(merchant, report, day)}latest.json`;
  await pointToLatest(exports, key, { report, day, version, manifestKey, manifestSha256 });
  if (!formats.includes(parquet)) return;
  await copyToLake(exports, lakeKey(merchant, report, day), async () => {
    const current = await latestVersion(exports, key);
    if (current === null) return null;
    const file = `${report}-${day}${parquet.extension}`;
    return { version: current, key: `${versionPrefix(merchant, report, day, current)}${file}` };
  });
}
