import { absentEntry, entryOf, repeatedLines } from "./entries.ts";
import { type Entry, type ExpectedOrder, type SettledOrder, sumMinor } from "./settlement.ts";
import type { Window } from "./window.ts";

type Known = SettledOrder & { readonly expected: ExpectedOrder };

/** Holds what the platform gave back against the refunds that the hub knew of by the end of the settlement. */
export function matchRefunds(order: Known, { to }: Window): readonly Entry[] {
  const lines = order.lines.filter(({ kind }) => kind === "refund");
  const known = order.expected.refunds.filter(({ day }) => day <= to);
  const open = -sumMinor(known) - order.elsewhere.refundMinor;
  const settled = sumMinor(lines);
  if (settled === open)
    return lines.map((line) => entryOf(line, order, { class: "matched", confidence: 100, why: "as_booked" }));

  const repeated = repeatedLines(lines, ({ sku, reference, amountMinor, text }) =>
    [sku, reference, amountMinor, text].join("|"),
  );
  const isTwice = repeated.length > 0 && settled - sumMinor(repeated) === open;
  let left = open;
  const entries = lines.map((line) => {
    if (isTwice && repeated.includes(line))
      return entryOf(line, order, {
        class: "duplicate_charge",
        confidence: 90,
        why: "charged_twice",
        expectedMinor: 0,
      });
    if (line.amountMinor >= left) {
      left -= line.amountMinor;
      return entryOf(line, order, { class: "matched", confidence: 80, why: "as_booked" });
    }
    return entryOf(line, order, { class: "refund_lag", confidence: 90, why: "refund_not_known", expectedMinor: 0 });
  });
  if (left === 0) return entries;
  const day = known.at(-1)?.day ?? to;
  const verdict = { class: "refund_lag", confidence: 90, why: "refund_not_settled", found: day } as const;
  return [...entries, absentEntry(order, "refund", { ...verdict, expectedMinor: left, day })];
}
