import { Buffer } from "node:buffer";
import type { ByteWriter } from "./byte-writer.ts";
import type { RowEdit, SheetEdits } from "./edits.ts";
import type { AddedStyles } from "./styles.ts";

/** A sheet on its way through: what is before `copied` in the scan's bytes is written. */
export type Splice = {
  readonly edits: SheetEdits;
  readonly styles: AddedStyles;
  readonly out: ByteWriter;
  copied: number;
  /** Index of the first added column. */
  addedFrom: number;
  lastStyledColumn: number;
  hasColumns: boolean;
  isInData: boolean;
  isInRow: boolean;
  rowNumber: number;
  edit: RowEdit | null;
  column: number;
  lastFilled: number;
  nextBad: number;
  /** Between `<` and the row's name: `x:` where the file names its tags so. */
  prefix: string;
  rowEnd: Buffer;
  cellStart: Buffer;
  /** Where the next comment or CDATA is, and the next end of a row; a place before the scan's is not known any more. */
  nextMarkup: number;
  nextRowEnd: number;
  /** The rows' last cells could be found from behind so far. */
  hasPlacedCells: boolean;
};

export function openSplice(edits: SheetEdits, styles: AddedStyles, out: ByteWriter): Splice {
  return {
    edits,
    styles,
    out,
    copied: 0,
    addedFrom: edits.width,
    lastStyledColumn: 0,
    hasColumns: false,
    isInData: false,
    isInRow: false,
    rowNumber: 0,
    edit: null,
    column: -1,
    lastFilled: -1,
    nextBad: 0,
    prefix: "",
    rowEnd: Buffer.from("</row>"),
    cellStart: Buffer.from('<c r="'),
    nextMarkup: -1,
    nextRowEnd: -1,
    hasPlacedCells: true,
  };
}
