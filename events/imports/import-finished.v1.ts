import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, text } from "../fields.ts";

export const summary = "An uploaded file was read to its end; the receipt names every row that failed.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    importId: text("The hub's id of the import."),
    kind: text("What the file holds: orders, stock … More may come."),
    fileName: text("The name it was uploaded under."),
    rows: count("Rows read; the sum of the four below."),
    applied: count("Rows that changed something."),
    unchanged: count("Rows that said what the hub knew already."),
    skipped: count("Rows left out on purpose: blank, or repeated in the file."),
    failed: count("Rows refused, each with its reason in the receipt."),
    receiptKey: text("Object key of the receipt workbook in the imports bucket."),
  }),
);

export type ImportFinished = DetailFrom<typeof schema>;

export const sample: ImportFinished = {
  importId: "imp_5d1k8z0q3v7m2x9c4b6n1t0y8w",
  kind: "stock",
  fileName: "stock-2026-11-22.xlsx",
  rows: 120,
  applied: 96,
  unchanged: 20,
  skipped: 1,
  failed: 3,
  receiptKey: "demo/receipts/imp_5d1k8z0q3v7m2x9c4b6n1t0y8w/stock-2026-11-22.xlsx",
};
