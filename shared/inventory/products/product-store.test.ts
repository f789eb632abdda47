import { describe, expect, it } from "vitest";
import { aMerchantId, aMoment } from "../../../tests/support/builders.ts";
import { sku } from "../../kernel/ids.ts";
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
