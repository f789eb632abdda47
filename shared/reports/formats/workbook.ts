import type { Sheet } from "../../sheets/sheet.ts";
import { writeWorkbook } from "../../sheets/write-workbook.ts";
import type { FileFormat, Row } from "../report-definition.ts";

/** Excel: the rows, and what they come to on a second sheet. */
export const workbook: FileFormat = {
  extension: ".xlsx",
  contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  encode: async function* ({ name, columns, rows, summary }) {
    const all: Row[] = [];
    for await (const batch of rows()) for (const row of batch) all.push(row);
    const about: Sheet = {
      name: "summary",
      columns: [
        { name: "what", kind: "text", width: 34 },
        { name: "value", kind: "text", width: 34 },
        { name: "amount", kind: "decimal", width: 18 },
      ],
      rows: summary.map(({ what, value, amount }) => [what, value, amount]),
    };
    yield writeWorkbook([{ name, columns, rows: all }, about]);
  },
};
