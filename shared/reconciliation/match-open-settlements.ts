import { daysAfter } from "../kernel/business-day.ts";
import type { MerchantId } from "../kernel/ids.ts";
import type { Books } from "../orders/books.ts";
import { listPk } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { readList } from "../table/read-list.ts";
import { matchSettlement } from "./match-settlement.ts";
import { NIGHT } from "./match-task.ts";
import { fromSettlementItem, type Settlement } from "./settlement-store.ts";

/** As long as orders are found by their number. */
const DAYS_OPEN = 90;
const MOST_SETTLEMENTS = 1_000;
/** Orders that are looked up in a night; what is left over comes first in the next. */
const MOST_ORDERS = 20_000;
const PAGE = 100;

export type NightMatched = { readonly settlements: number; readonly looked: number; readonly changed: number };

/**
 * The settlements of the last 90 days that hold something open, those first that were matched longest ago. A night that is cut
 * short loses nothing: the next one begins with what was left.
 */
export async function matchOpenSettlements(
  table: Table,
  call: {
    readonly merchantId: MerchantId;
    readonly books: Books;
    readonly now: string;
    readonly asked: string;
    readonly hasTime: () => boolean;
  },
): Promise<NightMatched> {
  const open = await openSettlements(
    table,
    call.merchantId,
    `${daysAfter(call.now.slice(0, 10), -DAYS_OPEN)}T00:00:00.000Z`,
  );
  const sum = { settlements: 0, looked: 0, changed: 0 };
  for (const { id } of open) {
    if (!call.hasTime() || sum.looked >= MOST_ORDERS) break;
    const most = MOST_ORDERS - sum.looked;
    const answer = await matchSettlement(table, id, { ...call, by: NIGHT, most, goesOn: true });
    if (answer.kind !== "matched") continue;
    sum.settlements += 1;
    sum.looked += answer.matched.looked;
    sum.changed += answer.matched.changed;
  }
  return sum;
}

async function openSettlements(table: Table, merchant: MerchantId, since: string): Promise<readonly Settlement[]> {
  const partitions = (shard: number): string[] => [listPk(merchant, "settlements", "all", shard)];
  const list = { index: "byList", partitions, sortKey: "listSk", order: "newest_first" } as const;
  const found: Settlement[] = [];
  let cursor: string | undefined;
  do {
    const page = await readList(table, list, { limit: PAGE, cursor, from: since });
    if (!page.ok) throw new Error(`the list of settlements: ${page.error.kind}`);
    found.push(...page.value.items.map(fromSettlementItem));
    cursor = page.value.cursor ?? undefined;
  } while (cursor !== undefined && found.length < MOST_SETTLEMENTS);
  return found.filter(hasOpen).toSorted((a, b) => ((a.matched?.at ?? "") < (b.matched?.at ?? "") ? -1 : 1));
}

function hasOpen({ explained }: Settlement): boolean {
  const names = explained?.classes.map((each) => each.class) ?? [];
  return names.some((name) => ["missing_order", "timing", "refund_lag", "unexplained"].includes(name));
}
