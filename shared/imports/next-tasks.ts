import type { ImportDeps, Step } from "./import-deps.ts";
import { type ImportJob, isFinished } from "./import-job.ts";
import { openPhase } from "./import-steps.ts";
import type { ImportTask } from "./import-task.ts";

/**
 * What is to be done for a job as it stands. `resumed`: whoever announced the open chunks may have died before, so they are
 * announced again; chunks that run twice do nothing twice.
 */
export async function followUp(deps: ImportDeps, job: ImportJob, why: "chunk_ended" | "resumed"): Promise<Step> {
  if (isFinished(job)) return { answer: { kind: "skipped", why: "finished before" }, next: [] };
  const { work, merchantId, importId } = job;
  const finish: ImportTask = { kind: "finish", merchantId, importId };
  const answer = { kind: "underway", job } as const;
  // It is being read.
  if (work === null) return { answer, next: [] };
  if (work.ended.length < work.chunks) return { answer, next: why === "resumed" ? openChunks(job) : [] };
  if (!isToBeApplied(job)) return { answer, next: [finish] };
  const startedAt = deps.now().toISOString();
  const opened = await openPhase(deps.table, job, "check", job, {
    phase: "apply",
    chunks: work.chunks,
    begun: [],
    ended: [],
    startedAt,
  });
  // Another worker opened it and announces the chunks, or it was cancelled meanwhile.
  if (opened === null) return { answer, next: [finish] };
  return { answer: { kind: "underway", job: opened }, next: openChunks(opened) };
}

/** All rows were looked at and all are good. */
function isToBeApplied({ policy, work, failed, cancelRequestedAt }: ImportJob): boolean {
  return policy === "reject-all" && work?.phase === "check" && failed === 0 && cancelRequestedAt === null;
}

function openChunks({ work, merchantId, importId }: ImportJob): readonly ImportTask[] {
  if (work === null) return [];
  const ended = new Set(work.ended);
  return Array.from({ length: work.chunks }, (_, chunk) => chunk)
    .filter((chunk) => !ended.has(chunk))
    .map((chunk) => ({ kind: "chunk", merchantId, importId, phase: work.phase, chunk }));
}
