import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { cellText } from "../../shared/sheets/rows.ts";

/** What a receipt says of the rows that were not taken: row number of the merchant's file → reason codes. */
export type BadRows = ReadonlyMap<number, string>;

/** The last four columns of a receipt are the hub's: status, code, advice, result. The rest are the merchant's own. */
const CODE_FROM_END = 3;

export async function badRowsOf(receipt: Uint8Array): Promise<BadRows> {
  const sheet = await readSheet(receipt);
  if (!sheet.ok) throw new Error(`the receipt cannot be read: ${sheet.error.kind}`);
  const [header, ...rows] = sheet.value.rows;
  const width = header?.cells.length ?? 0;
  const found = rows.map((row) => {
    const cell = row.cells[width - CODE_FROM_END];
    // `quantity: zero_quantity` names the column and the code.
    const codes = (cell === undefined ? "" : cellText(cell)).split("; ").map((each) => each.split(": ").at(-1) ?? "");
    return [row.number, codes.join(" ")] as const;
  });
  return new Map(found.filter(([, codes]) => codes !== ""));
}
