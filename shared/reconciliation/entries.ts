import type { DifferenceClass, Entry, SettledOrder, SettlementLine, WhyCode } from "./settlement.ts";

/** What a line turned out to be; `expectedMinor` is the line's own amount unless told otherwise. */
export type Verdict = {
  readonly class: DifferenceClass;
  readonly confidence: number;
  readonly why: WhyCode;
  readonly found?: string;
  readonly expectedMinor?: number;
};

type Place = Pick<SettledOrder, "orderNo" | "expected">;

export function entryOf(line: SettlementLine, { expected }: Pick<Place, "expected">, verdict: Verdict): Entry {
  const { lineId, day, orderNo, sku, kind, feeKind, text, amountMinor } = line;
  const expectedMinor = verdict.expectedMinor ?? amountMinor;
  return {
    entryId: lineId,
    orderNo,
    orderId: expected?.orderId ?? "",
    ...{ day, sku, kind, feeKind, text, amountMinor, expectedMinor },
    differenceMinor: amountMinor - expectedMinor,
    class: verdict.class,
    confidence: verdict.confidence,
    why: { code: verdict.why, found: verdict.found ?? "" },
  };
}

/** Something that the books say and the settlement does not. */
export function absentEntry(
  { orderNo, expected }: Place,
  kind: "sale" | "refund",
  verdict: Verdict & { readonly expectedMinor: number; readonly day: string },
): Entry {
  return {
    entryId: `expected:${orderNo}:${kind}`,
    orderNo,
    orderId: expected?.orderId ?? "",
    day: verdict.day,
    sku: "",
    kind,
    feeKind: "",
    text: "",
    amountMinor: 0,
    expectedMinor: verdict.expectedMinor,
    differenceMinor: 0 - verdict.expectedMinor,
    class: verdict.class,
    confidence: verdict.confidence,
    why: { code: verdict.why, found: verdict.found ?? "" },
  };
}

/** Lines that say the same as one before them, in the order of their ids. */
export function repeatedLines(
  lines: readonly SettlementLine[],
  keyOf: (line: SettlementLine) => string,
): readonly SettlementLine[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = keyOf(line);
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}
