import type { Locale } from "../../kernel/locale.ts";
import type { Cell, Column } from "../../sheets/sheet.ts";
import { writeWorkbook } from "../../sheets/write-workbook.ts";
import { choicesOf, fieldTexts, hintOf } from "../column-hints.ts";
import type { ImportKind } from "../import-kind.ts";
import { type Field, sheetSchemas } from "../sheet-schemas.ts";
import { exampleRows } from "./example-rows.ts";

/** The sheet to fill in, and a second one (not read by the hub) that explains its columns. */
export function templateWorkbook(kind: ImportKind, locale: Locale): Uint8Array {
  const fields = sheetSchemas[kind];
  const columns = fields.map((field): Column => {
    const choices = choicesOf(kind, field.name, locale);
    const column = { name: headingOf(field, locale), kind: "text", width: field.kind === "id" ? 24 : 18 } as const;
    return choices.length === 0 ? column : { ...column, choices };
  });
  const rows = exampleRows[kind].map((row) => fields.map((field): Cell => exampleCell(kind, field, row, locale)));
  return writeWorkbook([{ name: kind, columns, rows }, explanation(kind, fields, locale)]);
}

/** A word of a drop-down list stands at the same place in that of the other language. */
function exampleCell(kind: ImportKind, field: Field, row: Readonly<Record<string, string>>, locale: Locale): Cell {
  const value = row[field.name] ?? null;
  const at = value === null ? -1 : choicesOf(kind, field.name, "en").indexOf(value);
  return choicesOf(kind, field.name, locale)[at] ?? value;
}

/** Our own name, or the first Chinese one. */
function headingOf(field: Field, locale: Locale): string {
  if (locale === "en") return field.name;
  return field.aliases.find((alias) => /\p{Script=Han}/u.test(alias)) ?? field.name;
}

function explanation(
  kind: ImportKind,
  fields: readonly Field[],
  locale: Locale,
): Parameters<typeof writeWorkbook>[0][number] {
  const titles =
    locale === "zh" ? ["列", "必填", "内容", "也可写作"] : ["column", "required", "what to write", "also understood"];
  const widths = [22, 10, 70, 60];
  const yes = locale === "zh" ? "是" : "yes";
  return {
    name: locale === "zh" ? "说明" : "columns",
    columns: titles.map((name, at): Column => ({ name, kind: "text", width: widths[at] ?? 20 })),
    rows: fields.map((field) => [
      headingOf(field, locale),
      field.isRequired ? yes : "",
      [
        fieldTexts[field.kind][locale],
        hintOf(kind, field.name, locale),
        choicesOf(kind, field.name, locale).join(" / "),
      ]
        .filter((text) => text !== "")
        .join("; "),
      [field.name, ...field.aliases].filter((name) => name !== headingOf(field, locale)).join(", "),
    ]),
  };
}
