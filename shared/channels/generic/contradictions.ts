import type { NormaliseProblem } from "../channel.ts";
import type { Body, FulfilmentBody, LineBody, OrderBody, RefundBody, Topic } from "./format.ts";

/** What no single field shows: an id given twice, more taken off than was sold, amounts beyond exact numbers. */
export function contradictionIn(body: Body<Topic>): NormaliseProblem | null {
  const { lines = [], totals, refunds, fulfilments } = body as Partial<OrderBody>;
  return (
    repeatedId("lines", lines) ??
    removedTooMany(lines) ??
    repeatedId("refunds", refunds ?? []) ??
    repeatedId("fulfilments", fulfilments ?? []) ??
    tooLarge(lines, totals)
  );
}

type Entry = LineBody | RefundBody | FulfilmentBody;

function repeatedId(list: string, entries: readonly Entry[]): NormaliseProblem | null {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id)) return { kind: "bad_value", at: `${list}[${index}].id`, detail: "an earlier entry has this id" };
    seen.add(id);
  }
  return null;
}

function removedTooMany(lines: readonly LineBody[]): NormaliseProblem | null {
  const index = lines.findIndex(({ quantity, removed_quantity }) => (removed_quantity ?? 0) > quantity);
  if (index < 0) return null;
  return { kind: "bad_value", at: `lines[${index}].removed_quantity`, detail: "more than the line's quantity" };
}

/** All amounts are 0 or more: when their sum is exact, so is every part of it. */
function tooLarge(lines: readonly LineBody[], totals: OrderBody["totals"] | undefined): NormaliseProblem | null {
  let sum = Object.values(totals ?? {}).reduce<number>((so, amount) => so + (amount ?? 0), 0);
  for (const { unit_price, quantity, discount, tax } of lines) {
    sum += unit_price * quantity + (discount ?? 0) + (tax ?? 0);
  }
  return Number.isSafeInteger(sum) ? null : { kind: "bad_value", at: "lines", detail: "the amounts are too large" };
}
