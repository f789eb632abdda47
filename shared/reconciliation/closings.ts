import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { queryAll, type Table } from "../table/port.ts";
import { closingKey, settlementPk, settlementSortKeys } from "../table/settlement-keys.ts";
import type { Entry } from "./settlement.ts";

/** Finance has looked at an entry and is done with it. */
export type Closing = { readonly note: string; readonly by: string; readonly at: string };

const closingSchema = z.object({ line: z.string(), note: z.string(), by: z.string(), at: z.string() });

/** Names an entry of a settlement: its order, and the entry in it. */
export function lineOf({ orderNo, entryId }: Pick<Entry, "orderNo" | "entryId">): string {
  return orderNo === "" ? entryId : `${orderNo}~${entryId}`;
}

/** All lines of a settlement that are closed. */
export async function readClosedLines(table: Table, merchant: MerchantId, id: string): Promise<ReadonlySet<string>> {
  const sk = { kind: "beginsWith", prefix: settlementSortKeys.closing } as const;
  const items = await queryAll(table, { pk: settlementPk(merchant, id), sk });
  return new Set(items.map((item) => closingSchema.parse(item).line));
}

/** Of those lines that are closed, by line. */
export async function readClosings(
  table: Table,
  merchant: MerchantId,
  id: string,
  lines: readonly string[],
): Promise<ReadonlyMap<string, Closing>> {
  const items = await table.getMany([...new Set(lines)].map((line) => closingKey(merchant, id, line)));
  return new Map(
    items.map((item) => {
      const { line, ...closing } = closingSchema.parse(item);
      return [line, closing];
    }),
  );
}
