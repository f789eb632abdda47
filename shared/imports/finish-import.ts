import { makeEvent } from "../../events/catalog.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import { type Locale, localeOf } from "../kernel/locale.ts";
import { wakeWaiting } from "../routing/wake-waiting.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Value } from "../table/port.ts";
import type { ImportDeps, Step } from "./import-deps.ts";
import { type ImportJob, isFinished, isUncut, isUnderway, readImport, writeImport } from "./import-job.ts";
import { type ImportPlan, readPlan } from "./import-plan.ts";
import type { ImportTask } from "./import-task.ts";
import { cancelledText, checkedText, rejectedText } from "./import-texts.ts";
import { loadKind } from "./kinds/all-kinds.ts";
import { type PackedFates, packedFates } from "./packed-fates.ts";
import type { RowFate } from "./row-fate.ts";
import { fatesKey } from "./work-files.ts";
import { type ReceiptKeys, writeReceipts } from "./write-receipts.ts";

const GETS_AT_ONCE = 8;

/** Ends an import whose chunks have all ended. */
export async function finishImport(deps: ImportDeps, task: ImportTask & { readonly kind: "finish" }): Promise<Step> {
  const job = await readImport(deps.table, task.merchantId, task.importId);
  if (job === null) return { answer: { kind: "skipped", why: "there is no such import" }, next: [] };
  if (isFinished(job)) return { answer: { kind: "skipped", why: "finished before" }, next: [] };
  if (job.work === null || job.work.ended.length < job.work.chunks)
    return { answer: { kind: "underway", job }, next: [] };
  await afterRows(deps, job);
  const plan = await readPlan(deps.files, job);
  return closeImport(deps, ended(job, plan.merchant), plan.merchant, plan);
}

/** Before the job is closed, so that a worker that dies in between is followed by one that does it again; twice does no harm. */
async function afterRows({ table, backorders, now }: ImportDeps, job: ImportJob): Promise<void> {
  if (job.work?.phase !== "apply") return;
  const kind = await loadKind(job.kind);
  await kind.afterRows?.({ table, now }, job);
  if (kind.isForWaiting && job.applied > 0) await backorders.send(wakeWaiting(job.merchantId, now().toISOString()));
}

/** The job with its last figures and what is to be said of them. */
function ended(job: ImportJob, { locale: tag }: MerchantSettings): ImportJob {
  const locale = localeOf(tag);
  const isChecked = job.work?.phase === "check";
  // What a row would have done, it has not done.
  const figures = isChecked
    ? { applied: 0, notApplied: job.applied + job.notApplied }
    : { applied: job.applied, notApplied: job.notApplied };
  const now = { ...job, ...figures };
  // Rows that nobody has looked at; and of a file that is looked at first, what comes after the looking.
  const isLeftAlone = job.notApplied > 0 || (isChecked && job.policy !== "dry-run");
  if (job.cancelRequestedAt !== null && isLeftAlone)
    return { ...now, state: "cancelled", reason: cancelledText(now.notApplied, locale) };
  if (job.policy === "dry-run") return { ...now, state: "checked", reason: checkedText(locale) };
  if (isChecked) return { ...now, state: "rejected", reason: rejectedText(job.failed, locale) };
  return { ...now, state: job.failed === 0 ? "applied" : "applied_with_errors" };
}

/**
 * Writes the receipt and ends the job, in this order, so that a finished job always has its receipt. Without a plan nothing of
 * the file was used, and the receipt says why.
 */
export async function closeImport(
  deps: ImportDeps,
  job: ImportJob,
  merchant: MerchantSettings,
  plan: ImportPlan | null = null,
): Promise<Step> {
  const locale = localeOf(merchant.locale);
  const keys = await receiptsOf(deps, job, plan, locale);
  const finishedAt = deps.now().toISOString();
  const finished: ImportJob = { ...job, ...keys, work: null, finishedAt };
  const event = finishedEvent(finished, finishedAt) as unknown as Value;
  // A run that was slow must not reject what another one is applying.
  const isEnded = await writeImport(deps.table, finished, plan === null ? isUncut : isUnderway, [event]);
  if (isEnded) return { answer: { kind: "finished", job: finished }, next: [] };
  return { answer: { kind: "skipped", why: "another run has brought it further" }, next: [] };
}

async function receiptsOf(
  deps: ImportDeps,
  job: ImportJob,
  plan: ImportPlan | null,
  locale: Locale,
): Promise<ReceiptKeys> {
  if (plan === null) return writeReceipts(deps.files, job, null, null, locale);
  const fates = packedFates(plan.chunks.lastRow);
  try {
    await gather(deps, job, plan, fates);
    return await writeReceipts(deps.files, job, plan, toldFates(job, fates), locale);
  } finally {
    fates.close();
  }
}

async function gather(
  { files }: ImportDeps,
  job: ImportJob,
  { chunks }: ImportPlan,
  fates: PackedFates,
): Promise<void> {
  const phase = job.work?.phase ?? "apply";
  const keys = chunks.rows.map((_, chunk) => fatesKey(job, phase, chunk));
  for (const some of inChunks(keys, GETS_AT_ONCE)) {
    for (const stored of await Promise.all(some.map((key) => files.get(key)))) if (stored) fates.add(stored.body);
  }
}

/** What became of each row, as the receipt is to say it. */
function toldFates(job: ImportJob, { fateOf }: PackedFates): (rowNumber: number) => RowFate | undefined {
  const phase = job.work?.phase ?? "apply";
  const why = job.cancelRequestedAt !== null ? "cancelled" : job.policy === "dry-run" ? "dry_run" : "rejected";
  return (rowNumber) => {
    const fate = fateOf(rowNumber);
    if (phase === "apply" || fate?.kind !== "applied") return fate;
    const { result, notes } = fate;
    return { kind: "not_applied", why, result, ...(notes === undefined ? {} : { notes }) };
  };
}

function finishedEvent(job: ImportJob, at: string): ReturnType<typeof makeEvent<"import.finished.v1">> {
  const { importId, kind, fileName, state, rows, applied, unchanged, skipped, failed, notApplied } = job;
  const { receiptKey: receipt, failedRowsKey: failedRows, merchantId } = job;
  return makeEvent({
    type: "import.finished.v1",
    merchantId,
    subject: importId,
    subjectVersion: 1,
    occurredAt: at,
    recordedAt: at,
    detail: {
      importId,
      kind,
      fileName,
      state,
      rows,
      applied,
      unchanged,
      skipped,
      failed,
      notApplied,
      receiptKey: receipt,
      failedRowsKey: failedRows === "" ? null : failedRows,
    },
  });
}
