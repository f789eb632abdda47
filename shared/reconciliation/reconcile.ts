import { matchOrder } from "./match-order.ts";
import {
  type DifferenceClass,
  differenceClasses,
  type Entry,
  type SettledOrder,
  type SettlementHead,
} from "./settlement.ts";
import { learnRates, type UsualRates } from "./usual-rates.ts";
import { windowOf } from "./window.ts";

export type ClassSum = {
  readonly class: DifferenceClass;
  readonly entries: number;
  readonly amountMinor: number;
  readonly differenceMinor: number;
};

/** payout − expected = the sum of the differences of all classes, to the minor unit. */
export type Reconciliation = {
  readonly payoutMinor: number;
  readonly expectedMinor: number;
  /** What the platform says it paid beyond its own lines. */
  readonly gapMinor: number;
  readonly classes: readonly ClassSum[];
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
  const sums = new Map<DifferenceClass, { entries: number; amountMinor: number; differenceMinor: number }>();
  let toldMinor = 0;
  let expectedMinor = 0;
  const count = (entries: readonly Entry[]): void => {
    for (const each of entries) {
      if (each.kind === "transfer") continue;
      const sum = sums.get(each.class) ?? { entries: 0, amountMinor: 0, differenceMinor: 0 };
      sum.entries += 1;
      sum.amountMinor += each.amountMinor;
      sum.differenceMinor += each.differenceMinor;
      sums.set(each.class, sum);
      toldMinor += each.amountMinor;
      expectedMinor += each.expectedMinor;
    }
    take(entries);
  };
  for await (const batch of orders()) for (const order of batch) count(matchOrder(order, rates, window));
  const payoutMinor = head.payoutMinor ?? toldMinor;
  const gapMinor = payoutMinor - toldMinor;
  if (gapMinor !== 0) count([gapEntry(head, gapMinor)]);
  const classes = differenceClasses.flatMap((each) => {
    const sum = sums.get(each);
    return sum === undefined ? [] : [{ class: each, ...sum }];
  });
  return { payoutMinor, expectedMinor, gapMinor, classes, rates, learnt };
}

/** What the platform says it paid beyond its own lines. */
export function gapEntry({ to }: SettlementHead, amountMinor: number): Entry {
  return {
    entryId: "file:gap",
    orderNo: "",
    orderId: "",
    day: to,
    sku: "",
    kind: "adjustment",
    feeKind: "",
    text: "",
    amountMinor,
    expectedMinor: 0,
    differenceMinor: amountMinor,
    class: "unexplained",
    confidence: 100,
    why: { code: "file_does_not_add_up", found: "" },
  };
}
