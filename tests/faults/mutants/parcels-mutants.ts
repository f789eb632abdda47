import type { Mutant } from "./mutant.ts";

const comeBack = "shared/orders/come-back.ts";
const dayFacts = "shared/orders/book-day-facts.ts";

/** Bugs in parcels: cancelled by their channel, shared by orders, booked to their day. */
export const parcelsMutants: readonly Mutant[] = [
  {
    id: "cancelled-parcel-stays-gone",
    file: comeBack,
    find: "if (cancelled.size === 0) return none;",
    replace: "if (cancelled.size >= 0) return none;",
    killer: "shared/orders/come-back.test.ts",
  },
  {
    id: "cancelled-parcel-comes-back-with-every-message",
    file: comeBack,
    find: "const has = own.reduce((sum, [, , , quantity]) => sum + quantity, 0);",
    replace: "const has = Number.MAX_SAFE_INTEGER;",
    killer: "shared/orders/come-back.test.ts",
  },
  {
    id: "goods-come-back-twice",
    file: comeBack,
    find: "gone: kept,",
    replace: "gone,",
    killer: "shared/orders/come-back.test.ts",
  },
  {
    id: "joint-parcel-with-an-order-that-left-it",
    file: "shared/orders/ship-joint.ts",
    find: "if (orders.get(each)?.joint?.jointId !== jointId) {",
    replace: "if (orders.get(each) === undefined) {",
    killer: "shared/routing/joint/joint-desk.test.ts",
  },
  {
    id: "payment-booked-with-every-message",
    file: dayFacts,
    find: "const was = before === null ? 0 : paidMinor(before);",
    replace: "const was = 0;",
    killer: "shared/orders/book-day-facts.test.ts",
  },
  {
    id: "parcel-booked-with-every-message",
    file: dayFacts,
    find: "const had = before === null ? new Map<string, Parcel>() : countedParcels(before);",
    replace: "const had = new Map<string, Parcel>();",
    killer: "shared/orders/book-day-facts.test.ts",
  },
  {
    id: "payment-of-a-closed-day-in-its-sale",
    file: dayFacts,
    find: "if (held !== 0 && booking.isClosed !== true && isOpen(booking.day, books))",
    replace: "if (held !== 0)",
    killer: "shared/orders/book-day-facts.test.ts",
  },
];
