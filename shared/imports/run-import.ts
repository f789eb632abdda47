import { never } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { ImportAnswer, ImportDeps, Step } from "./import-deps.ts";
import type { ImportTask } from "./import-task.ts";

export type RunImport = (task: ImportTask) => Promise<ImportAnswer>;

/**
 * Takes an uploaded file from its bytes to its receipt, task by task: it is read and cut into chunks, the chunks are worked on
 * side by side, and whoever ends the last one calls for the receipt. Killed anywhere and run again, it ends with the same
 * orders, stock, receipt and figures: every row is applied under a name made of the file's content and the row.
 */
export function makeRunImport(deps: ImportDeps): RunImport {
  return async (task) => {
    let step = await take(deps, task);
    for (;;) {
      const [only, ...others] = step.next;
      if (only === undefined) return step.answer;
      // A small file is one chunk: it is done at once, without waiting in the queue.
      if (others.length > 0 || !isSmall(step.answer)) {
        await announce(deps.queue, step.next);
        return step.answer;
      }
      step = await take(deps, only);
    }
  };
}

/** What a task needs is loaded with the first task of its kind, not with the function. */
async function take(deps: ImportDeps, task: ImportTask): Promise<Step> {
  switch (task.kind) {
    case "read":
      return (await import("./read-upload.ts")).readUpload(deps, task.upload);
    case "chunk":
      return (await import("./apply-chunk.ts")).runChunk(deps, task);
    case "finish":
      return (await import("./finish-import.ts")).finishImport(deps, task);
    default:
      return never(task);
  }
}

function isSmall(answer: ImportAnswer): boolean {
  return answer.kind === "underway" && (answer.job.work?.chunks ?? 1) === 1;
}

/** Under the merchant's name, so that a large file of one does not hold up the small files of others. */
async function announce(queue: QueueSender, tasks: readonly ImportTask[]): Promise<void> {
  await queue.send(
    tasks.map((task) => ({
      body: JSON.stringify(task),
      ...(task.kind === "read" ? {} : { groupId: task.merchantId }),
    })),
  );
}
