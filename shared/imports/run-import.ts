import { createHash } from "node:crypto";
import { makeEvent } from "../../events/catalog.ts";
import { businessDay } from "../kernel/business-day.ts";
import { importIdOf } from "../kernel/ids.ts";
import type { ObjectFiles } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import { type ReadSheet, readLimits } from "../sheets/rows.ts";
import { importContentKey } from "../table/keys.ts";
import type { Table, Value } from "../table/port.ts";
import type { ApplyOrder, FileInHand } from "./apply-orders.ts";
import type { ApplyParcel } from "./apply-parcels.ts";
import type { Fates } from "./apply-units.ts";
import { fileProblemText } from "./file-problems.ts";
import type { Columns } from "./find-columns.ts";
import { type ImportJob, isFinished, readImport, writeImport } from "./import-job.ts";
import { type ImportKind, localeOf } from "./import-kind.ts";
import { leftOutRows } from "./left-out-rows.ts";
import type { Receipt } from "./receipt.ts";
import type { RecognisedColumns } from "./recognise-columns.ts";
import { receiptKey, uploadOfKey } from "./upload-key.ts";

/** What the bucket tells of an upload. `version` names these very bytes: a version id or an etag. */
export type Uploaded = {
  readonly key: string;
  readonly version: string;
  readonly etag: string;
  readonly bytes: number;
  readonly at: string;
};

export type ImportAnswer =
  | { readonly kind: "finished"; readonly job: ImportJob }
  | { readonly kind: "skipped"; readonly why: string };

export type RunImport = (upload: Uploaded) => Promise<ImportAnswer>;

/** What an import must know of its merchant. */
export type Settings = {
  readonly merchant: MerchantSettings;
  readonly warehouses: readonly { readonly code: string }[];
};

export type ImportDeps = {
  readonly table: Table;
  readonly files: ObjectFiles;
  readonly applyOrder: ApplyOrder;
  readonly applyParcel: ApplyParcel;
  readonly readSettings: (merchant: FileInHand["merchantId"]) => Promise<Settings | null>;
  readonly now: () => Date;
};

/**
 * One uploaded file from its bytes to its receipt. Killed anywhere and run again, it ends with the same orders, stock,
 * receipt and figures: every row is applied under a name made of the file's content and the row.
 */
export function makeRunImport(deps: ImportDeps): RunImport {
  return async (upload) => {
    const place = uploadOfKey(upload.key);
    if (place === null) return { kind: "skipped", why: "not a place for imports" };
    const settings = await deps.readSettings(place.merchantId);
    if (settings === null) return { kind: "skipped", why: `there is no merchant ${place.merchantId}` };
    const importId = importIdOf(place.merchantId, upload.key, upload.version);
    const before = await readImport(deps.table, place.merchantId, importId);
    if (before !== null && isFinished(before)) return { kind: "skipped", why: "finished before" };
    const job: ImportJob = { ...blankJob, ...place, importId, objectKey: upload.key, receivedAt: upload.at };
    if (upload.bytes > readLimits.fileBytes) {
      const problem = { kind: "too_large", bytes: upload.bytes, allowed: readLimits.fileBytes } as const;
      return reject(deps, job, fileProblemText(problem, localeOf(settings.merchant.locale)), settings);
    }
    const stored = await deps.files.get(upload.key);
    if (stored === null) return { kind: "skipped", why: "the file is gone" };
    if (unquoted(stored.etag) !== unquoted(upload.etag)) return { kind: "skipped", why: "replaced by a newer upload" };

    const content = contentOf(place.kind, stored.body, upload.at, settings.merchant);
    const file = { merchantId: place.merchantId, importId, objectKey: upload.key, content, uploadedAt: upload.at };
    const first = await claimContent(deps.table, job, content);
    if (first !== null)
      return finish(
        deps,
        { ...job, state: "duplicate", ...countsOf(first), reason: duplicateText(first, settings) },
        null,
        settings,
      );

    await writeImport(deps.table, job);
    // Readers, layouts and receipts are half of the worker: they are loaded with the first file, not with the function.
    const { readSheet } = await import("../sheets/read-sheet.ts");
    const sheet = await readSheet(stored.body);
    if (!sheet.ok) return reject(deps, job, fileProblemText(sheet.error, localeOf(settings.merchant.locale)), settings);
    const { recogniseColumns } = await import("./recognise-columns.ts");
    const found = recogniseColumns(sheet.value, job.kind);
    if (!found.ok) return reject(deps, job, fileProblemText(found.error, localeOf(settings.merchant.locale)), settings);
    const known = { ...job, layout: found.value.layout?.id ?? "", unusedColumns: found.value.unused };
    const fates = await applyRows(deps, file, known, { sheet: sheet.value, ...found.value }, settings);
    const done = { ...known, ...counted(fates) };
    const state = done.failed === 0 ? "applied" : "applied_with_errors";
    return finish(deps, { ...done, state }, { sheet: sheet.value, columns: found.value.columns, fates }, settings);
  };
}

const blankJob = {
  state: "applying",
  rows: 0,
  applied: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  layout: "",
  unusedColumns: [],
  receiptKey: "",
  reason: "",
  finishedAt: null,
} as const;

type ReadFile = { readonly sheet: ReadSheet; readonly columns: Columns };

async function applyRows(
  deps: ImportDeps,
  file: FileInHand,
  job: ImportJob,
  { sheet, columns, layout }: ReadFile & Pick<RecognisedColumns, "layout">,
  { merchant, warehouses }: Settings,
): Promise<Fates> {
  const { loadKind } = await import("./kinds/all-kinds.ts");
  const kind = await loadKind(job.kind);
  const below = sheet.rows.filter((row) => row.number > columns.headerRow);
  const leftOut = leftOutRows(below, columns, kind.neededCells);
  const rows = below.filter((row) => !leftOut.has(row.number));
  const codes = new Set<string>(warehouses.map((warehouse) => warehouse.code));
  const units = kind.read(rows, { columns, layout, merchant, warehouses: codes, uploadedAt: file.uploadedAt });
  const { applyUnits } = await import("./apply-units.ts");
  const fates = await applyUnits(units, deps, file, async (soFar) =>
    writeImport(deps.table, { ...job, ...counted(soFar), rows: rows.length }),
  );
  return new Map([...fates, ...leftOut]);
}

function counted(fates: Fates): Pick<ImportJob, "rows" | "applied" | "unchanged" | "skipped" | "failed"> {
  const of = (kind: string): number => [...fates.values()].filter((fate) => fate.kind === kind).length;
  const [applied, unchanged, skipped, failed] = [of("applied"), of("unchanged"), of("skipped"), of("failed")];
  return { rows: fates.size, applied, unchanged, skipped, failed };
}

/** A duplicate changes nothing: every row of the first upload is unchanged now. */
function countsOf(first: ImportJob): Pick<ImportJob, "rows" | "unchanged"> {
  return { rows: first.rows, unchanged: first.rows };
}

/**
 * Names what a file says: applied once under that name. The same orders are the same whenever they come; the same count on
 * another business day is a new count, for goods have moved since.
 */
function contentOf(
  kind: ImportKind,
  body: Uint8Array,
  uploadedAt: string,
  { zone, cutoffMinutes }: MerchantSettings,
): string {
  const sha256 = createHash("sha256").update(body).digest("hex");
  return kind === "stock" ? `${sha256}@${businessDay(uploadedAt, zone, cutoffMinutes)}` : sha256;
}

/** The import that applied this very content before, or null: then the content is this import's from now on. */
async function claimContent(table: Table, job: ImportJob, content: string): Promise<ImportJob | null> {
  const key = importContentKey(job.merchantId, job.kind, content);
  const claim = await table.put({ ...key, schemaVersion: 1, importId: job.importId }, { kind: "absent", path: "pk" });
  if (claim.ok) return null;
  const holder = claim.error.old?.["importId"];
  if (typeof holder !== "string" || holder === job.importId) return null;
  const first = await readImport(table, job.merchantId, holder as ImportJob["importId"]);
  return first?.state === "applied" ? first : null;
}

function duplicateText(first: ImportJob, settings: Settings): string {
  return localeOf(settings.merchant.locale) === "zh"
    ? `内容与 ${first.receivedAt} 上传的“${first.fileName}”完全相同，未重复导入。`
    : `The content is the same as "${first.fileName}", uploaded ${first.receivedAt}; nothing was applied again.`;
}

function reject(deps: ImportDeps, job: ImportJob, reason: string, settings: Settings): Promise<ImportAnswer> {
  return finish(deps, { ...job, state: "rejected", reason }, null, settings);
}

/** The receipt is stored before the job ends, so that a finished job always has one. */
async function finish(
  deps: ImportDeps,
  job: ImportJob,
  read: (ReadFile & { readonly fates: Fates }) | null,
  settings: Settings,
): Promise<ImportAnswer> {
  const locale = localeOf(settings.merchant.locale);
  const { writeReceipt, writeRejection } = await import("./receipt.ts");
  const receipt: Receipt =
    read === null ? writeRejection(job, locale) : writeReceipt(read.sheet, read.columns, read.fates, job, locale);
  const key = receiptKey(job.merchantId, job.importId, job.fileName, receipt.extension);
  await deps.files.put(key, receipt.body, { contentType: receipt.contentType });
  const finishedAt = deps.now().toISOString();
  const finished: ImportJob = { ...job, receiptKey: key, finishedAt };
  const { importId, kind, fileName, rows, applied, unchanged, skipped, failed, merchantId } = finished;
  const event = makeEvent({
    type: "import.finished.v1",
    merchantId,
    subject: importId,
    subjectVersion: 1,
    occurredAt: finishedAt,
    recordedAt: finishedAt,
    detail: { importId, kind, fileName, rows, applied, unchanged, skipped, failed, receiptKey: key },
  });
  await writeImport(deps.table, finished, [event as unknown as Value]);
  return { kind: "finished", job: finished };
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}
