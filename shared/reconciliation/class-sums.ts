import { type DifferenceClass, differenceClasses, type Entry, type SettlementHead } from "./settlement.ts";

export type ClassSum = {
  readonly class: DifferenceClass;
  readonly entries: number;
  readonly amountMinor: number;
  readonly differenceMinor: number;
};

/** payout − expected = the sum of the differences of all classes, to the minor unit. */
export type ClassSums = {
  readonly payoutMinor: number;
  readonly expectedMinor: number;
  /** What the platform says it paid beyond its own lines. */
  readonly gapMinor: number;
  readonly classes: readonly ClassSum[];
};

/** Adds up the entries of a settlement, some at a time, and ends with `total`. `take` gets them too, and what the file does not add up by. */
export function sumClasses(
  head: SettlementHead,
  take: (entries: readonly Entry[]) => void = () => undefined,
): { readonly add: (entries: readonly Entry[]) => void; readonly total: () => ClassSums } {
  const sums = new Map<DifferenceClass, { entries: number; amountMinor: number; differenceMinor: number }>();
  let toldMinor = 0;
  let expectedMinor = 0;
  const add = (entries: readonly Entry[]): void => {
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
  const total = (): ClassSums => {
    const payoutMinor = head.payoutMinor ?? toldMinor;
    const gapMinor = payoutMinor - toldMinor;
    if (gapMinor !== 0) add([gapEntry(head, gapMinor)]);
    const classes = differenceClasses.flatMap((each) => {
      const sum = sums.get(each);
      return sum === undefined ? [] : [{ class: each, ...sum }];
    });
    return { payoutMinor, expectedMinor, gapMinor, classes };
  };
  return { add, total };
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
