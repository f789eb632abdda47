import { msOf } from "../kernel/time.ts";
import { type ImportJob, isFinished } from "./import-job.ts";

/** How far an import is. */
export type ImportProgress = {
  readonly state: string;
  readonly rowsRead: number;
  /** Of this phase: looked at, or applied. */
  readonly rowsDone: number;
  readonly applied: number;
  readonly failed: number;
  /** Rows a second since the phase began; null before there is anything to tell. */
  readonly rowsPerSecond: number | null;
  /** null: nobody can say yet. */
  readonly secondsLeft: number | null;
};

/** `now`: UTC. A phase tells of itself only; a file that is checked first is gone through twice. */
export function progressOf(job: ImportJob, now: string): ImportProgress {
  const { rows, applied, unchanged, skipped, failed, notApplied, work, state } = job;
  const rowsDone = applied + unchanged + skipped + failed + notApplied;
  const seconds = work === null ? 0 : (msOf(now) - msOf(work.startedAt)) / 1000;
  const perSecond = seconds > 0 && rowsDone > 0 ? rowsDone / seconds : null;
  const left = isFinished(job) ? 0 : perSecond === null ? null : Math.ceil((rows - rowsDone) / perSecond);
  return {
    state,
    rowsRead: rows,
    rowsDone,
    // While rows are only looked at, nothing is applied.
    applied: work?.phase === "check" ? 0 : applied,
    failed,
    rowsPerSecond: perSecond === null ? null : Math.round(perSecond * 10) / 10,
    secondsLeft: left,
  };
}
