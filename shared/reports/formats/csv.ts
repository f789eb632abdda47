import { writeCsv } from "../../sheets/write-csv.ts";
import type { FileFormat } from "../report-definition.ts";

/** As `write-csv.ts` says, batch by batch: the byte order mark and the headings stand before the first row only. */
export const csv: FileFormat = {
  extension: ".csv",
  contentType: "text/csv; charset=utf-8",
  encode: async function* ({ name, columns, rows }) {
    const text = (batch: Parameters<typeof writeCsv>[0]["rows"]): string => writeCsv({ name, columns, rows: batch });
    const head = text([]);
    yield Buffer.from(head);
    for await (const batch of rows()) yield Buffer.from(text(batch).slice(head.length));
  },
};
