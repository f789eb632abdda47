import { describe, expect, it } from "vitest";
import { aMerchantId, aMoment } from "../../tests/support/builders.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { type Buyer, buyersOfOrder, customerIdOf, nobody, tidyTags } from "./customer.ts";
import { changeCustomer, eraseCustomer, readBuyers, readCustomer } from "./customer-store.ts";

const buyer: Buyer = { source: "shopify-demo", ref: "7311" };
const terms = { person: { ...nobody, name: "沈雨桐", phone: "13700002468" }, tags: ["VIP"], note: "rings twice" };
const at = { now: aMoment };
const id = customerIdOf(aMerchantId, buyer);

describe("customers", () => {
  it("are stated anew each time; the same statement again changes nothing", async () => {
    const table = makeMemoryTable();
    const save = (tags: readonly string[]) =>
      changeCustomer(table, aMerchantId, buyer, () => ({ ...terms, tags: tidyTags(tags) }), at);
    expect(await save(["VIP"])).toMatchObject({ value: { kind: "created", customer: { version: 1 } } });
    expect(await save([" VIP", "VIP"])).toMatchObject({ value: { kind: "unchanged" } });
    expect(await save(["VIP", "B2B"])).toMatchObject({
      value: { kind: "changed", customer: { tags: ["B2B", "VIP"] } },
    });
    expect(await readCustomer(table, aMerchantId, id)).toMatchObject({ person: { name: "沈雨桐" }, version: 2 });
  });

  it("are found by what an order says of its buyer, the shop's own first", async () => {
    const table = makeMemoryTable();
    const change = (source: string, tag: string) =>
      changeCustomer(table, aMerchantId, { ...buyer, source }, () => ({ ...terms, tags: [tag] }), at);
    await change("shopify", "everywhere");
    await change("shopify-demo", "here");
    const order = { connectionId: "shopify-demo", channel: "shopify", buyerRef: "7311" };
    const found = await readBuyers(table, aMerchantId, buyersOfOrder(order));
    expect(found.flatMap(({ tags }) => tags)).toEqual(["here", "everywhere"]);
    expect(await readBuyers(table, aMerchantId, buyersOfOrder({ ...order, buyerRef: null }))).toEqual([]);
  });

  it("leave nothing of themselves in the table once erased, and are not taken again unasked", async () => {
    const table = makeMemoryTable();
    await changeCustomer(table, aMerchantId, buyer, () => terms, at);
    expect(await eraseCustomer(table, aMerchantId, id, aMoment)).toMatchObject({ value: { erasedAt: aMoment } });
    const stored = JSON.stringify(await readCustomer(table, aMerchantId, id));
    for (const said of ["沈雨桐", "13700002468", "7311", "VIP", "rings"]) expect(stored).not.toContain(said);

    const refused = await changeCustomer(table, aMerchantId, buyer, () => terms, at);
    expect(refused).toEqual({ ok: false, error: { kind: "erased", at: aMoment } });
    const back = await changeCustomer(table, aMerchantId, buyer, () => terms, { ...at, takeBack: true });
    expect(back).toMatchObject({ value: { kind: "created", customer: { version: 3, erasedAt: null } } });
  });

  it("are erased once; nobody is nobody", async () => {
    const table = makeMemoryTable();
    expect(await eraseCustomer(table, aMerchantId, id, aMoment)).toEqual({ ok: true, value: null });
    await changeCustomer(table, aMerchantId, buyer, () => terms, at);
    await eraseCustomer(table, aMerchantId, id, aMoment);
    const again = await eraseCustomer(table, aMerchantId, id, "2026-12-01T00:00:00.000Z");
    expect(again).toMatchObject({ value: { version: 2, erasedAt: aMoment } });
  });

  it("never stand under a name that says who they are", async () => {
    const keys: string[] = [];
    const table = makeMemoryTable();
    const watched = {
      ...table,
      put: (...args: Parameters<typeof table.put>) => {
        const { pk, sk, listPk, listSk } = args[0];
        keys.push([pk, sk, listPk, listSk].join(" "));
        return table.put(...args);
      },
    };
    await changeCustomer(watched, aMerchantId, { source: "own", ref: "mei@example.com" }, () => terms, at);
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toMatch(/mei|example|137|沈/);
  });
});
