import { Buffer } from "node:buffer";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Table } from "../table/port.ts";
import { closingKey, settledAloneKey, settledOrderKey, settlementSortKeys } from "../table/settlement-keys.ts";
import { gapEntry } from "./class-sums.ts";
import { type Closing, lineOf, readClosings } from "./closings.ts";
import { type LineChange, readLineChanges } from "./line-changes.ts";
import { matchOrder } from "./match-order.ts";
import { fromSettledOrderItem, settledOrders } from "./settled-order-store.ts";
import type { DifferenceClass, Entry, SettledOrder } from "./settlement.ts";
import type { Settlement } from "./settlement-store.ts";
import { windowOf } from "./window.ts";

export type OpenEntry = Entry & {
  readonly line: string;
  readonly closing: Closing | null;
  /** What it was before it was matched again, and what it became; oldest first. */
  readonly changes: readonly LineChange[];
};

export type EntryPage = { readonly items: readonly OpenEntry[]; readonly cursor: string | null };

const PAGE = 100;
/** So many orders are looked through for one page. */
const MOST_LOOKED_AT = 2_000;
const GAP = "file:gap";

export function entriesOf(settlement: Settlement, order: SettledOrder): readonly Entry[] {
  return matchOrder(order, settlement.explained?.rates ?? {}, windowOf(settlement));
}

/** Entries by order. A page holds whole orders: it may be longer than `limit`, and short or empty and still have a cursor. */
export async function readEntries(
  table: Table,
  merchant: MerchantId,
  settlement: Settlement,
  asked: { readonly class?: DifferenceClass | undefined; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Result<EntryPage, { readonly kind: "bad_cursor" }>> {
  const after = asked.cursor === undefined ? undefined : Buffer.from(asked.cursor, "base64url").toString("utf8");
  if (after !== undefined && !Object.values(settlementSortKeys).some((prefix) => after.startsWith(prefix)))
    return fail({ kind: "bad_cursor" });
  const found: Entry[] = [];
  let last = "";
  let lookedAt = 0;
  for await (const batch of settledOrders(table, merchant, settlement.id, { after, limit: PAGE })) {
    for (const order of batch) {
      if (found.length >= asked.limit || lookedAt >= MOST_LOOKED_AT) {
        const items = await withHistory(table, merchant, settlement.id, found);
        return ok({ items, cursor: Buffer.from(last, "utf8").toString("base64url") });
      }
      found.push(...entriesOf(settlement, order).filter((each) => (asked.class ?? each.class) === each.class));
      last = order.sk;
      lookedAt += 1;
    }
  }
  if ((asked.class ?? "unexplained") === "unexplained") found.push(...gapOf(settlement));
  return ok({ items: await withHistory(table, merchant, settlement.id, found), cursor: null });
}

/** What the platform paid beyond its lines; almost always nothing. */
function gapOf(settlement: Settlement): readonly Entry[] {
  const gap = settlement.explained?.gapMinor ?? 0;
  return gap === 0 ? [] : [gapEntry(settlement, gap)];
}

async function withHistory(
  table: Table,
  merchant: MerchantId,
  id: string,
  entries: readonly Entry[],
): Promise<readonly OpenEntry[]> {
  const [closings, changes] = await Promise.all([
    readClosings(table, merchant, id, entries.map(lineOf)),
    readLineChanges(table, merchant, id, [
      ...new Set(entries.flatMap(({ orderNo }) => (orderNo === "" ? [] : orderNo))),
    ]),
  ]);
  return entries.map((each) => {
    const line = lineOf(each);
    return { ...each, line, closing: closings.get(line) ?? null, changes: changes.get(line) ?? [] };
  });
}

/** Closes an entry with a note, or (null) opens it again. The same again changes nothing. */
export async function closeEntry(
  table: Table,
  merchant: MerchantId,
  settlement: Settlement,
  line: string,
  closing: Closing | null,
): Promise<Result<{ readonly isChanged: boolean; readonly entry: OpenEntry }, { readonly kind: "unknown_line" }>> {
  const entry = await findEntry(table, merchant, settlement, line);
  if (entry === undefined) return fail({ kind: "unknown_line" });
  const key = closingKey(merchant, settlement.id, line);
  const [known] = await withHistory(table, merchant, settlement.id, [entry]);
  const { closing: before = null, changes = [] } = known ?? {};
  const isSame = before?.note === closing?.note;
  if (!isSame && closing === null) await table.delete(key);
  if (!isSame && closing !== null) await table.put({ ...key, schemaVersion: 1, line, ...closing });
  return ok({ isChanged: !isSame, entry: { ...entry, line, closing: isSame ? before : closing, changes } });
}

async function findEntry(
  table: Table,
  merchant: MerchantId,
  settlement: Settlement,
  line: string,
): Promise<Entry | undefined> {
  if (line === GAP) return gapOf(settlement)[0];
  const at = line.indexOf("~");
  const { id } = settlement;
  const key = at < 0 ? settledAloneKey(merchant, id, line) : settledOrderKey(merchant, id, line.slice(0, at));
  const item = await table.get(key);
  if (item === null) return undefined;
  return entriesOf(settlement, fromSettledOrderItem(item)).find((each) => lineOf(each) === line);
}
