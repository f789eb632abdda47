import { cellText, type RawRow } from "../../sheets/rows.ts";
import { settlementLayouts } from "../settlements/settlement-layouts.ts";
import { headingKey } from "../sheet-schemas.ts";
import { alibabaAndJd } from "./alibaba-and-jd.ts";
import { chineseErps } from "./chinese-erps.ts";
import { customerTables } from "./customer-tables.ts";
import { goodsTables } from "./goods-tables.ts";
import type { Layout } from "./layout.ts";
import { otherFiles } from "./other-files.ts";
import { pinduoduoAndDouyin } from "./pinduoduo-and-douyin.ts";
import { westernOrders } from "./western-orders.ts";

export const layouts: readonly Layout[] = [
  ...alibabaAndJd,
  ...pinduoduoAndDouyin,
  ...chineseErps,
  ...westernOrders,
  ...goodsTables,
  ...customerTables,
  ...settlementLayouts,
  ...otherFiles,
];

export type RecognisedLayout = { readonly layout: Layout; readonly headerRow: RawRow };

/** Titles, comments and notes above the headings are common; further down than this nobody puts them. */
export const ROWS_LOOKED_AT = 20;

/** The platform's file whose headings these are, the one with the longest proof where several fit; null for any other. */
export function recogniseLayout(rows: readonly RawRow[]): RecognisedLayout | null {
  for (const row of rows.slice(0, ROWS_LOOKED_AT)) {
    const found = new Set(row.cells.map((cell) => headingKey(cellText(cell))));
    const fitting = layouts.filter(({ proof }) => proof.every((heading) => found.has(headingKey(heading))));
    const [best] = fitting.toSorted((a, b) => b.proof.length - a.proof.length);
    if (best !== undefined) return { layout: best, headerRow: row };
  }
  return null;
}
