import type { ProofsAnswer } from "./answers.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

/** The newest proofs of stock, and what was wrong. */
export function proofsText({ proofs, drifts }: ProofsAnswer): string {
  if (proofs.length === 0) return "stock has not been proven yet; it is every night, or now with --prove";
  const runs = textTable(
    [
      { title: "proven at (UTC)" },
      { title: "positions", align: "right" },
      { title: "open orders", align: "right" },
      { title: "wrong", align: "right" },
      { title: "kept moving", align: "right" },
    ],
    proofs.map((proof) => [
      shortTime(proof.startedAt),
      ...[proof.positions, proof.orders, proof.drifts, proof.pending].map(String),
    ]),
  );
  if (drifts.length === 0) return `${runs}\n\nno number was ever wrong`;
  const wrong = textTable(
    [
      { title: "found at (UTC)" },
      { title: "sku", shrinks: true },
      { title: "warehouse" },
      { title: "what", wraps: true },
    ],
    drifts.map(({ at, sku, warehouse, numbers, unrecordedWrites }) => [
      shortTime(at),
      sku,
      warehouse,
      [
        ...numbers.map(({ name, expected, found }) => `${name} was ${found}, set to ${expected}`),
        ...(unrecordedWrites === 0 ? [] : ["the ledger lacked writes; they were added"]),
      ].join("; "),
    ]),
  );
  return `${runs}\n\n${wrong}`;
}
