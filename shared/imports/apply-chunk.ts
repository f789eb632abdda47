import { makeEvent } from "../../events/catalog.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Value } from "../table/port.ts";
import type { FileInHand } from "./apply-orders.ts";
import { applyUnits, type Fates } from "./apply-units.ts";
import type { ImportDeps, Step } from "./import-deps.ts";
import { type ImportJob, readImport } from "./import-job.ts";
import { type ImportPlan, readPlan, rowContextOf } from "./import-plan.ts";
import { beginChunk, type Counts, endChunk, noCounts, tellProgress } from "./import-steps.ts";
import type { ImportTask } from "./import-task.ts";
import { loadKind } from "./kinds/all-kinds.ts";
import { leftOutRows } from "./left-out-rows.ts";
import { followUp } from "./next-tasks.ts";
import { fateLines } from "./packed-fates.ts";
import { progressOf } from "./progress.ts";
import { fatesKey, rowOfLine, rowsKey } from "./work-files.ts";

type ChunkTask = ImportTask & { readonly kind: "chunk" };

/** How often an import tells the bus how far it is, at most. */
const TOLD_TIMES = 20;

/**
 * Applies the rows of one chunk, or looks what they would do, and writes down what became of each. Begun again after a crash
 * it finds its rows applied and gives them the fates of the first time.
 */
export async function runChunk(deps: ImportDeps, task: ChunkTask): Promise<Step> {
  const { phase, chunk } = task;
  const begun = await beginChunk(deps.table, task, phase, chunk);
  if (begun === "past") {
    const job = await readImport(deps.table, task.merchantId, task.importId);
    if (job === null) return { answer: { kind: "skipped", why: "there is no such import" }, next: [] };
    // Its worker may have died between ending the phase and announcing the next one.
    return followUp(deps, job, job.work?.phase === phase ? "chunk_ended" : "resumed");
  }
  const plan = await readPlan(deps.files, task);
  const rows = await readRowsOf(deps, task, plan.chunks.pieces);
  const fates = begun === "cancelled" ? leftAlone(rows) : await work(deps, task, plan, rows);
  await deps.files.put(fatesKey(task, phase, chunk), fateLines(fates), { contentType: "application/x-ndjson" });
  const job = await endChunk(deps.table, task, phase, chunk, countsOf(fates));
  if (job === null) return { answer: { kind: "skipped", why: "there is no such import" }, next: [] };
  await announceProgress(deps, job);
  return followUp(deps, job, "chunk_ended");
}

/** Rows of a chunk that somebody stopped before it began. */
function leftAlone(rows: readonly RawRow[]): Fates {
  return new Map(rows.map(({ number }) => [number, { kind: "not_applied", why: "cancelled", result: "" }]));
}

async function work(deps: ImportDeps, task: ChunkTask, plan: ImportPlan, all: readonly RawRow[]): Promise<Fates> {
  const job = await readImport(deps.table, task.merchantId, task.importId);
  if (job === null) throw new Error(`import ${task.importId} is gone`);
  const kind = await loadKind(job.kind);
  const context = rowContextOf(plan, job.receivedAt);
  const leftOut = leftOutRows(all, context.columns, kind.neededCells);
  const rows = all.filter((row) => !leftOut.has(row.number));
  const table = task.phase === "apply" ? deps.table : await shadowOf(deps);
  const applied = await applyUnits(kind.read(rows, context), await deps.toolsOn(table), fileOf(job));
  return new Map([...applied, ...leftOut]);
}

async function shadowOf({ table, now }: ImportDeps): Promise<ImportDeps["table"]> {
  const { makeShadowTable } = await import("../table/shadow-table.ts");
  return makeShadowTable(table, now);
}

async function readRowsOf({ files }: ImportDeps, task: ChunkTask, pieces: number): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const key = rowsKey(task, task.chunk, piece);
    const stored = await files.get(key);
    if (stored === null) throw new Error(`the rows ${key} are gone`);
    for (const line of new TextDecoder().decode(stored.body).split("\n")) if (line !== "") rows.push(rowOfLine(line));
  }
  return rows;
}

function fileOf({ merchantId, importId, objectKey, content, isAgain, receivedAt }: ImportJob): FileInHand {
  return { merchantId, importId, objectKey, content, isAgain, uploadedAt: receivedAt };
}

const countOf = {
  applied: "applied",
  unchanged: "unchanged",
  skipped: "skipped",
  failed: "failed",
  not_applied: "notApplied",
} as const;

function countsOf(fates: Fates): Counts {
  const counts: Record<keyof Counts, number> = { ...noCounts };
  for (const { kind } of fates.values()) counts[countOf[kind]] += 1;
  return counts;
}

/** Some times in the life of a large import, never for a small one. */
async function announceProgress(deps: ImportDeps, job: ImportJob): Promise<void> {
  const { work } = job;
  if (work === null || job.finishedAt !== null) return;
  const isTime = work.ended.length % Math.ceil(work.chunks / TOLD_TIMES) === 0;
  if (!isTime || work.ended.length === work.chunks || work.chunks < TOLD_TIMES) return;
  const at = deps.now().toISOString();
  const event = makeEvent({
    type: "import.progressed.v1",
    merchantId: job.merchantId,
    subject: job.importId,
    subjectVersion: work.ended.length + (work.phase === "apply" ? work.chunks : 0),
    occurredAt: at,
    recordedAt: at,
    detail: { importId: job.importId, kind: job.kind, fileName: job.fileName, ...progressOf(job, at) },
  });
  await tellProgress(deps.table, job, event as unknown as Value);
}
