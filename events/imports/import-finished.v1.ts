import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, text, words } from "../fields.ts";

export const summary = "An uploaded file was read to its end; the receipt names every row that failed.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    importId: text("The hub's id of the import."),
    kind: text("What the file holds: orders, stock … More may come."),
    fileName: text("The name it was uploaded under."),
    state: z.optional(
      text("applied, applied_with_errors, checked (a dry run), rejected, cancelled or duplicate. More may come."),
    ),
    rows: count("Rows read; the sum of the five below."),
    applied: count("Rows that changed something."),
    unchanged: count("Rows that said what the hub knew already."),
    skipped: count("Rows left out on purpose: blank, or repeated in the file."),
    failed: count("Rows refused, each with its reason in the receipt."),
    notApplied: z.optional(
      count("Good rows that were not applied: a dry run, a file rejected for other rows, or a cancelled import."),
    ),
    receiptKey: text("Object key of the receipt workbook in the imports bucket."),
    failedRowsKey: z.optional(
      words("Object key of the file of only the failed rows, to be mended; null when none failed."),
    ),
  }),
);

export type ImportFinished = DetailFrom<typeof schema>;

export const sample: ImportFinished = {
  importId: "imp_5d1k8z0q3v7m2x9c4b6n1t0y8w",
  kind: "stock",
  fileName: "stock-2026-11-22.xlsx",
  state: "applied_with_errors",
  rows: 120,
  applied: 96,
  unchanged: 20,
  skipped: 1,
  failed: 3,
  notApplied: 0,
  receiptKey: "demo/receipts/imp_5d1k8z0q3v7m2x9c4b6n1t0y8w/stock-2026-11-22.xlsx",
  failedRowsKey: "demo/receipts/imp_5d1k8z0q3v7m2x9c4b6n1t0y8w/stock-2026-11-22.failed-rows.xlsx",
};
