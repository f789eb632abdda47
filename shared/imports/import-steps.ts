import type { ImportId, MerchantId } from "../kernel/ids.ts";
import { importKey } from "../table/keys.ts";
import type { Change, Condition, Table, Value } from "../table/port.ts";
import {
  fromImportItem,
  type ImportJob,
  type ImportPhase,
  type ImportWork,
  isUncut,
  isUnderway,
} from "./import-job.ts";

/** How the rows of a chunk, or of a file, ended. */
export type Counts = Pick<ImportJob, "applied" | "unchanged" | "skipped" | "failed" | "notApplied">;

export const noCounts: Counts = { applied: 0, unchanged: 0, skipped: 0, failed: 0, notApplied: 0 };

type Name = { readonly merchantId: MerchantId; readonly importId: ImportId };

const notCancelled: Condition = { kind: "compare", path: "cancelRequestedAt", op: "=", value: null };

/** Says that the file is being read, of a job that waited for that; one that a worker has brought further stays as it is. */
export async function tellReading(table: Table, { policy, ...name }: Name & Pick<ImportJob, "policy">): Promise<void> {
  const changes: readonly Change[] = [
    { kind: "set", path: "state", value: "reading" },
    { kind: "set", path: "policy", value: policy },
  ];
  await table.update(keyOf(name), changes, isUncut);
}

/** Tells how many rows have been read so far. */
export async function tellRowsRead(table: Table, name: Name, rows: number): Promise<void> {
  await table.update(keyOf(name), [{ kind: "set", path: "rows", value: rows }], isUnderway);
}

/**
 * Opens a phase: all its chunks may begin, and the figures count from zero. null when the job is not as `before` any more:
 * another run opened it, or, between two phases, someone cancelled the import.
 */
export async function openPhase(
  table: Table,
  name: Name,
  before: ImportPhase | null,
  { rows, content, isAgain, layout, mapping, unusedColumns }: ImportJob,
  work: ImportWork,
): Promise<ImportJob | null> {
  const path = before === null ? "work" : ["work", "phase"];
  const changes: readonly Change[] = [
    { kind: "set", path: "state", value: work.phase === "check" ? "checking" : "applying" },
    ...Object.entries({ rows, content, isAgain, layout, mapping, unusedColumns, ...noCounts, work }).map(
      ([field, value]): Change => {
        return { kind: "set", path: field, value: value as Value };
      },
    ),
  ];
  const updated = await table.update(keyOf(name), changes, {
    kind: "all",
    of: [isUnderway, ...(before === null ? [] : [notCancelled]), { kind: "compare", path, op: "=", value: before }],
  });
  return updated.ok ? fromImportItem(updated.value) : null;
}

export type Begun = "begun" | "cancelled" | "past";

/** Whether a chunk is to be worked on: a cancelled import begins no more, and what has begun is brought to its end. */
export async function beginChunk(table: Table, name: Name, phase: ImportPhase, chunk: number): Promise<Begun> {
  const begun = ["work", "begun"];
  const updated = await table.update(keyOf(name), [{ kind: "append", path: begun, values: [chunk] }], {
    kind: "all",
    of: [inPhase(phase), notCancelled, { kind: "not", of: { kind: "contains", path: begun, value: chunk } }],
  });
  if (updated.ok) return "begun";
  const { old } = updated.error;
  const job = old === null ? null : fromImportItem(old);
  if (job?.work?.phase !== phase || job.work.ended.includes(chunk)) return "past";
  return job.work.begun.includes(chunk) ? "begun" : "cancelled";
}

/** Counts a chunk once; gives the job as it stands then. */
export async function endChunk(
  table: Table,
  name: Name,
  phase: ImportPhase,
  chunk: number,
  counts: Counts,
): Promise<ImportJob | null> {
  const ended = ["work", "ended"];
  const changes: readonly Change[] = [
    { kind: "append", path: ended, values: [chunk] },
    ...Object.entries(counts).map(([path, amount]): Change => ({ kind: "add", path, amount })),
  ];
  const updated = await table.update(keyOf(name), changes, {
    kind: "all",
    of: [inPhase(phase), { kind: "not", of: { kind: "contains", path: ended, value: chunk } }],
  });
  if (updated.ok) return fromImportItem(updated.value);
  return updated.error.old === null ? null : fromImportItem(updated.error.old);
}

/** Leaves an event on the job, as long as it is under way. */
export async function tellProgress(table: Table, name: Name, event: Value): Promise<void> {
  await table.update(keyOf(name), [{ kind: "set", path: "outbox", value: [event] }], isUnderway);
}

/** Chunks that have not begun stay undone. null: there is no such import, or it has ended. */
export async function requestCancel(table: Table, name: Name, now: string): Promise<ImportJob | null> {
  const change: Change = { kind: "set", path: "cancelRequestedAt", value: now };
  const updated = await table.update(keyOf(name), [change], isUnderway);
  return updated.ok ? fromImportItem(updated.value) : null;
}

function inPhase(phase: ImportPhase): Condition {
  return { kind: "all", of: [isUnderway, { kind: "compare", path: ["work", "phase"], op: "=", value: phase }] };
}

function keyOf({ merchantId, importId }: Name): ReturnType<typeof importKey> {
  return importKey(merchantId, importId);
}
