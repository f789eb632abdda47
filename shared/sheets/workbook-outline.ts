import { parsePart } from "./parse-part.ts";
import type { LooksLike } from "./rows.ts";
import { Unreadable } from "./unreadable.ts";
import { isDateFormat } from "./workbook-dates.ts";
import type { ZipParts } from "./zip-parts.ts";

export type FirstSheet = { readonly name: string; readonly path: string; readonly is1904: boolean };

/** The first sheet of cells that is not hidden, in the workbook's own order, and the date system of the book. */
export async function firstSheet(parts: ZipParts): Promise<FirstSheet> {
  const workbook = parts.paths().find((path) => /(^|\/)workbook\.xml$/.test(path));
  if (workbook === undefined) {
    throw new Unreadable({ kind: "not_a_workbook", looksLike: otherArchive(parts.paths()) });
  }
  const sheets: { name: string; relation: string; isShown: boolean }[] = [];
  let is1904 = false;
  await parsePart(parts, workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") is1904 = /^(1|true)$/.test(attributes["date1904"] ?? "");
      if (name !== "sheet") return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      // Excel shows a sheet whose state it does not know.
      const isShown = attributes["state"] !== "hidden" && attributes["state"] !== "veryHidden";
      sheets.push({ name: attributes["name"] ?? "", relation, isShown });
    },
  });
  const folder = workbook.slice(0, workbook.lastIndexOf("/") + 1);
  const targets = await relationTargets(parts, `${folder}_rels/workbook.xml.rels`);
  const tables = sheets.filter((each) => !/chartsheet|dialogsheet|macrosheet/i.test(targets.get(each.relation) ?? ""));
  const sheet = tables.find((each) => each.isShown) ?? tables[0];
  if (sheet === undefined) throw new Unreadable({ kind: "no_sheet_of_cells" });
  const target = targets.get(sheet.relation);
  const path = target === undefined ? `${folder}worksheets/sheet1.xml` : resolved(folder, target);
  if (!parts.has(path)) {
    throw new Unreadable({ kind: "damaged", detail: `the sheet "${sheet.name}" is missing from the file` });
  }
  return { name: sheet.name, path, is1904 };
}

function otherArchive(paths: readonly string[]): LooksLike {
  if (paths.includes("xl/workbook.bin")) return "binary_workbook";
  if (paths.includes("content.xml")) return "open_document";
  return paths.includes("[content_types].xml") ? "other_office_file" : "archive";
}

function resolved(folder: string, target: string): string {
  return target.startsWith("/") ? target.slice(1) : `${folder}${target}`;
}

async function relationTargets(parts: ZipParts, path: string): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  await parsePart(parts, path, {
    open: (name, attributes) => {
      if (name === "Relationship") targets.set(attributes["Id"] ?? "", attributes["Target"] ?? "");
    },
  });
  return targets;
}

/** Of a number format's code: Excel's own bound. */
const MAX_FORMAT_LENGTH = 255;

/** The cell formats that show their number as a date or a time. */
export async function dateStyles(parts: ZipParts): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const path = parts.paths().find((each) => /(^|\/)styles\.xml$/.test(each));
  if (path === undefined) return found;
  const isDate = new Map<number, boolean>();
  let isInCellFormats = false;
  let index = 0;
  await parsePart(parts, path, {
    open: (name, attributes) => {
      if (name === "numFmt") {
        const own = Number(attributes["numFmtId"]);
        isDate.set(own, isDateFormat(own, (attributes["formatCode"] ?? "").slice(0, MAX_FORMAT_LENGTH)));
      }
      if (name === "cellXfs") isInCellFormats = true;
      if (name !== "xf" || !isInCellFormats) return;
      const format = Number(attributes["numFmtId"] ?? 0);
      if (isDate.get(format) ?? isDateFormat(format, undefined)) found.add(index);
      index += 1;
    },
    close: (name) => {
      if (name === "cellXfs") isInCellFormats = false;
    },
  });
  return found;
}
