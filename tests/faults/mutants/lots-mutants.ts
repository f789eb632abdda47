import type { Mutant } from "./mutant.ts";

const settleLots = "shared/inventory/lots/settle-lots.ts";
const lotTests = "shared/inventory/lots/lots.test.ts";

/** Bugs in what is known of lots and of units with numbers. */
export const lotsMutants: readonly Mutant[] = [
  {
    id: "lots-booked-with-every-record",
    file: settleLots,
    find: "if (known !== undefined) return { after: book, moves: withSettled(change.moves, known), writes: [] };",
    replace: "",
    killer: "whole",
  },
  {
    id: "lots-not-booked-by-the-stream",
    file: settleLots,
    find: "isBelieved(change) ? change.moves.filter(needsLots) : []",
    replace: "isBelieved(change) ? [] : change.moves.filter(needsLots)",
    killer: "whole",
  },
  {
    id: "last-expired-first-out",
    file: "shared/inventory/lots/choose-lots.ts",
    find: "keepsUntil(lot, today, minDays)).toSorted(byExpiry)",
    replace: "keepsUntil(lot, today, minDays)).toSorted(byExpiry).toReversed()",
    killer: lotTests,
  },
  {
    id: "too-old-lots-leave",
    file: "shared/inventory/lots/choose-lots.ts",
    find: "lots.filter((lot) => keepsUntil(lot, today, minDays))",
    replace: "[...lots]",
    killer: lotTests,
  },
  {
    id: "a-number-in-two-parcels",
    file: "shared/inventory/lots/serial.ts",
    find: 'if (known?.state === "shipped") return',
    replace: 'if (known?.state === "gone") return',
    killer: "shared/inventory/lots/serial.test.ts",
  },
];
