import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { aMerchant } from "../../../tests/support/builders.ts";
import { hazardWords } from "../../inventory/products/goods.ts";
import type { Locale } from "../../kernel/locale.ts";
import { readSheet } from "../../sheets/read-sheet.ts";
import { adjustmentWords } from "../adjustment-rows.ts";
import { choicesOf } from "../column-hints.ts";
import { findColumns } from "../find-columns.ts";
import { type ImportKind, importKinds } from "../import-kind.ts";
import { loadKind } from "../kinds/all-kinds.ts";
import { recogniseLayout } from "../layouts/recognise-layout.ts";
import { trackingWords } from "../product-rows.ts";
import { sheetSchemas } from "../sheet-schemas.ts";
import { templateWorkbook } from "./template-workbook.ts";

const uploadedAt = "2026-11-22T00:00:00.000Z";
const all = importKinds.flatMap((kind) => [[kind, "en"] as const, [kind, "zh"] as const]);

async function sheetOf(kind: ImportKind, locale: Locale) {
  const sheet = await readSheet(templateWorkbook(kind, locale));
  if (!sheet.ok) throw new Error(sheet.error.kind);
  return sheet.value;
}

describe("the template", () => {
  it.each(all)("of %s imports as it stands (%s), and is no platform's file", async (kind, locale) => {
    const { rows } = await sheetOf(kind, locale);
    const columns = findColumns(rows, kind);
    if (!columns.ok) throw new Error(columns.error.kind);
    expect(recogniseLayout(rows)).toBeNull();
    expect([...columns.value.at.keys()]).toEqual(sheetSchemas[kind].map(({ name }) => name));
    const below = rows.filter((row) => row.number > columns.value.headerRow);
    const { read } = await loadKind(kind);
    const { units, failed } = read(below, {
      columns: columns.value,
      layout: null,
      merchant: aMerchant(),
      warehouses: new Set(["SHA", "CAN"]),
      uploadedAt,
    });
    expect([...failed]).toEqual([]);
    expect(units.flatMap((unit) => unit.rows)).toHaveLength(below.length);
  });

  it.each(all)("of %s offers a list where a column has words of its own (%s)", (kind, locale) => {
    const listed = sheetSchemas[kind].filter(({ name }) => choicesOf(kind, name, locale).length > 0);
    const sheet = new TextDecoder().decode(unzipSync(templateWorkbook(kind, locale))["xl/worksheets/sheet1.xml"]);
    for (const { name } of listed) expect(sheet).toContain(`"${choicesOf(kind, name, locale).join(",")}"`);
    expect([...sheet.matchAll(/<dataValidation /g)]).toHaveLength(listed.length);
    expect(listed.map(({ kind: each }) => each).every((each) => each === "choice" || each === "yes_no")).toBe(true);
  });

  it.each(importKinds)("of %s has lists of as many words in both languages", (kind) => {
    for (const { name } of sheetSchemas[kind]) {
      expect(choicesOf(kind, name, "zh").length, name).toBe(choicesOf(kind, name, "en").length);
    }
  });

  it.each([
    ["products", "hazard", hazardWords],
    ["products", "tracking", trackingWords],
    ["stock-adjustments", "kind", adjustmentWords],
  ] as const)("of %s offers no word in %s that the hub does not understand", (kind, name, words) => {
    const offered = (["en", "zh"] as const).flatMap((locale) => choicesOf(kind, name, locale));
    expect(offered.filter((word) => !Object.hasOwn(words, word))).toEqual([]);
  });
});
