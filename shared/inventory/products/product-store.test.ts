import { describe, expect, it } from "vitest";
import { aMerchantId, aMoment } from "../../../tests/support/builders.ts";
import { sku } from "../../kernel/ids.ts";
import type { Table, Write } from "../../table/port.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { makeCachedProducts, makeReadBundles } from "./cached-products.ts";
import { plainTerms } from "./product.ts";
import { readProducts, saveProduct } from "./product-store.ts";

const place = { merchantId: aMerchantId, sku: sku("SET") };
const components = [{ sku: sku("TEA"), quantity: 2 }];

describe("products", () => {
  it("are stated anew each time; the same statement again changes nothing", async () => {
    const table = makeMemoryTable();
    const save = (title: string) => saveProduct(table, place, { ...plainTerms(title), components }, aMoment);
    expect(await save("Set")).toMatchObject({ value: { kind: "created", product: { version: 1 } } });
    expect(await save("Set")).toMatchObject({ value: { kind: "unchanged", product: { version: 1 } } });
    expect(await save("Tea set")).toMatchObject({ value: { kind: "changed", product: { version: 2 } } });
    expect(await readProducts(table, aMerchantId, [place.sku, sku("TEA")])).toMatchObject([{ title: "Tea set" }]);
  });

  it("refuse a bundle of itself and of bundles", async () => {
    const table = makeMemoryTable();
    await saveProduct(table, place, { ...plainTerms("Set"), components }, aMoment);
    const own = await saveProduct(table, { ...place, sku: sku("TEA") }, { ...plainTerms("Tea"), components }, aMoment);
    expect(own).toEqual({ ok: false, error: { kind: "own_component" } });
    const box = { ...plainTerms("Box"), components: [{ sku: place.sku, quantity: 1 }] };
    const nested = await saveProduct(table, { ...place, sku: sku("BOX") }, box, aMoment);
    expect(nested).toEqual({ ok: false, error: { kind: "nested_bundle", component: "SET" } });
    const sugar = { ...plainTerms("Tea"), components: [{ sku: sku("SUGAR"), quantity: 1 }] };
    const inner = await saveProduct(table, { ...place, sku: sku("TEA") }, sugar, aMoment);
    expect(inner).toEqual({ ok: false, error: { kind: "part_of_bundle", bundle: "SET" } });
    await saveProduct(table, place, plainTerms("Set"), aMoment);
    expect(await saveProduct(table, { ...place, sku: sku("TEA") }, sugar, aMoment)).toMatchObject({ ok: true });
  });

  it("are written once, and with their parts only when those change", async () => {
    const written: (readonly Write[])[] = [];
    const memory = makeMemoryTable();
    const table: Table = {
      ...memory,
      put: async (item, condition) => {
        written.push([{ kind: "put", item }]);
        return memory.put(item, condition);
      },
      transact: async (writes) => {
        written.push(writes);
        return memory.transact(writes);
      },
    };
    const partsOf = (letter: string) =>
      Array.from({ length: 20 }, (_, at) => ({ sku: sku(`${letter}-${at}`), quantity: 1 }));
    const save = async (title: string, parts: ReturnType<typeof partsOf>): Promise<number | undefined> => {
      written.length = 0;
      expect((await saveProduct(table, place, { ...plainTerms(title), components: parts }, aMoment)).ok).toBe(true);
      expect(written.length).toBeLessThan(2);
      return written[0]?.length;
    };
    expect(await save("Set", partsOf("A"))).toBe(42);
    expect(await save("Set", partsOf("A"))).toBe(undefined);
    expect(await save("Other name", partsOf("A"))).toBe(1);
    expect(await save("Set", partsOf("B")), "all parts at once are within what a transaction takes").toBe(61);
    expect(await save("Set", [])).toBe(22);
  });

  it("wait for their turn where others write the same article, and say so in the end", async () => {
    const memory = makeMemoryTable();
    const conflict = { ok: false, error: { kind: "cancelled", reasons: [{ kind: "conflict" }] } } as const;
    let busy = 3;
    const table: Table = { ...memory, transact: async (writes) => (busy-- > 0 ? conflict : memory.transact(writes)) };
    const waits: number[] = [];
    const save = () =>
      saveProduct(table, place, { ...plainTerms("Set"), components }, aMoment, async (tries) => {
        waits.push(tries);
      });
    expect(await save()).toMatchObject({ value: { kind: "created" } });
    expect(waits).toEqual([1, 2, 3]);
    busy = Number.POSITIVE_INFINITY;
    const other = saveProduct(table, { ...place, sku: sku("BOX") }, { ...plainTerms("Box"), components }, aMoment);
    expect(await other).toEqual({ ok: false, error: { kind: "busy" } });
  });

  it("are asked for once a minute, and bundles are those with components", async () => {
    const table = makeMemoryTable();
    let now = 0;
    const read = makeReadBundles(makeCachedProducts(table, () => new Date(now)));
    const both = [place.sku, sku("TEA")];
    expect(await read(aMerchantId, both)).toEqual({});
    await saveProduct(table, place, { ...plainTerms("Set"), components }, aMoment);
    expect(await read(aMerchantId, both)).toEqual({});
    now = 60_001;
    expect(await read(aMerchantId, both)).toEqual({ SET: components });
  });
});
