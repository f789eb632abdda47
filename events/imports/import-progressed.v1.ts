import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, text } from "../fields.ts";

export const summary = "A large upload is on its way; told some twenty times at most, and not for small files.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    importId: text("The hub's id of the import."),
    kind: text("What the file holds: orders, stock … More may come."),
    fileName: text("The name it was uploaded under."),
    state: text("checking, while rows are only looked at, or applying."),
    rowsRead: count("Rows of the file."),
    rowsDone: count("Rows that were looked at, or applied, so far."),
    applied: count("Rows that changed something so far."),
    failed: count("Rows refused so far."),
    rowsPerSecond: z.nullable(z.number().check(z.describe("Since this phase began; null at its beginning."))),
    secondsLeft: z.nullable(z.number().check(z.describe("As far as the pace so far tells; null when it does not."))),
  }),
);

export type ImportProgressed = DetailFrom<typeof schema>;

export const sample: ImportProgressed = {
  importId: "imp_5d1k8z0q3v7m2x9c4b6n1t0y8w",
  kind: "orders",
  fileName: "orders-2026-11-22.xlsx",
  state: "applying",
  rowsRead: 100000,
  rowsDone: 25000,
  applied: 24900,
  failed: 100,
  rowsPerSecond: 812.5,
  secondsLeft: 93,
};
