import { readRows } from "../../../shared/sheets/read-rows.ts";
import { cellText, type RawRow, type UnreadableFile } from "../../../shared/sheets/rows.ts";
import { writeCsv } from "../../../shared/sheets/write-csv.ts";
import { attack, type HostileInput, madeAttack, marker } from "./hostile-input.ts";
import { hostileOldWorkbooks } from "./old-workbooks.ts";
import { hostileWorkbooks } from "./workbooks.ts";

// Files that merchants upload, read as the import reads them.
const MB = 1024 * 1024;

async function answerTo(file: Uint8Array): Promise<string> {
  const stream = await readRows(file);
  if (!stream.ok) return refusal(stream.error);
  let rows = 0;
  for await (const batch of stream.value.batches) {
    if (!batch.ok) return refusal(batch.error);
    rows += batch.value.length;
  }
  return `${rows} rows`;
}

function refusal(error: UnreadableFile): string {
  return `refused: ${error.kind}${error.kind === "damaged" ? `, ${error.detail}` : ""}`;
}

async function firstCell(file: Uint8Array): Promise<string> {
  const stream = await readRows(file);
  const first: RawRow[] = [];
  if (stream.ok) for await (const batch of stream.value.batches) if (batch.ok) first.push(...batch.value);
  const [cell] = first[0]?.cells ?? [];
  return cell === undefined ? "" : cellText(cell);
}

const texts: readonly (readonly [name: string, make: () => Uint8Array])[] = [
  ["a CSV of one line of 10 MB", () => new Uint8Array(10 * MB).fill(0x61)],
  ["a CSV with a quote that never ends", () => Buffer.from(`sku,quantity\n"${"a\n".repeat(5 * MB)}`)],
  ["a CSV of a million columns", () => Buffer.from(`${"a,".repeat(1_000_000)}\n`)],
  ["a CSV of zeros", () => new Uint8Array(10 * MB)],
  ["a program", () => Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(1_000)])],
  ["a picture", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])],
];

const formulas = ['=cmd|"/C calc"!A0', "+1+cmd", "@SUM(1)", "\t=1", "＝1+1", '=HYPERLINK("http://x","y")'];

function refused(name: string, make: () => Uint8Array, why: string): HostileInput {
  return madeAttack({ door: "file", name, wants: new RegExp(`^refused: ${why}`) }, make, answerTo);
}

export const hostileFiles: readonly HostileInput[] = [
  ...[...hostileWorkbooks, ...hostileOldWorkbooks].map(([name, make, kind, detail]) =>
    refused(name, make, `${kind}.*${detail?.source ?? ""}`),
  ),
  ...texts.map(([name, make]) => refused(name, make, "")),
  ...formulas.map((formula) =>
    attack("file", `a cell ${JSON.stringify(formula)}`, /^text, written with an apostrophe$/, async () => {
      const quoted = `"${formula.replaceAll('"', '""')}"`;
      const read = await firstCell(Buffer.from(`${quoted},${marker}\n1,2\n`));
      const written =
        writeCsv({ name: "s", columns: [{ name: "a", kind: "text" }], rows: [[read]] }).split("\r\n")[1] ?? "";
      return /^"?'/.test(written) ? "text, written with an apostrophe" : `read as ${read}, written as ${written}`;
    }),
  ),
];
