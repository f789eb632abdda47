import type { ImportId, MerchantId } from "../kernel/ids.ts";
import type { RawCell, RawRow } from "../sheets/rows.ts";
import { emptyCell } from "../sheets/rows.ts";
import type { ImportPhase } from "./import-job.ts";

type Name = { readonly merchantId: MerchantId; readonly importId: ImportId };

/**
 * What an import keeps for itself while it is under way. No merchant's name begins so, and the bucket forgets it after some
 * days.
 */
const folder = ({ merchantId, importId }: Name): string => `_work/${merchantId}/${importId}`;

export const planKey = (name: Name): string => `${folder(name)}/plan.json`;

/** Rows of one chunk, in file order; a large file has several pieces of each chunk. */
export const rowsKey = (name: Name, chunk: number, piece: number): string =>
  `${folder(name)}/rows-${padded(chunk)}-${padded(piece)}.jsonl`;

/** What became of the rows of one chunk. */
export const fatesKey = (name: Name, phase: ImportPhase, chunk: number): string =>
  `${folder(name)}/${phase}-${padded(chunk)}.jsonl`;

function padded(number: number): string {
  return String(number).padStart(3, "0");
}

const codes = { number: "n", date: "d", boolean: "b", error: "e", formula: "f" } as const;
type Code = (typeof codes)[keyof typeof codes];
const kinds = Object.fromEntries(Object.entries(codes).map(([kind, code]) => [code, kind])) as Record<
  Code,
  keyof typeof codes
>;

/** Text is most of what sheets hold and stands bare; 0 is an empty cell. */
type KeptCell = string | 0 | readonly [Code, string];

/** One line: the row's number, then its cells. */
export function rowLine({ number, cells }: RawRow): string {
  const kept = cells.map((cell): KeptCell => {
    if (cell.kind === "text") return cell.text;
    return cell.kind === "empty" ? 0 : [codes[cell.kind], cell.text];
  });
  return `${JSON.stringify([number, ...kept])}\n`;
}

/** Only `rowLine` writes such lines. */
export function rowOfLine(line: string): RawRow {
  const [number, ...kept] = JSON.parse(line) as [number, ...KeptCell[]];
  return { number, cells: kept.map(cellOf) };
}

function cellOf(kept: KeptCell): RawCell {
  if (kept === 0) return emptyCell;
  return typeof kept === "string" ? { kind: "text", text: kept } : ({ kind: kinds[kept[0]], text: kept[1] } as RawCell);
}
