import type { ImportKind } from "../../shared/imports/import-kind.ts";
import { type ReasonCode, reasonText } from "../../shared/imports/reasons.ts";
import type { Locale } from "../../shared/kernel/locale.ts";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { cellText } from "../../shared/sheets/rows.ts";
import { aMerchant } from "./builders.ts";
import { makeImporter } from "./importer.ts";
import { memoryObjects } from "./memory-ports.ts";
import { shippingHub } from "./shipping-hub.ts";

const now = new Date("2026-11-22T06:00:00.000Z");

export type Row = Readonly<Record<string, string>>;
/** What is wrong, in which row, and the code of the last row. */
export type Case = readonly [what: string, rows: readonly Row[], code: `${string}`];

/** As a merchant would save it. */
export function csv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name] ?? "")).join(","))].join("\n");
}

/** The codes and the advice of the last row of the receipt. */
export async function lastFate(kind: ImportKind, body: string, locale: Locale): Promise<readonly [string, string]> {
  const { table } = await shippingHub();
  const files = memoryObjects();
  const merchant = aMerchant({ locale });
  const { run } = makeImporter({ table, files, now: () => now, merchant });
  const key = `demo/${kind}/wrong.csv`;
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  const answer = await run({ key, version: etag, etag, bytes: body.length, at: now.toISOString() });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  const receipt = await readSheet((await files.get(answer.job.receiptKey))?.body ?? new Uint8Array());
  if (!receipt.ok) throw new Error(receipt.error.kind);
  const cells = (receipt.value.rows.at(-1)?.cells ?? []).map(cellText);
  const headings = receipt.value.rows[0]?.cells.map(cellText) ?? [];
  const of = (en: string, zh: string): string =>
    cells[headings.indexOf(locale === "en" ? en : zh)] ?? answer.job.reason;
  return [of("reason code", "原因代码"), of("what to do", "处理办法")];
}

/** The longest stretch of the advice that does not depend on what was found. */
export function firstWords(code: string, locale: Locale): string {
  const bare = code.slice(code.indexOf(":") + 1).trim() as ReasonCode;
  return (
    reasonText({ code: bare, column: null, found: "\u0000" }, locale)
      .split("\u0000")
      .toSorted((a, b) => b.length - a.length)[0] ?? ""
  );
}
