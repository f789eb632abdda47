import { importIdOf } from "../kernel/ids.ts";
import type { StoredObject } from "../platform/ports.ts";
import { type RawRow, type RowStream, streamLimits } from "../sheets/rows.ts";
import { claimContent, contentOf } from "./claim-content.ts";
import { type FileProblem, fileProblemText } from "./file-problems.ts";
import { closeImport } from "./finish-import.ts";
import { type ImportJob, isFinished, readImport, writeImport } from "./import-job.ts";
import { localeOf } from "./import-kind.ts";
import { type ImportPlan, writePlan } from "./import-plan.ts";
import { policyOf } from "./import-policy.ts";
import { openPhase, tellRowsRead } from "./import-steps.ts";
import type { Uploaded } from "./import-task.ts";
import { duplicateText } from "./import-texts.ts";
import { headerSetOf } from "./mappings/header-set.ts";
import { readMappings } from "./mappings/saved-mapping.ts";
import { followUp } from "./next-tasks.ts";
import type { RecognisedColumns } from "./recognise-columns.ts";
import type { ImportDeps, Settings, Step } from "./run-import.ts";
import { type Upload, uploadOfKey } from "./upload-key.ts";

/** After how many rows the reading tells how far it is. */
const TELL_EVERY = 50_000;
/** Enough of them to find the headings in. */
const HEAD_ROWS = 20;

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
  const stored = await deps.files.get(upload.key);
  if (stored === null) return skipped("the file is gone");
  if (unquoted(stored.etag) !== unquoted(upload.etag)) return skipped("replaced by a newer upload");
  const sources = {
    metadata: stored.metadata?.["policy"],
    folder: place.policy,
    merchant: settings.merchant.importPolicy,
  };
  const reading: ImportJob = { ...job, policy: policyOf(sources) };
  if (before === null) await writeImport(deps.table, reading);
  return readStored(deps, before ?? reading, stored, settings);
}

async function readStored(deps: ImportDeps, job: ImportJob, stored: StoredObject, settings: Settings): Promise<Step> {
  // Readers and layouts are a large part of the worker: they are loaded with the first file, not with the function.
  const { readRows } = await import("../sheets/read-rows.ts");
  const { recogniseColumns } = await import("./recognise-columns.ts");
  const { loadKind } = await import("./kinds/all-kinds.ts");
  const sheet = await readRows(stored.body);
  if (!sheet.ok) return reject(deps, job, sheet.error, settings);
  const rows = rowsOf(sheet.value);
  const head = await takeHead(rows);
  if (head.problem !== null) return reject(deps, job, head.problem, settings);
  const mappings = await readMappings(deps.table, job.merchantId, job.kind);
  const found = recogniseColumns(head.rows, job.kind, mappings);
  if (!found.ok) return reject(deps, withUnmapped(job, found.error), found.error, settings);

  const kind = await loadKind(job.kind);
  const content = contentOf(kind, stored.body, found.value.mapping, job.receivedAt, settings.merchant);
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
  const cut = await cutRows(deps, claimed, { head: head.rows, rows, found: found.value, keyFields });
  if (cut.kind === "problem") return reject(deps, claimed, cut.problem, settings);
  const { merchant, warehouses } = settings;
  await writePlan(deps.files, job, {
    ...cut.plan,
    sheet: { name: sheet.value.name, format: sheet.value.format },
    merchant,
    warehouses: warehouses.map(({ code }) => code),
  });
  return openWork(deps, claimed, cut.plan.chunks.rows);
}

async function openWork(deps: ImportDeps, job: ImportJob, chunkRows: readonly number[]): Promise<Step> {
  const facts = { ...job, rows: chunkRows.reduce((sum, rows) => sum + rows, 0) };
  const phase = job.policy === "skip-bad-rows" ? "apply" : "check";
  const startedAt = deps.now().toISOString();
  const work = { phase, chunks: chunkRows.length, begun: [], ended: [], startedAt } as const;
  const opened = await openPhase(deps.table, job, null, facts, work);
  const now = opened ?? (await readImport(deps.table, job.merchantId, job.importId));
  return now === null ? skipped("the import is gone") : followUp(deps, now, "resumed");
}

type Source = {
  readonly head: readonly RawRow[];
  readonly rows: AsyncGenerator<readonly RawRow[], FileProblem | null>;
  readonly found: RecognisedColumns;
  readonly keyFields: readonly string[];
};

type Cut =
  | { readonly kind: "cut"; readonly plan: Pick<ImportPlan, "columns" | "facts" | "layout" | "chunks"> }
  | { readonly kind: "problem"; readonly problem: FileProblem };

async function cutRows(deps: ImportDeps, job: ImportJob, { head, rows, found, keyFields }: Source): Promise<Cut> {
  const { splitRows } = await import("./split-rows.ts");
  const { gatherFacts } = await import("./recognise-columns.ts");
  const { columns, layout } = found;
  const splitter = splitRows(deps.files, job, columns, keyFields);
  const { facts, note } = gatherFacts(columns);
  let read = 0;
  const take = async (batch: readonly RawRow[]): Promise<void> => {
    for (const row of batch) {
      if (row.number <= columns.headerRow) continue;
      note(row);
      const full = splitter.add(row);
      if (full !== null) await full;
      read += 1;
      if (read % TELL_EVERY === 0) await tellRowsRead(deps.table, job, read);
    }
  };
  await take(head);
  for (;;) {
    const batch = await rows.next();
    if (batch.done !== true) await take(batch.value);
    else if (batch.value) return { kind: "problem", problem: batch.value };
    // A sheet that ended within its head says nothing when it is asked again.
    else break;
  }
  return { kind: "cut", plan: { columns, facts, layout: layout?.id ?? "", chunks: await splitter.end() } };
}

/** The batches of a sheet; returns why it could not be read to its end, or null when it was. */
async function* rowsOf({ batches }: RowStream): AsyncGenerator<readonly RawRow[], FileProblem | null> {
  for await (const batch of batches) {
    if (!batch.ok) return batch.error;
    yield batch.value;
  }
  return null;
}

async function takeHead(
  rows: AsyncGenerator<readonly RawRow[], FileProblem | null>,
): Promise<{ readonly rows: readonly RawRow[]; readonly problem: FileProblem | null }> {
  const head: RawRow[] = [];
  while (head.length < HEAD_ROWS) {
    const batch = await rows.next();
    if (batch.done === true) return { rows: head, problem: batch.value };
    for (const row of batch.value) head.push(row);
  }
  return { rows: head, problem: null };
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

/** A duplicate changes nothing: every row of the first upload is unchanged now. */
function endAsDuplicate(deps: ImportDeps, job: ImportJob, first: ImportJob, { merchant }: Settings): Promise<Step> {
  const reason = duplicateText(first, localeOf(merchant.locale));
  const { rows } = first;
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
