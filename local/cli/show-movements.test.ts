import { describe, expect, it } from "vitest";
import type { MovementsAnswer } from "./show-movements.ts";
import { movementsText } from "./show-movements.ts";

const none = { onHand: 0, allocated: 0, available: 0, damaged: 0, onHold: 0, incoming: 0 };
const at = "2026-11-21T06:31:51.000Z";

function answer(over: Partial<MovementsAnswer["positions"][number]> = {}): MovementsAnswer {
  const movements = [
    { version: 1, at, kind: "received", quantity: 50, cause: "pur_1", after: { ...none, onHand: 50, available: 50 } },
    {
      version: 2,
      at,
      kind: "allocated",
      quantity: 3,
      cause: "ord_1",
      after: { ...none, onHand: 50, allocated: 3, available: 47 },
    },
  ];
  const now = { ...none, onHand: 50, allocated: 3, available: 47, version: 2 };
  return { sku: "TEA", positions: [{ warehouse: "SHA", now, movements, ...over }] };
}

describe("why a number is what it is", () => {
  it("shows each movement with the numbers after it and its cause", () => {
    expect(movementsText(answer()).split("\n")).toEqual([
      "TEA in SHA: 50 on hand = 3 allocated + 47 available",
      "",
      "at (UTC)          movement   units  on hand  allocated  available  because of",
      "────────────────  ─────────  ─────  ───────  ─────────  ─────────  ──────────",
      "2026-11-21 06:31  received      50       50          0         50  pur_1",
      "2026-11-21 06:31  allocated      3       50          3         47  ord_1",
    ]);
  });

  it("has columns for damaged goods and those on hold only where there are some", () => {
    const now = { ...none, onHand: 5, damaged: 2, available: 3, version: 3 };
    const text = movementsText(answer({ now }));
    expect(text).toContain("5 on hand = 0 allocated + 2 damaged + 3 available");
    expect(text).toContain("damaged  available");
    expect(text).not.toContain("on hold");
  });

  it("says when the ledger is a moment behind, or empty", () => {
    expect(movementsText(answer({ now: { ...none, version: 3 } }))).toContain("not listed yet");
    expect(movementsText(answer({ movements: [] }))).toContain("no movements yet");
  });
});
