import { absentEntry, entryOf, repeatedLines, type Verdict } from "./entries.ts";
import {
  type Entry,
  type ExpectedOrder,
  isOfSale,
  type SettledOrder,
  type SettlementLine,
  sumMinor,
} from "./settlement.ts";
import { isInWindow, type Window } from "./window.ts";

type Known = SettledOrder & { readonly expected: ExpectedOrder };

/** Holds what was paid out for an order against its sale. */
export function matchSale(order: Known, window: Window): readonly Entry[] {
  const { expected, elsewhere } = order;
  const lines = order.lines.filter(isOfSale);
  const open = expected.saleMinor - elsewhere.saleMinor;
  const isOfDays = isInWindow(expected.saleDay, window);
  const all = (verdict: Verdict): readonly Entry[] => lines.map((line) => entryOf(line, order, verdict));
  const day = expected.saleDay;
  if (lines.length === 0) {
    // An order of which only fees or refunds are here may have been paid out before the hub knew of settlements.
    if (order.lines.length > 0 || open <= 0) return [];
    const verdict = { class: "timing", confidence: 90, why: "not_paid_out", found: day } as const;
    return [restOf(order, open, verdict)];
  }
  const paid = sumMinor(lines);
  const isWhole = paid === open || paid - sumMinor(lines.filter(isWithheld)) === open;
  if (elsewhere.saleMinor !== 0 && open === 0 && paid !== 0) {
    const confidence = paid === expected.saleMinor ? 95 : 60;
    return all({ class: "duplicate_charge", confidence, why: "paid_before", expectedMinor: 0 });
  }
  if (!isOfDays && order.isPaidHere !== true)
    return all({ class: "timing", confidence: isWhole ? 95 : 60, why: "sold_before", found: day, expectedMinor: 0 });
  const asPaid = isOfDays
    ? asBooked
    : (): Verdict => ({ class: "matched", confidence: 90, why: "paid_late", found: day });
  if (isWhole) return lines.map((line) => entryOf(line, order, paid === open ? asPaid(line) : ofGross(line)));

  const repeated = repeatedLines(lines, sameSale);
  if (repeated.length > 0 && paid - sumMinor(repeated) === open) {
    return lines.map((line) =>
      entryOf(
        line,
        order,
        repeated.includes(line)
          ? { class: "duplicate_charge", confidence: 90, why: "charged_twice", expectedMinor: 0 }
          : asBooked(line),
      ),
    );
  }
  if (paid > 0 && paid < open) {
    const verdict = { class: "timing", confidence: 70, why: "part_not_paid_out", found: day } as const;
    return [...lines.map((line) => entryOf(line, order, asPaid(line))), restOf(order, open - paid, verdict)];
  }
  // The difference stands on the last line; the others are taken as told.
  const last = lines.at(-1);
  return lines.map((line) =>
    entryOf(
      line,
      order,
      line === last
        ? { class: "unexplained", confidence: 40, why: "other_amount", expectedMinor: line.amountMinor - (paid - open) }
        : asBooked(line),
    ),
  );
}

/** What is not paid out, unless a settlement that came later has paid it. */
function restOf(order: Known, restMinor: number, verdict: Verdict): Entry {
  const { saleDay: day } = order.expected;
  const later = Math.min(restMinor, Math.max(0, order.later?.saleMinor ?? 0));
  return absentEntry(order, "sale", {
    ...(later === restMinor ? settledSince : verdict),
    expectedMinor: restMinor - later,
    day,
  });
}

const settledSince = { class: "matched", confidence: 90, why: "settled_since" } as const;

function asBooked(_: SettlementLine): Verdict {
  return { class: "matched", confidence: 100, why: "as_booked" };
}

/** The books have the tax that the platform keeps and pays to the state itself. */
function ofGross(line: SettlementLine): Verdict {
  return isWithheld(line) ? { class: "matched", confidence: 90, why: "withheld_tax" } : asBooked(line);
}

function isWithheld({ kind, amountMinor }: SettlementLine): boolean {
  return kind === "tax" && amountMinor < 0;
}

function sameSale({ kind, sku, reference, amountMinor, text }: SettlementLine): string {
  return [kind, sku, reference, amountMinor, text].join("|");
}
