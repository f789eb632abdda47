import { type ClassSums, sumClasses } from "./class-sums.ts";
import { matchOrder } from "./match-order.ts";
import type { Entry, SettledOrder, SettlementHead } from "./settlement.ts";
import { learnRates, type UsualRates } from "./usual-rates.ts";
import { windowOf } from "./window.ts";

/** payout − expected = the sum of the differences of all classes, to the minor unit. */
export type Reconciliation = ClassSums & {
  /** What counts as usual: told before, or else learnt from this settlement. */
  readonly rates: UsualRates;
  /** What this settlement shows to be usual, for the next one. */
  readonly learnt: UsualRates;
};

/** Gone through twice: what is usual must be known before anything is unusual. */
export type SettledOrders = () => AsyncIterable<readonly SettledOrder[]>;

/**
 * Explains a settlement: one order in memory at a time, and the sums of classes. `told` are the rates of the shop's settlement
 * before this one; `take` gets the entries of each batch in the order of the batches.
 */
export async function reconcile(
  head: SettlementHead,
  orders: SettledOrders,
  told: UsualRates,
  take: (entries: readonly Entry[]) => void = () => undefined,
): Promise<Reconciliation> {
  const learning = learnRates();
  for await (const batch of orders()) for (const order of batch) learning.note(order);
  const learnt = learning.rates();
  const rates = { ...learnt, ...told };
  const window = windowOf(head);
  const sums = sumClasses(head, take);
  for await (const batch of orders()) for (const order of batch) sums.add(matchOrder(order, rates, window));
  return { ...sums.total(), rates, learnt };
}
