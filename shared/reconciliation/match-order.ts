import { compareText } from "../kernel/compare-text.ts";
import { entryOf, type Verdict } from "./entries.ts";
import { matchFees } from "./match-fees.ts";
import { matchRefunds } from "./match-refunds.ts";
import { matchSale } from "./match-sale.ts";
import type { Entry, SettledOrder, SettlementLine } from "./settlement.ts";
import type { UsualRates } from "./usual-rates.ts";
import type { Window } from "./window.ts";

/** Pure: the same lines in any order give the same entries, sorted by id. Amounts less what was expected are the differences. */
export function matchOrder(order: SettledOrder, rates: UsualRates, window: Window): readonly Entry[] {
  const lines = order.lines.toSorted((a, b) => compareText(a.lineId, b.lineId));
  const closed = order.closedAs ?? [];
  const isClosed = new Set(closed.map(({ entryId }) => entryId));
  const others = matched({ ...order, lines }, rates, window).filter(({ entryId }) => !isClosed.has(entryId));
  return [...closed, ...others].toSorted((a, b) => compareText(a.entryId, b.entryId));
}

function matched(order: SettledOrder, rates: UsualRates, window: Window): readonly Entry[] {
  const { orderNo, expected, lines } = order;
  if (orderNo === "") return lines.map((line) => entryOf(line, order, ofPayout(line)));
  if (expected === null) {
    return lines.map((line) =>
      entryOf(line, order, { class: "missing_order", confidence: 90, why: "order_not_known", expectedMinor: 0 }),
    );
  }
  const known = { ...order, expected };
  const others = lines.flatMap((line) => {
    if (line.kind === "adjustment")
      return entryOf(line, order, {
        class: "unexplained",
        confidence: 40,
        why: "unknown_adjustment",
        expectedMinor: 0,
      });
    return line.kind === "reserve" || line.kind === "transfer" ? entryOf(line, order, ofPayout(line)) : [];
  });
  return [...matchSale(known, window), ...matchRefunds(known, window), ...matchFees(order, rates), ...others];
}

/** Of a line that names no order: it stays with the payout. */
function ofPayout({ kind }: SettlementLine): Verdict {
  switch (kind) {
    case "transfer":
      return { class: "matched", confidence: 100, why: "transfer" };
    case "reserve":
      return { class: "timing", confidence: 90, why: "held_back", expectedMinor: 0 };
    case "sale":
    case "refund":
      return { class: "missing_order", confidence: 60, why: "no_order_number", expectedMinor: 0 };
    default:
      return { class: "unallocated_fee", confidence: 95, why: "of_the_payout", expectedMinor: 0 };
  }
}
