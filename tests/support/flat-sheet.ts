import { SaxesParser, type SaxesTagPlain } from "saxes";

export type FlatCell = {
  readonly row: number;
  readonly column: number;
  readonly type: "text" | "number" | "date" | "time" | "boolean" | "error";
  /** Numbers, dates and times as the file states them ("2023-03-15T12:00:00", "PT12H00M00S"); else what is shown. */
  readonly value: string;
  /** Calculated when the file was opened, as far as the program saw fit. */
  readonly isFormula: boolean;
};

type Open = { type: FlatCell["type"] | null; value: string; paragraphs: string[]; repeat: number; isFormula: boolean };

/** The filled cells of a Flat ODF spreadsheet by the names of its sheets; rows and columns count from 0. */
export function readFlatSheets(document: string): ReadonlyMap<string, readonly FlatCell[]> {
  const sheets = new Map<string, FlatCell[]>();
  let cells: FlatCell[] = [];
  let row = 0;
  let rowRepeat = 1;
  let column = 0;
  let cell: Open | null = null;
  let aside = 0;
  let text: string | null = null;
  const parser = new SaxesParser();
  parser.on("error", (fault) => {
    throw fault;
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    const number = (name: string): number => Number(tag.attributes[name] ?? 1);
    if (isAside(tag.name)) aside += 1;
    if (aside > 0) return;
    if (tag.name === "table:table") {
      cells = [];
      sheets.set(tag.attributes["table:name"] ?? "", cells);
      row = 0;
    } else if (tag.name === "table:table-row") {
      column = 0;
      rowRepeat = number("table:number-rows-repeated");
    } else if (/^table:(covered-)?table-cell$/.test(tag.name)) cell = openCell(tag);
    else if (tag.name === "text:p") text = "";
    else if (tag.name === "text:s" && text !== null) text += " ".repeat(number("text:c"));
    else if (tag.name === "text:tab" && text !== null) text += "\t";
    else if (tag.name === "text:line-break" && text !== null) text += "\n";
  });
  parser.on("text", (piece) => {
    if (text !== null && aside === 0) text += piece;
  });
  parser.on("closetag", (tag) => {
    if (isAside(tag.name)) aside -= 1;
    if (aside > 0) return;
    if (tag.name === "text:p" && text !== null) {
      cell?.paragraphs.push(text);
      text = null;
    } else if (tag.name === "table:table-row") row += rowRepeat;
    else if (/^table:(covered-)?table-cell$/.test(tag.name) && cell !== null) {
      const value = cell.value === "" ? cell.paragraphs.join("\n") : cell.value;
      const type = cell.type ?? "text";
      if (value !== "" && rowRepeat * cell.repeat < MOST_REPEATS)
        for (let down = 0; down < rowRepeat; down += 1)
          for (let right = 0; right < cell.repeat; right += 1)
            cells.push({ row: row + down, column: column + right, type, value, isFormula: cell.isFormula });
      column += cell.repeat;
      cell = null;
    }
  });
  parser.write(document).close();
  return sheets;
}

/** Comments and shapes are none of a cell's text, and charts have tables of their own. */
function isAside(tag: string): boolean {
  return /^(?:office:annotation|table:shapes|draw:\w)/.test(tag);
}

/** A whole row or column that was given one value is no table. */
const MOST_REPEATS = 100_000;

function openCell({ attributes }: SaxesTagPlain): Open {
  const of = (name: string): string => attributes[`office:${name}`] ?? "";
  const types: Readonly<Record<string, readonly [FlatCell["type"], string]>> = {
    float: ["number", of("value")],
    percentage: ["number", of("value")],
    currency: ["number", of("value")],
    date: ["date", of("date-value")],
    time: ["time", of("time-value")],
    boolean: ["boolean", of("boolean-value")],
    string: ["text", of("string-value")],
  };
  const [type = null, value = ""] = types[of("value-type")] ?? [];
  const isError = attributes["calcext:value-type"] === "error";
  return {
    type: isError ? "error" : type,
    value: isError ? "" : value,
    paragraphs: [],
    isFormula: attributes["table:formula"] !== undefined,
    repeat: Number(attributes["table:number-columns-repeated"] ?? 1),
  };
}
