import { absentEntry, entryOf, repeatedLines } from "./entries.ts";
import { type Entry, type ExpectedOrder, type SettledOrder, sumMinor } from "./settlement.ts";
import type { Window } from "./window.ts";

type Known = SettledOrder & { readonly expected: ExpectedOrder };

/** Holds what the platform gave back against the refunds that the hub knew of by the end of the settlement. */
export function matchRefunds(order: Known, { to }: Window): readonly Entry[] {
  const lines = order.lines.filter(({ kind }) => kind === "refund");
  const settled = sumMinor(lines);
  const inTime = order.expected.refunds.filter(({ day }) => day <= to);
  const openInTime = -sumMinor(inTime) - order.elsewhere.refundMinor;
  const known = [...inTime, ...givenBackEarly(order, to, openInTime - settled)];
  const open = -sumMinor(known) - order.elsewhere.refundMinor;
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
  // More than the hub knows of was given back elsewhere, and is told there.
  if (left >= 0) return entries;
  const day = known.at(-1)?.day ?? to;
  const since = settledSince(order, to, left);
  const verdict =
    since === left
      ? ({ class: "matched", confidence: 90, why: "settled_since" } as const)
      : ({ class: "refund_lag", confidence: 90, why: "refund_not_settled", found: day } as const);
  return [...entries, absentEntry(order, "refund", { ...verdict, expectedMinor: left - since, day })];
}

/** Refunds that the hub dates after the settlement, as far as it holds money given back that nothing else explains. */
function givenBackEarly({ expected, later }: Known, to: string, unknownMinor: number): ExpectedOrder["refunds"] {
  const after = expected.refunds.filter(({ day }) => day > to);
  let left = Math.min(unknownMinor, sumMinor(after) + Math.min(0, later?.refundMinor ?? 0));
  return after.filter(({ amountMinor }) => {
    const isTaken = amountMinor > 0 && amountMinor <= left;
    if (isTaken) left -= amountMinor;
    return isTaken;
  });
}

/** What settlements that came later gave back of `lackingMinor`, which is negative: the same amount, or what later refunds leave. */
function settledSince({ expected, later }: Known, to: string, lackingMinor: number): number {
  const given = later?.refundMinor ?? 0;
  if (given === lackingMinor) return given;
  const ofLater = sumMinor(expected.refunds.filter(({ day }) => day > to));
  return Math.max(lackingMinor, Math.min(0, given + ofLater));
}
