import { importIdOf } from "../kernel/ids.ts";
import { localeOf } from "../kernel/locale.ts";
import { ok } from "../kernel/result.ts";
import { type OpenedObject, openObject } from "../sheets/object-source.ts";
import { readRows } from "../sheets/read-rows.ts";
import { type RawRow, streamLimits } from "../sheets/rows.ts";
import { claimContent, contentOf } from "./claim-content.ts";
import { cutRows, rowsOf, takeHead } from "./cut-rows.ts";
import { type FileProblem, fileProblemText } from "./file-problems.ts";
import { closeImport } from "./finish-import.ts";
import type { ImportDeps, Settings, Step } from "./import-deps.ts";
import { type ImportJob, isAbsent, isFinished, readImport, writeImport } from "./import-job.ts";
import { type ImportPlan, writePlan } from "./import-plan.ts";
import { policyOf } from "./import-policy.ts";
import { openPhase, tellReading } from "./import-steps.ts";
import type { Uploaded } from "./import-task.ts";
import { duplicateText } from "./import-texts.ts";
import { loadKind } from "./kinds/all-kinds.ts";
import { headerSetOf } from "./mappings/header-set.ts";
import { readMappings } from "./mappings/saved-mapping.ts";
import { followUp } from "./next-tasks.ts";
import { recogniseColumns } from "./recognise-columns.ts";
import { scanVerdict } from "./scan-verdict.ts";
import { type Upload, uploadOfKey } from "./upload-key.ts";

/** Reads an uploaded file once, from front to back, and cuts it into chunks. */
export async function readUpload(deps: ImportDeps, upload: Uploaded): Promise<Step> {
  const place = uploadOfKey(upload.key);
  if (place === null) return skipped("not a place for imports");
  const settings = await deps.readSettings(place.merchantId);
  if (settings === null) return skipped(`there is no merchant ${place.merchantId}`);
  const importId = importIdOf(place.merchantId, upload.key, upload.version);
  const before = await readImport(deps.table, place.merchantId, importId);
  if (before !== null && isFinished(before)) return skipped("finished before");
  if (before !== null && before.work !== null) return followUp(deps, before, "resumed");
  const job = { ...blankJob, ...named(place, upload), importId };
  if (upload.bytes > streamLimits.fileBytes)
    return reject(deps, job, { kind: "too_large", bytes: upload.bytes, allowed: streamLimits.fileBytes }, settings);
  const scan = deps.readTags === undefined ? ok(null) : scanVerdict(await deps.readTags(upload.key));
  if (scan === null) {
    if (before === null) await writeImport(deps.table, { ...job, state: "received" }, isAbsent);
    return skipped("it waits for its scan");
  }
  if (!scan.ok) return reject(deps, before ?? job, scan.error, settings);
  const stored = await openObject(deps.files, upload.key);
  if (stored === null) return skipped("the file is gone");
  if (unquoted(stored.etag) !== unquoted(upload.etag)) return skipped("replaced by a newer upload");
  const sources = {
    metadata: stored.metadata?.["policy"],
    folder: place.policy,
    merchant: settings.merchant.importPolicy,
  };
  const reading: ImportJob = { ...(before ?? job), state: "reading", policy: policyOf(sources) };
  if (before === null) await writeImport(deps.table, reading, isAbsent);
  else if (before.state !== "reading") await tellReading(deps.table, reading);
  return readStored(deps, reading, stored.source, settings);
}

async function readStored(
  deps: ImportDeps,
  job: ImportJob,
  source: OpenedObject["source"],
  settings: Settings,
): Promise<Step> {
  const sheet = await readRows(source);
  if (!sheet.ok) return reject(deps, job, sheet.error, settings);
  const rows = rowsOf(sheet.value);
  const head = await takeHead(rows);
  if (head.problem !== null) return reject(deps, job, head.problem, settings);
  const mappings = await readMappings(deps.table, job.merchantId, job.kind);
  const found = recogniseColumns(head.rows, job.kind, mappings);
  if (!found.ok) return reject(deps, withUnmapped(job, found.error), found.error, settings);

  const kind = await loadKind(job.kind);
  const content = await contentOf(kind, source, found.value.mapping, job.receivedAt, settings.merchant);
  const known: ImportJob = {
    ...job,
    content,
    layout: found.value.layout?.id ?? "",
    mapping: found.value.mapping?.headerSet ?? "",
    unusedColumns: found.value.unused,
  };
  // A dry run applies nothing, so that the real one may follow.
  const claim = job.policy === "dry-run" ? null : await claimContent(deps.table, known, content);
  if (claim?.kind === "known") return endAsDuplicate(deps, known, claim.first, settings);
  const claimed = { ...known, isAgain: claim?.isAgain ?? false };
  const keyFields = found.value.layout?.products?.keyFields ?? kind.keyFields;
  const { columns, layout } = found.value;
  const isHeadRow = (row: RawRow): boolean => kind.isHeadRow?.(row, columns, layout) ?? false;
  const cut = await cutRows(deps, claimed, { head: head.rows, rows, found: found.value, keyFields, isHeadRow });
  if (cut.kind === "problem") return reject(deps, claimed, cut.problem, settings);
  const { merchant, warehouses } = settings;
  const plan: ImportPlan = {
    ...cut.plan,
    sheet: { name: sheet.value.name, format: sheet.value.format },
    merchant,
    warehouses: warehouses.map(({ code }) => code),
  };
  await writePlan(deps.files, job, plan);
  return openWork(deps, claimed, plan);
}

async function openWork(deps: ImportDeps, job: ImportJob, plan: ImportPlan): Promise<Step> {
  const chunkRows = plan.chunks.rows;
  const rows = chunkRows.reduce((sum, each) => sum + each, 0);
  const phase = job.policy === "skip-bad-rows" ? "apply" : "check";
  const startedAt = deps.now().toISOString();
  const work = { phase, chunks: chunkRows.length, begun: [], ended: [], startedAt } as const;
  const opened = await openPhase(deps.table, job, null, { ...job, rows }, work);
  const now = opened ?? (await readImport(deps.table, job.merchantId, job.importId));
  return now === null ? skipped("the import is gone") : followUp(deps, now, "resumed");
}

const blankJob = {
  policy: "skip-bad-rows",
  content: "",
  isAgain: false,
  state: "reading",
  rows: 0,
  applied: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  notApplied: 0,
  work: null,
  layout: "",
  mapping: "",
  unusedColumns: [],
  unmapped: null,
  receiptKey: "",
  failedRowsKey: "",
  reason: "",
  duplicateOf: "",
  cancelRequestedAt: null,
  finishedAt: null,
} as const;

function named(
  { merchantId, kind, fileName }: Upload,
  { key, etag, at }: Uploaded,
): Pick<ImportJob, "merchantId" | "kind" | "fileName" | "objectKey" | "etag" | "receivedAt"> {
  return { merchantId, kind, fileName, objectKey: key, etag: unquoted(etag), receivedAt: at };
}

/** A duplicate changes nothing: every row of the first upload is unchanged now. One that is still at work has none to tell of. */
function endAsDuplicate(deps: ImportDeps, job: ImportJob, first: ImportJob, { merchant }: Settings): Promise<Step> {
  const reason = duplicateText(first, localeOf(merchant.locale));
  const rows = isFinished(first) ? first.rows : 0;
  return closeImport(
    deps,
    { ...job, state: "duplicate", rows, unchanged: rows, reason, duplicateOf: first.importId },
    merchant,
  );
}

function reject(deps: ImportDeps, job: ImportJob, problem: FileProblem, { merchant }: Settings): Promise<Step> {
  const reason = fileProblemText(problem, localeOf(merchant.locale));
  return closeImport(deps, { ...job, state: "rejected", rows: 0, reason }, merchant);
}

/** What the merchant can say of headings that the hub does not know. */
function withUnmapped(job: ImportJob, problem: FileProblem): ImportJob {
  if (problem.kind !== "missing_columns") return job;
  const { found, missing, suggestions } = problem;
  return { ...job, unmapped: { headerSet: headerSetOf(found), headings: found, missing, suggestions } };
}

function skipped(why: string): Step {
  return { answer: { kind: "skipped", why }, next: [] };
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}
