import { makeEvent } from "../../events/catalog.ts";
import type { MerchantId } from "../kernel/ids.ts";
import type { ObjectFiles } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { draftReport } from "./draft-report.ts";
import { dayPrefix, renderReport, snapshotName, versionPrefix } from "./render-report.ts";
import type { ReportName, ReportSnapshot } from "./report.ts";
import { readSeals, type Seal, writeSeal } from "./seal-store.ts";
import { decodeSnapshot, encodeSnapshot, restate, sha256 } from "./snapshot.ts";
import { type Check, isTiedOut } from "./tie-out.ts";

export type SealAnswer =
  | { readonly kind: "sealed"; readonly seal: Seal }
  | { readonly kind: "unchanged"; readonly seal: Seal }
  | { readonly kind: "failed_tie_out"; readonly checks: readonly Check[] };

export type SealReport = (merchant: MerchantSettings, day: string, report: ReportName) => Promise<SealAnswer>;

/**
 * Seals one report of one closed day, once. Called again it verifies: entries that the sealed version lacks become a new
 * version, and nothing else does. Safe to run twice at the same time and to die anywhere: the snapshot is stored first and
 * only if absent, every other file is made from it, and the seal in the table is the last word.
 */
export function makeSealReport(deps: { table: Table; exports: ObjectFiles; now: () => Date }): SealReport {
  return async (merchant, day, report) => {
    const seals = (await readSeals(deps.table, merchant.merchantId, day, report)).filter(
      (seal) => seal.state === "sealed",
    );
    const latest = seals.at(-1);
    if (latest !== undefined && report === "stock") {
      // A worker may have died between the seal and its pointer.
      await pointToLatest(deps.exports, merchant.merchantId, latest);
      return { kind: "unchanged", seal: latest };
    }

    const version = (latest?.version ?? 0) + 1;
    const draft = await draftReport(deps.table, merchant, day, report, { version, now: deps.now() });
    if (!isTiedOut(draft.checks)) return refuse(deps, merchant.merchantId, draft.snapshot, draft.checks);

    const wanted =
      latest === undefined
        ? draft.snapshot
        : restate(await readSnapshot(deps.exports, merchant.merchantId, latest), draft.snapshot);
    if (wanted === null && latest !== undefined) {
      await pointToLatest(deps.exports, merchant.merchantId, latest);
      return { kind: "unchanged", seal: latest };
    }
    const snapshot = await keepFirst(deps.exports, wanted ?? draft.snapshot);
    return publish(deps, merchant.merchantId, snapshot, latest);
  };
}

type Deps = { readonly table: Table; readonly exports: ObjectFiles; readonly now: () => Date };

/** Stores the snapshot unless another worker was first; then theirs is the one that everything is made from. */
async function keepFirst(exports: ObjectFiles, snapshot: ReportSnapshot): Promise<ReportSnapshot> {
  const key = snapshotKey(snapshot.merchantId, snapshot);
  const stored = await exports.put(key, encodeSnapshot(snapshot), {
    contentType: "application/x-ndjson",
    onlyIfAbsent: true,
  });
  return stored.ok ? snapshot : readSnapshot(exports, snapshot.merchantId, snapshot);
}

async function readSnapshot(exports: ObjectFiles, merchant: string, of: SnapshotName): Promise<ReportSnapshot> {
  const stored = await exports.get(snapshotKey(merchant, of));
  if (stored === null) throw new Error(`the snapshot ${snapshotKey(merchant, of)} of a sealed report is gone`);
  return decodeSnapshot(new TextDecoder().decode(stored.body));
}

type SnapshotName = { readonly report: ReportName; readonly day: string; readonly version: number };

function snapshotKey(merchant: string, { report, day, version }: SnapshotName): string {
  return `${versionPrefix(merchant, report, day, version)}${snapshotName(report, day)}`;
}

async function publish(
  deps: Deps,
  merchant: MerchantId,
  snapshot: ReportSnapshot,
  before: Seal | undefined,
): Promise<SealAnswer> {
  const { report, day, version } = snapshot;
  const prefix = versionPrefix(merchant, report, day, version);
  const { files, manifest } = renderReport(snapshot);
  for (const file of files.slice(1))
    await deps.exports.put(`${prefix}${file.name}`, file.body, { contentType: file.contentType });
  const manifestText = `${JSON.stringify(manifest, null, 2)}\n`;
  await deps.exports.put(`${prefix}manifest.json`, manifestText, { contentType: "application/json" });

  const sealedAt = deps.now().toISOString();
  const seal: Seal = {
    report,
    day,
    version,
    state: "sealed",
    sealedAt,
    rows: snapshot.rows.length,
    manifestKey: `${prefix}manifest.json`,
    manifestSha256: sha256(manifestText),
    note:
      before === undefined
        ? ""
        : `restates v${before.version}: ${snapshot.rows.length - before.rows} entries came late`,
  };
  const event = makeEvent({
    type: "report.sealed.v1",
    merchantId: merchant,
    subject: `${merchant}/${report}/${day}`,
    subjectVersion: version,
    occurredAt: snapshot.cutAt,
    recordedAt: sealedAt,
    detail: { report, day, version, manifestKey: seal.manifestKey, rows: seal.rows },
  });
  await writeSeal(deps.table, merchant, seal, [event]);
  await pointToLatest(deps.exports, merchant, seal);
  return { kind: "sealed", seal };
}

/** `latest.json` beside the versions: what a script reads first. */
async function pointToLatest(exports: ObjectFiles, merchant: MerchantId, seal: Seal): Promise<void> {
  const { report, day, version, manifestKey, manifestSha256 } = seal;
  const body = `${JSON.stringify({ report, day, version, manifestKey, manifestSha256 }, null, 2)}\n`;
  await exports.put(`${dayPrefix(merchant, report, day)}latest.json`, body, { contentType: "application/json" });
}

/** Nothing is published; the sums that did not agree are kept where operators see them. */
async function refuse(
  deps: Deps,
  merchant: MerchantId,
  snapshot: ReportSnapshot,
  checks: readonly Check[],
): Promise<SealAnswer> {
  const { report, day, version } = snapshot;
  const off = checks.filter((check) => check.expected !== check.found);
  const note = off.map(
    (check) =>
      `${check.name}${check.currency === null ? "" : ` (${check.currency})`}: ${check.expected} ≠ ${check.found}`,
  );
  const seal: Seal = {
    report,
    day,
    version,
    state: "failed_tie_out",
    sealedAt: deps.now().toISOString(),
    rows: snapshot.rows.length,
    manifestKey: "",
    manifestSha256: "",
    note: note.join("; "),
  };
  await writeSeal(deps.table, merchant, seal, []);
  return { kind: "failed_tie_out", checks: off };
}
