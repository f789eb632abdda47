import type { ReportDefinition } from "../report-definition.ts";

/** What somebody must look at before the day's figures are relied on; empty on a good day. */
export const exceptionsReport: ReportDefinition = {
  name: "exceptions",
  uses: ["exceptions"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "business_day", kind: "day" },
    { name: "kind", kind: "text", width: 22 },
    { name: "subject", kind: "text", width: 30 },
    { name: "facts", kind: "integer" },
    { name: "note", kind: "text", width: 60 },
  ],
  rows: async function* ({ facts }) {
    for await (const exceptions of facts.read("exceptions"))
      yield exceptions.map(({ id, day, kind, subject, count, note }) => [id, day, kind, subject, count, note]);
  },
};
