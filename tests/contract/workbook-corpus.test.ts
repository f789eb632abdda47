import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { cellText, type RawCell, type ReadSheet } from "../../shared/sheets/rows.ts";
import { type FlatCell, readFlatSheets } from "../support/flat-sheet.ts";
import { convertAll, hasOffice, officeNote } from "../support/office.ts";
import type { CorpusRead } from "./read-corpus.ts";

const corpus = join(import.meta.dirname, "../../../shared/fixtures/workbooks");
const hasCorpus = existsSync(corpus);
const corpusNote = hasCorpus ? "" : " (SKIPPED: no folder ../shared/fixtures/workbooks)";
/** LibreOffice takes a minute for all of them; ORDERHUB_CORPUS=all has every file instead of each twelfth. */
const wantsAll = process.env["ORDERHUB_CORPUS"] === "all";

const MOST_MB = 512;
const MOST_MS = 10_000;

async function readApart(): Promise<CorpusRead> {
  const script = fileURLToPath(new URL("read-corpus.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", "--max-old-space-size=256", script, corpus];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: "" } });
  return JSON.parse(stdout) as CorpusRead;
}

/** What LibreOffice itself reads otherwise. */
const known: Readonly<Record<string, string>> = {
  "DataTableFormula-Excel-Input.xlsx": "it leaves what-if tables empty",
  "DataTableFormula-Output.xlsx": "it leaves what-if tables empty",
  "multi-table.xlsx": "it leaves what-if tables empty",
  "one-variable.xlsx": "it leaves what-if tables empty",
  "Formulas.xlsx": "it fills a formula for many cells into those that the file leaves empty",
  "ArrayFormula.xlsx": "it fills a formula for many cells into those that the file leaves empty",
  "whitespace_trim.xlsx": "it drops a tab at the beginning of a text",
  "inlineStr_with_value.xlsx": "it drops an inline text that stands where a value should",
};

/** It fills pivot tables anew when it opens a file, in its own words. */
function isRefilled(bytes: Buffer): boolean {
  return bytes.includes("xl/pivotTables/");
}

function isSame(ours: RawCell, theirs: FlatCell | undefined): boolean {
  // It is calculated anew, some only then: random numbers, functions of other programs, results that were never saved.
  if (ours.kind === "formula" || theirs?.isFormula) return true;
  const text = cellText(ours).replace(/\r\n?/g, "\n");
  if (theirs === undefined) return text === "";
  switch (ours.kind) {
    case "number":
      return Math.abs(Number(text) - Number(theirs.value)) <= Math.max(Math.abs(Number(text)) * 1e-14, 1e-18);
    case "date":
      return theirs.type === "time" ? isTime(text, theirs.value) : dayOf(theirs.value) === text;
    case "boolean":
      // With a format of numbers it is shown as one.
      return theirs.value.toUpperCase() === text || theirs.value === (text === "TRUE" ? "1" : "0");
    case "error":
      return theirs.type === "error";
    default:
      return theirs.value === text;
  }
}

function dayOf(stated: string): string {
  return stated.replace("T", " ").replace(/\.\d+$/, "");
}

/** A time without a day is counted from the day on which the book's dates begin. */
function isTime(text: string, stated: string): boolean {
  const [, hours = "", minutes = "", seconds = ""] = /^-?PT(\d+)H(\d+)M([\d.]+)S$/.exec(stated) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  const at = Date.parse(`${text.replace(" ", "T")}${text.includes(" ") ? "Z" : ""}`);
  return ["1899-12-30", "1904-01-01"].some((day) => Math.abs(at - Date.parse(day) - ms) <= 1000);
}

/** Cells that differ, and those that only one of us has. */
function differences(ours: ReadSheet, theirs: readonly FlatCell[]): readonly string[] {
  const others = new Map(theirs.map((cell) => [`${cell.row + 1}:${cell.column}`, cell]));
  const wrong: string[] = [];
  for (const { number, cells } of ours.rows) {
    for (const [at, cell] of cells.entries()) {
      const place = `${number}:${at}`;
      const other = others.get(place);
      others.delete(place);
      if (!isSame(cell, other)) wrong.push(`${place} ${JSON.stringify(cell)} ${JSON.stringify(other?.value)}`);
    }
  }
  const left = [...others].filter(([, { isFormula }]) => !isFormula);
  return [...wrong, ...left.map(([place, { value }]) => `${place} nothing, ${JSON.stringify(value)}`)];
}

describe("the published workbooks", () => {
  it.skipIf(!hasCorpus)(
    `end with rows and a receipt or with a reason, in one process within ${MOST_MB} MB and ten seconds each${corpusNote}`,
    async () => {
      const read = await readApart();
      expect(read.faults).toEqual([]);
      expect(read.files).toBeGreaterThan(480);
      expect(read.rows).toBeGreaterThan(3_000);
      expect(read.slowestMs, read.slowest).toBeLessThan(MOST_MS);
      expect(read.peakMb).toBeLessThan(MOST_MB);
    },
    600_000,
  );

  it.skipIf(!hasCorpus || !hasOffice)(
    `have the cells that LibreOffice finds in them${corpusNote}${officeNote}`,
    async () => {
      const files = readdirSync(corpus, { recursive: true })
        .map(String)
        .filter((file) => /\.xls[xm]?$/.test(file) && !file.includes("~$"))
        .filter((_, at) => wantsAll || at % 12 === 0);
      const { paths, close } = convertAll(
        files.map((file) => join(corpus, file)),
        "fods",
      );
      try {
        const wrong: string[] = [];
        let compared = 0;
        for (const [at, file] of files.entries()) {
          const converted = paths[at] ?? "";
          const bytes = readFileSync(join(corpus, file));
          const ours = await readSheet(bytes);
          if (
            !ours.ok ||
            ours.value.format === "csv" ||
            !existsSync(converted) ||
            basename(file) in known ||
            isRefilled(bytes)
          )
            continue;
          const theirs = readFlatSheets(readFileSync(converted, "utf8")).get(ours.value.name);
          if (theirs === undefined) wrong.push(`${file}: no sheet ${ours.value.name}`);
          else wrong.push(...differences(ours.value, theirs).map((each) => `${file} ${each}`));
          compared += 1;
        }
        expect(wrong).toEqual([]);
        expect(compared).toBeGreaterThan(files.length * 0.75);
      } finally {
        close();
      }
    },
    900_000,
  );
});
