import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, day, schemaOf, text, units } from "../fields.ts";

export const summary =
  "A business day's report was written, tied out and will not change; a restatement is a new version.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    report: text("The report's name: sales, order-lines, stock … More may come."),
    day: day("The business day in the merchant's zone, YYYY-MM-DD."),
    version: units("1 for the first sealing, more for restatements."),
    manifestKey: text(
      "Object key of the manifest in the exports bucket; it lists the files with rows, sums and hashes.",
    ),
    rows: count("Rows of the report, without headings."),
  }),
);

export type ReportSealed = DetailFrom<typeof schema>;

export const sample: ReportSealed = {
  report: "sales",
  day: "2026-11-21",
  version: 1,
  manifestKey: "demo/sales/date=2026-11-21/v1/manifest.json",
  rows: 312,
};
