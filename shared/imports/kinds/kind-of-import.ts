import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { RawRow } from "../../sheets/rows.ts";
import type { Table } from "../../table/port.ts";
import type { ApplyOrder, FileInHand } from "../apply-orders.ts";
import type { ApplyParcel } from "../apply-parcels.ts";
import type { Columns } from "../find-columns.ts";
import type { ImportKind } from "../import-kind.ts";
import type { Layout } from "../layouts/layout.ts";
import type { RowNote } from "../notes.ts";
import type { RowReason } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";

/**
 * What the hub does with the rows of one kind of file. A kind is a file of this shape, its name in `import-kind.ts`, its
 * columns in `sheet-schemas.ts` and a line in `all-kinds.ts`; reading, chunks, dry runs, progress and receipts come with it.
 */
export type KindOfImport = {
  readonly kind: ImportKind;
  /** Fields that a row of the table always fills; a row without them may be a total or a comment. */
  readonly neededCells: readonly string[];
  /** Fields that say what a row is about. Rows that agree in them are read and applied together, in the order of the file. */
  readonly keyFields: readonly string[];
  /** A row that says something of rows about other things too: all chunks get to see it, as `headRows`. */
  readonly isHeadRow?: (row: RawRow, columns: Columns, layout: Layout | null) => boolean;
  /** Rows mean something only beside the others of their file: nobody gets a file of the failed ones alone. */
  readonly isOnePiece?: true;
  /** The same file on another business day says something new, as a count does; false: it says the same for ever. */
  readonly isOfItsDay: boolean;
  /** Orders that wait may be routable after it, though it brings no stock. */
  readonly isForWaiting?: true;
  /** Done once all rows of a file are applied, before its receipt is there. Again, it changes nothing. */
  readonly afterRows?: (tools: Pick<ImportTools, "table" | "now">, job: ImportName) => Promise<void>;
  /** Pure. Each row stands in exactly one unit or under `failed`. */
  readonly read: (rows: readonly RawRow[], context: RowContext) => ReadUnits;
};

type ImportName = Pick<FileInHand, "merchantId" | "importId">;

/** What rows are read with, besides themselves. */
export type RowContext = {
  readonly columns: Columns;
  /** The platform's file that was recognised; null: our own columns. */
  readonly layout: Layout | null;
  readonly merchant: MerchantSettings;
  readonly warehouses: ReadonlySet<string>;
  /** Rows of the whole file that speak for others; they are read and applied with their own chunk. */
  readonly headRows?: readonly RawRow[];
  /** UTC; the "now" of the rows, so that reading them again after a crash gives the same. */
  readonly uploadedAt: string;
};

export type ReadUnits = {
  readonly units: readonly Unit[];
  /** By row number: what is wrong with it, its own fault or that of its neighbours. */
  readonly failed: ReadonlyMap<number, readonly RowReason[]>;
};

/** What is applied whole or not at all: the rows of one order, one counted position. */
export type Unit = {
  /** In file order; they share the fate of the unit. */
  readonly rows: readonly { readonly rowNumber: number; readonly notes?: readonly RowNote[] }[];
  /**
   * Applies it once under the name `file.content` + its key: after a crash, called again, it gives the fate of the first time.
   * Writes through `tools.table` only, since a dry run hands over a table that keeps nothing.
   */
  readonly apply: (tools: ImportTools, file: FileInHand) => Promise<RowFate>;
};

export type ImportTools = {
  readonly table: Table;
  readonly applyOrder: ApplyOrder;
  readonly applyParcel: ApplyParcel;
  readonly now: () => Date;
  /** Waits before another try at what others are writing; without it there is no wait. */
  readonly pause?: (attempt: number) => Promise<void>;
};
