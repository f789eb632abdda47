import type { RawRow, RowStream } from "../sheets/rows.ts";
import type { FileProblem } from "./file-problems.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { ImportJob } from "./import-job.ts";
import type { ImportPlan } from "./import-plan.ts";
import { tellRowsRead } from "./import-steps.ts";
import { gatherFacts, type RecognisedColumns } from "./recognise-columns.ts";
import { MOST_ALIKE, splitRows } from "./split-rows.ts";

/** After how many rows the reading tells how far it is. */
const TELL_EVERY = 50_000;
/** More settlements than any file has. */
const MOST_HEAD_ROWS = 5_000;
/** Enough of them to find the headings in. */
const HEAD_ROWS = 20;

/** A sheet whose first rows have been taken to find its headings in. */
export type Source = {
  readonly head: readonly RawRow[];
  readonly rows: AsyncGenerator<readonly RawRow[], FileProblem | null>;
  readonly found: RecognisedColumns;
  readonly keyFields: readonly string[];
  readonly isHeadRow: (row: RawRow) => boolean;
};

export type Cut =
  | { readonly kind: "cut"; readonly plan: Pick<ImportPlan, "columns" | "facts" | "layout" | "chunks" | "headRows"> }
  | { readonly kind: "problem"; readonly problem: FileProblem };

/** Reads a sheet to its end and cuts its rows into chunks. */
export async function cutRows(
  deps: Pick<ImportDeps, "table" | "files">,
  job: ImportJob,
  { head, rows, found, keyFields, isHeadRow }: Source,
): Promise<Cut> {
  const { columns, layout } = found;
  const splitter = splitRows(deps.files, job, columns, keyFields);
  const { facts, note } = gatherFacts(columns);
  const headRows: RawRow[] = [];
  let read = 0;
  const take = async (batch: readonly RawRow[]): Promise<FileProblem | null> => {
    for (const row of batch) {
      if (row.number <= columns.headerRow) continue;
      note(row);
      if (headRows.length < MOST_HEAD_ROWS && isHeadRow(row)) headRows.push(row);
      const full = splitter.add(row);
      if (full === "too_many_alike") return { kind: full, allowed: MOST_ALIKE, by: keyFields };
      if (full !== null) await full;
      read += 1;
      if (read % TELL_EVERY === 0) await tellRowsRead(deps.table, job, read);
    }
    return null;
  };
  let problem = await take(head);
  while (problem === null) {
    const batch = await rows.next();
    // A sheet that ended within its head says nothing when it is asked again.
    if (batch.done === true && !batch.value) break;
    problem = batch.done === true ? batch.value : await take(batch.value);
  }
  if (problem !== null) return { kind: "problem", problem };
  return { kind: "cut", plan: { columns, facts, layout: layout?.id ?? "", headRows, chunks: await splitter.end() } };
}

/** The batches of a sheet; returns why it could not be read to its end, or null when it was. */
export async function* rowsOf({ batches }: RowStream): AsyncGenerator<readonly RawRow[], FileProblem | null> {
  for await (const batch of batches) {
    if (!batch.ok) return batch.error;
    yield batch.value;
  }
  return null;
}

/** The rows that headings are looked for in, or why there are none. */
export async function takeHead(
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
