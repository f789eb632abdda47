import type { MerchantId } from "../kernel/ids.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import type { Books } from "../orders/books.ts";
import type { Change, Table, Value } from "../table/port.ts";
import { settlementKey } from "../table/settlement-keys.ts";
import { type ClassSums, sumClasses } from "./class-sums.ts";
import { lineOf, readClosedLines } from "./closings.ts";
import { isOpen, type MatchAgain, matchOrderAgain } from "./match-again.ts";
import { matchOrder } from "./match-order.ts";
import { settledOrders } from "./settled-order-store.ts";
import type { Entry } from "./settlement.ts";
import { type Explained, type Matched, readSettlement } from "./settlement-store.ts";
import { readShopRates } from "./shop-rates.ts";
import { windowOf } from "./window.ts";

export type MatchSettlement = {
  readonly merchantId: MerchantId;
  readonly books: Books;
  readonly now: string;
  readonly by: string;
  /** Names the asking: when it was. */
  readonly asked: string;
  /** How many orders may be looked up. */
  readonly most: number;
  /** From where the last time left off; false: from the beginning. */
  readonly goesOn: boolean;
  readonly hasTime: () => boolean;
};

export type SettlementMatched =
  | { readonly kind: "matched"; readonly matched: Matched }
  /** There is none, or its import has not ended: that explains it anyway. */
  | { readonly kind: "not_explained" };

const ORDERS_AT_ONCE = 100;
const LOOKED_UP_AT_ONCE = 8;

/**
 * Matches the lines of a settlement again that nothing has explained yet, and adds up its classes anew. Where its time or its
 * orders are used up it leaves off, and the next night goes on from there.
 */
export async function matchSettlement(table: Table, id: string, call: MatchSettlement): Promise<SettlementMatched> {
  const { merchantId, now, by, asked, most, hasTime } = call;
  const settlement = await readSettlement(table, merchantId, id);
  const explained = settlement?.explained ?? null;
  if (settlement === null || explained === null) return { kind: "not_explained" };
  const { rates } = explained;
  const window = windowOf(settlement);
  const [{ since }, closed] = await Promise.all([
    readShopRates(table, merchantId, settlement),
    readClosedLines(table, merchantId, id),
  ]);
  const again: MatchAgain = { ...call, settlement, rates, window, since };
  const begin = call.goesOn ? (settlement.matched?.after ?? "") : "";
  const sums = sumClasses(settlement);
  let [looked, changed, last] = [0, 0, begin];
  let after: string | null = null;
  for await (const batch of settledOrders(table, merchantId, id, { limit: ORDERS_AT_ONCE })) {
    const found = batch.map(({ sk, ...order }) => ({ sk, order, entries: matchOrder(order, rates, window) }));
    const isDue = (entries: readonly Entry[]): boolean =>
      entries.some((each) => isOpen(each) && !closed.has(lineOf(each)));
    const matched = new Map<string, readonly Entry[]>();
    for (const some of inChunks(
      found.filter(({ sk, entries }) => sk > begin && isDue(entries)),
      LOOKED_UP_AT_ONCE,
    )) {
      if (looked >= most || !hasTime()) {
        after = last;
        break;
      }
      const answers = await Promise.all(some.map(({ order }) => matchOrderAgain(table, { order, closed }, again)));
      for (const [at, { sk }] of some.entries()) matched.set(sk, answers[at]?.entries ?? []);
      looked += some.length;
      changed += answers.filter(({ isChanged }) => isChanged).length;
      last = some.at(-1)?.sk ?? last;
    }
    for (const { sk, entries } of found) sums.add(matched.get(sk) ?? entries);
  }
  const note: Matched = { at: now, by, asked, looked, changed, after };
  await save(table, merchantId, id, { matched: note, explained, sums: sums.total() });
  return { kind: "matched", matched: note };
}

/** The sums stand beside what was found, unless an import has explained the settlement anew meanwhile: then its own are newer. */
async function save(
  table: Table,
  merchant: MerchantId,
  id: string,
  { matched, explained, sums }: { readonly matched: Matched; readonly explained: Explained; readonly sums: ClassSums },
): Promise<void> {
  const key = settlementKey(merchant, id);
  const note: Change = { kind: "set", path: "matched", value: matched };
  const isSame = matched.changed === 0 && JSON.stringify(sums) === JSON.stringify(sumsOf(explained));
  const again: Explained = isSame ? explained : { ...explained, ...sums, at: matched.at };
  const saved = await table.update(key, [note, { kind: "set", path: "explained", value: again as unknown as Value }], {
    kind: "compare",
    path: ["explained", "at"],
    op: "=",
    value: explained.at,
  });
  if (!saved.ok) await table.update(key, [note]);
}

/** In the one order of members, whatever order the table gives them in. */
function sumsOf({ payoutMinor, expectedMinor, gapMinor, classes }: ClassSums): ClassSums {
  return {
    ...{ payoutMinor, expectedMinor, gapMinor },
    classes: classes.map(({ class: name, entries, amountMinor, differenceMinor }) => ({
      ...{ class: name, entries, amountMinor, differenceMinor },
    })),
  };
}
