import type { MerchantId } from "../kernel/ids.ts";
import type { Books } from "../orders/books.ts";
import type { Table } from "../table/port.ts";
import type { MatchTask } from "./match-task.ts";

/** Of an asking for one settlement: all its orders. */
const ALL_ORDERS = Number.MAX_SAFE_INTEGER;

/** Matching is loaded with the first task, not with the function, which mostly seals days. */
export async function runMatchTask(
  table: Table,
  { settlement, by, asked }: MatchTask,
  call: {
    readonly merchantId: MerchantId;
    readonly books: Books;
    readonly now: string;
    readonly hasTime: () => boolean;
  },
): Promise<void> {
  if (settlement === null) {
    const { matchOpenSettlements } = await import("./match-open-settlements.ts");
    await matchOpenSettlements(table, { ...call, asked });
  } else {
    const { matchSettlement } = await import("./match-settlement.ts");
    await matchSettlement(table, settlement, { ...call, by, asked, most: ALL_ORDERS, goesOn: false });
  }
}
