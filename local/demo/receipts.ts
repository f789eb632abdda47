import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { cellText } from "../../shared/sheets/rows.ts";

/** What a receipt says of the rows that were not taken: row number of the merchant's file → reason codes. */
export type BadRows = ReadonlyMap<number, string>;

/** The last five columns of a receipt are the hub's: row, status, code, advice, result. The rest are the merchant's own. */
const FROM_END = { row: 5, code: 3 } as const;

export async function badRowsOf(receipt: Uint8Array): Promise<BadRows> {
  const sheet = await readSheet(receipt);
  if (!sheet.ok) throw new Error(`the receipt cannot be read: ${sheet.error.kind}`);
  const [header, ...rows] = sheet.value.rows;
  const width = header?.cells.length ?? 0;
  const found = rows.map((row) => {
    const at = (fromEnd: number): string => {
      const cell = row.cells[width - fromEnd];
      return cell === undefined ? "" : cellText(cell);
    };
    // `quantity: zero_quantity` names the column and the code.
    const codes = at(FROM_END.code)
      .split("; ")
      .map((each) => each.split(": ").at(-1) ?? "");
    return [Number(at(FROM_END.row)), codes.join(" ")] as const;
  });
  return new Map(found.filter(([, codes]) => codes !== ""));
}
