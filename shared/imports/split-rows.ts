import type { ObjectFiles } from "../platform/ports.ts";
import type { RawRow } from "../sheets/rows.ts";
import { cellText, emptyCell } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { ImportJob } from "./import-job.ts";
import { readId } from "./read-cell.ts";
import { rowLine, rowsKey } from "./work-files.ts";

/** A file is cut into so many chunks at most; what they are cut of, so that a small file has fewer and whole ones. */
const SLOTS = 256;
/** Rows of a chunk, as far as the number of slots lets them be: some seconds of work. */
const ROWS_PER_CHUNK = 400;
/** Above this the rows read so far are put away. */
const MOST_HELD = 48 * 1024 * 1024;
const PUTS_AT_ONCE = 16;

/** How many pieces each chunk has; `rows` of all of them, `lastRow` as the spreadsheet counts. */
export type Chunks = { readonly pieces: number; readonly rows: readonly number[]; readonly lastRow: number };

export type Splitter = {
  /** Text held; a caller that reads on waits for the promise first. */
  readonly add: (row: RawRow) => Promise<void> | null;
  readonly end: () => Promise<Chunks>;
};

type Slot = { lines: string[]; rows: number };

/**
 * Cuts the rows of a file into chunks that can be worked on side by side: rows about the same thing come into the same chunk,
 * in the order of the file. Deterministic: after a crash the same file is cut the same way.
 */
export function splitRows(
  files: ObjectFiles,
  job: Pick<ImportJob, "merchantId" | "importId">,
  columns: Columns,
  keyFields: readonly string[],
): Splitter {
  const slots: Slot[] = Array.from({ length: SLOTS }, () => ({ lines: [], rows: 0 }));
  let held = 0;
  let pieces = 0;
  let total = 0;
  let lastRow = 0;

  async function putAway(chunks: number): Promise<void> {
    const texts = Array.from({ length: chunks }, (_, chunk) => linesOf(slots, chunk, chunks));
    for (let from = 0; from < chunks; from += PUTS_AT_ONCE) {
      await Promise.all(
        texts
          .slice(from, from + PUTS_AT_ONCE)
          .map((text, at) => files.put(rowsKey(job, from + at, pieces), text, { contentType: "application/x-ndjson" })),
      );
    }
    for (const slot of slots) slot.lines = [];
    pieces += 1;
    held = 0;
  }

  return {
    add: (row) => {
      const slot = slots[slotOf(row, columns, keyFields)] as Slot;
      const line = rowLine(row);
      slot.lines.push(line);
      slot.rows += 1;
      held += line.length;
      total += 1;
      lastRow = row.number;
      return held > MOST_HELD ? putAway(SLOTS) : null;
    },
    end: async () => {
      const chunks = pieces > 0 ? SLOTS : Math.min(SLOTS, Math.max(1, Math.ceil(total / ROWS_PER_CHUNK)));
      await putAway(chunks);
      const rows = Array.from({ length: chunks }, (_, chunk) =>
        slots.reduce((sum, slot, at) => (at % chunks === chunk ? sum + slot.rows : sum), 0),
      );
      return { pieces, rows, lastRow };
    },
  };
}

/** Several slots make one chunk of a small file; their rows are put back into the order of the file. */
function linesOf(slots: readonly Slot[], chunk: number, chunks: number): string {
  const own = slots.filter((_, at) => at % chunks === chunk);
  if (own.length === 1) return own[0]?.lines.join("") ?? "";
  return own
    .flatMap(({ lines }) => lines)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .join("");
}

function numberOf(line: string): number {
  return Number.parseInt(line.slice(1), 10);
}

/** Rows without a key stand for themselves. */
function slotOf(row: RawRow, columns: Columns, keyFields: readonly string[]): number {
  const key = keyFields.map((name) => keyText(row, columns, name)).join("\n");
  return hashOf(key.trim() === "" ? String(row.number) : key) % SLOTS;
}

/** As the kinds will read it: marks, full-width letters and blanks make no other key. */
function keyText(row: RawRow, { at, also }: Columns, name: string): string {
  const places = [at.get(name) ?? -1, ...(also?.get(name) ?? [])];
  for (const place of places) {
    const cell = row.cells[place] ?? emptyCell;
    const id = readId(cell);
    const text = id.ok ? (id.value ?? "") : cellText(cell).trim();
    if (text !== "") return text;
  }
  return "";
}

/** FNV-1a; it only has to spread. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
