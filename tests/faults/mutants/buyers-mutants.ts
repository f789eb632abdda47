import type { Mutant } from "./mutant.ts";

const store = "shared/customers/customer-store.ts";
const erased = "tests/property/erased-buyers.prop.test.ts";

/** Bugs in forgetting people. */
export const buyersMutants: readonly Mutant[] = [
  {
    id: "erased-buyer-stated-again",
    file: store,
    find: 'if (before?.erasedAt != null && !takeBack) return fail({ kind: "erased", at: before.erasedAt });',
    replace: "",
    killer: erased,
  },
  {
    id: "buyer-stated-over-the-erasing",
    file: store,
    find: "await table.put(toCustomerItem(customer), isStill(before));",
    replace: "await table.put(toCustomerItem(customer));",
    killer: erased,
  },
];
