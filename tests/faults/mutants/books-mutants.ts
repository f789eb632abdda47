import type { Mutant } from "./mutant.ts";

/** Bugs of business days and of what is booked to them. */
export const booksMutants: readonly Mutant[] = [
  {
    id: "sealed-rows-replaced",
    file: "shared/reports/facts/seal-facts.ts",
    find: 'textOf(manifest), { contentType: "application/json", onlyIfAbsent: true });',
    replace: 'textOf(manifest), { contentType: "application/json" });',
    killer: "whole",
  },
  {
    id: "late-rows-twice",
    file: "shared/reports/facts/restate-day.ts",
    find: "items.filter((item) => !known.entries.has(factIdOfEntry(item)));",
    replace: "items.filter((item) => !known.entries.has(factIdOfEntry(item)) || items.length > 1);",
    killer: "whole",
  },
  {
    id: "late-rows-forgotten",
    file: "shared/reports/facts/restate-day.ts",
    find: "if (added.length === 0 && stamped === null) return",
    replace: "if (added.length < 99 && stamped === null) return",
    killer: "shared/reports/seal-report.test.ts",
  },
  {
    id: "closed-day-still-open",
    file: "shared/orders/books.ts",
    find: "return books.closedThrough === null || day > books.closedThrough;",
    replace: "return books.closedThrough === null || day >= books.closedThrough;",
    killer: "whole",
  },
  {
    id: "refund-booked-with-every-message",
    file: "shared/orders/book-facts.ts",
    find: "const was = known.get(refund.refundId)?.facts;",
    replace: 'const was = known.get(refund.refundId.concat("?"))?.facts;',
    killer: "shared/orders/book-facts.test.ts",
  },
  {
    id: "booked-to-a-closed-day",
    file: "shared/orders/books.ts",
    find: "return day > first ? day : first;",
    replace: "return day;",
    killer: "shared/orders/book-facts.test.ts",
  },
  {
    id: "today-closed",
    file: "shared/reports/close-day.ts",
    find: "const day = previousDay(today);",
    replace: "const day = today;",
    killer: "shared/reports/seal-report.test.ts",
  },
  {
    id: "day-edge-of-clocks-that-change-ignored",
    file: "shared/kernel/business-day.ts",
    find: "if (ms >= span.endMs) return",
    replace: "if (ms > span.endMs + DAY_MS) return",
    killer: "shared/kernel/business-day.test.ts",
  },
];
