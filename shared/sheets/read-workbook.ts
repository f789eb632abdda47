import { emptyCell, type RawCell, type RawRow, readLimits } from "./rows.ts";
import { dateText } from "./workbook-dates.ts";
import { dateStyles, firstSheet, sharedStrings, unescapeCharacters } from "./workbook-outline.ts";
import { openWorkbookZip, Unreadable, type WorkbookZip } from "./workbook-zip.ts";

type Book = { readonly strings: readonly string[]; readonly dateStyles: ReadonlySet<number>; readonly is1904: boolean };

/** The first visible sheet of an .xlsx. Throws `Unreadable`. */
export async function readWorkbook(
  bytes: Uint8Array,
): Promise<{ readonly name: string; readonly rows: readonly RawRow[] }> {
  const zip = await openWorkbookZip(bytes);
  const { name, path, is1904 } = await firstSheet(zip);
  const book: Book = { strings: await sharedStrings(zip), dateStyles: await dateStyles(zip), is1904 };
  return { name, rows: await sheetRows(zip, path, book) };
}

type OpenCell = { type: string; style: number; value: string; formula: string | null };

async function sheetRows(zip: WorkbookZip, path: string, book: Book): Promise<readonly RawRow[]> {
  const rows: RawRow[] = [];
  let cellCount = 0;
  let rowNumber = 0;
  let cells: RawCell[] = [];
  let column = -1;
  let cell: OpenCell | null = null;
  let part = "";
  let isPhonetic = false;
  const endCell = (finished: OpenCell): void => {
    const value = meaningOf(finished, book);
    if (value.kind === "empty") return;
    if (column >= readLimits.columns) throw new Unreadable({ kind: "too_many_columns", allowed: readLimits.columns });
    cellCount += 1;
    if (cellCount > readLimits.cells) throw new Unreadable({ kind: "too_many_cells", allowed: readLimits.cells });
    while (cells.length < column) cells.push(emptyCell);
    cells[column] = value;
  };
  await zip.parse(path, {
    open: (name, attributes) => {
      part = name;
      if (name === "row") {
        rowNumber = attributes["r"] === undefined ? rowNumber + 1 : Number(attributes["r"]);
        cells = [];
        column = -1;
      } else if (name === "c") {
        column = attributes["r"] === undefined ? column + 1 : columnIndex(attributes["r"]);
        cell = { type: attributes["t"] ?? "n", style: Number(attributes["s"] ?? 0), value: "", formula: null };
      } else if (name === "f" && cell !== null) cell.formula = "";
      else if (name === "rPh") isPhonetic = true;
    },
    text: (text) => {
      if (cell === null || isPhonetic) return;
      if (part === "v" || part === "t") cell.value += text;
      else if (part === "f") cell.formula = (cell.formula ?? "") + text;
    },
    close: (name) => {
      part = "";
      if (name === "rPh") isPhonetic = false;
      if (name === "c" && cell !== null) {
        endCell(cell);
        cell = null;
      }
      if (name === "row" && cells.length > 0) rows.push({ number: rowNumber, cells });
    },
  });
  return rows;
}

function meaningOf(cell: OpenCell, book: Book): RawCell {
  const { type, value, formula } = cell;
  if (value === "" && formula !== null) return { kind: "formula", text: `=${formula}` };
  if (value === "") return emptyCell;
  switch (type) {
    case "s":
      return textCell(book.strings[Number(value)] ?? "");
    case "str":
      return textCell(unescapeCharacters(value));
    case "inlineStr":
      return textCell(unescapeCharacters(value));
    case "b":
      return { kind: "boolean", text: value === "1" ? "TRUE" : "FALSE" };
    case "e":
      return { kind: "error", text: value };
    case "d":
      return { kind: "date", text: value.replace("T", " ").replace(/Z$/, "") };
    default: {
      const date = book.dateStyles.has(cell.style) ? dateText(Number(value), book.is1904) : null;
      return date === null ? { kind: "number", text: value } : { kind: "date", text: date };
    }
  }
}

function textCell(text: string): RawCell {
  return text === "" ? emptyCell : { kind: "text", text };
}

/** `AB12` → 27. */
function columnIndex(reference: string): number {
  let index = 0;
  for (const character of reference) {
    const code = character.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  return index - 1;
}
