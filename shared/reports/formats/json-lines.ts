import type { FileFormat } from "../report-definition.ts";

/** For software: the first line names the columns, each other is one row with its cells in their places. */
export const jsonLines: FileFormat = {
  extension: ".jsonl",
  contentType: "application/x-ndjson",
  encode: async function* ({ name, columns, rows }) {
    yield Buffer.from(`${JSON.stringify({ name, columns })}\n`);
    for await (const batch of rows()) yield Buffer.from(batch.map((row) => `${JSON.stringify(row)}\n`).join(""));
  },
};
