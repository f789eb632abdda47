import { Buffer } from "node:buffer";
import type { ObjectFiles } from "../platform/ports.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { ImportJob } from "./import-job.ts";
import { keyText } from "./key-text.ts";
import { rowLine, rowsKey } from "./work-files.ts";

/** A file is cut into so many chunks at most; what they are cut of, so that a small file has fewer and whole ones. */
const SLOTS = 256;
/** Rows of a chunk, as far as the number of slots lets them be: some seconds of work. */
const ROWS_PER_CHUNK = 400;
/** Above this the rows read so far are put away. */
const MOST_HELD_BYTES = 32 * 1024 * 1024;
/** Lines of a slot are packed into bytes when there are so many characters of them: as texts they take twice the memory. */
const PACKED_AT = 16 * 1024;
const PUTS_AT_ONCE = 16;

/**
 * Of the rows of one chunk, whose worker holds them all: about one thing there are some, in real files. A file that is cut by
 * what its rows are about stays far below, whatever its size.
 */
export const MOST_ALIKE = 100_000;
const MOST_ALIKE_BYTES = 48 * 1024 * 1024;

/** How many pieces each chunk has; `rows` of all of them, `lastRow` as the spreadsheet counts. */
export type Chunks = { readonly pieces: number; readonly rows: readonly number[]; readonly lastRow: number };

export type Splitter = {
  /** Rows are held; a caller that reads on waits for the promise first. "too_many_alike": no worker could hold its chunk. */
  readonly add: (row: RawRow) => Promise<void> | "too_many_alike" | null;
  readonly end: () => Promise<Chunks>;
};

/** `lines` are the latest, `packed` those before them, `bytes` all that ever were packed. */
type Slot = { lines: string; packed: Buffer[]; rows: number; bytes: number };

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
  const slots = Array.from({ length: SLOTS }, (): Slot => ({ lines: "", packed: [], rows: 0, bytes: 0 }));
  let held = 0;
  let pieces = 0;
  let total = 0;
  let lastRow = 0;

  async function putAway(chunks: number): Promise<void> {
    for (let from = 0; from < chunks; from += PUTS_AT_ONCE) {
      const some = Array.from({ length: Math.min(PUTS_AT_ONCE, chunks - from) }, (_, at) => from + at);
      await Promise.all(
        some.map((chunk) =>
          files.put(rowsKey(job, chunk, pieces), linesOf(slots, chunk, chunks), {
            contentType: "application/x-ndjson",
          }),
        ),
      );
    }
    pieces += 1;
    held = 0;
  }

  return {
    add: (row) => {
      const slot = slots[slotOf(row, columns, keyFields)] as Slot;
      slot.lines += rowLine(row);
      slot.rows += 1;
      total += 1;
      lastRow = row.number;
      if (slot.rows > MOST_ALIKE || slot.bytes > MOST_ALIKE_BYTES) return "too_many_alike";
      if (slot.lines.length < PACKED_AT) return null;
      held += pack(slot);
      return held > MOST_HELD_BYTES ? putAway(SLOTS) : null;
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

/** How many bytes were packed. */
function pack(slot: Slot): number {
  const bytes = Buffer.from(slot.lines);
  slot.packed.push(bytes);
  slot.bytes += bytes.byteLength;
  slot.lines = "";
  return bytes.byteLength;
}

/** Takes the lines of a chunk out of its slots: one of a small file has several, whose rows are put back into the order of the file. */
function linesOf(slots: readonly Slot[], chunk: number, chunks: number): Uint8Array | string {
  const own = slots.filter((_, at) => at % chunks === chunk);
  const taken = own.map((slot) => {
    pack(slot);
    return Buffer.concat(slot.packed.splice(0));
  });
  const [only] = taken;
  if (taken.length === 1 && only !== undefined) return only;
  return taken
    .flatMap((lines) => lines.toString().split(/(?<=\n)/))
    .filter((line) => line !== "")
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

/** FNV-1a; it only has to spread. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
