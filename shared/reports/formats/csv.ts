import { makeByteWriter } from "../../sheets/splice/byte-writer.ts";
import { csvHead, makeCsvLine } from "../../sheets/write-csv.ts";
import type { FileFormat } from "../report-definition.ts";

/** As `write-csv.ts` says, row by row: the byte order mark and the headings stand before the first row only. */
export const csv: FileFormat = {
  extension: ".csv",
  contentType: "text/csv; charset=utf-8",
  encode: async function* ({ columns, rows }) {
    const out = makeByteWriter();
    const line = makeCsvLine(columns);
    out.text(csvHead(columns));
    for await (const batch of rows()) {
      for (const row of batch) out.text(line(row));
      yield* out.take(false);
    }
    yield* out.take(true);
  },
};
