import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Buyer, customerIdOf, nobody } from "../../shared/customers/customer.ts";
import { changeCustomer, eraseCustomer } from "../../shared/customers/customer-store.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchantId, aMoment } from "../support/builders.ts";

const buyer: Buyer = { source: "shopify-demo", ref: "7311" };
const id = customerIdOf(aMerchantId, buyer);
const words = ["沈雨桐", "13700002468", "rings"];
const terms = (tag: string) => ({
  person: { ...nobody, name: "沈雨桐", phone: "13700002468" },
  tags: [tag],
  note: "rings twice",
});

/** Calls wait until the scheduler lets them go, in any order. */
function inAnyOrder(table: Table, scheduler: fc.Scheduler): Table {
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve());
    return work();
  };
  return {
    ...table,
    get: (...args) => turn(() => table.get(...args)),
    put: (...args) => turn(() => table.put(...args)),
  };
}

describe("a buyer who is erased while others state who they are", () => {
  it("is gone whenever the erasing was answered, whatever the order of the calls", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom("VIP", "B2B"), { maxLength: 3 }),
        async (scheduler, tags) => {
          const memory = makeMemoryTable();
          const at = { now: aMoment };
          await changeCustomer(memory, aMerchantId, buyer, () => terms("first"), at);
          const table = inAnyOrder(memory, scheduler);
          const erasing = eraseCustomer(table, aMerchantId, id, aMoment);
          const stating = tags.map((tag) => changeCustomer(table, aMerchantId, buyer, () => terms(tag), at));
          await scheduler.waitFor(Promise.all([erasing, ...stating]));

          expect((await erasing).ok).toBe(true);
          const stored = JSON.stringify(memory.engine.scan({ table: "hub" }).items.map(fromAttributes));
          for (const word of words) expect(stored).not.toContain(word);
        },
      ),
    );
  });
});
