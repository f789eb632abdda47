import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { makeImporter } from "../../../tests/support/importer.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import type { Product } from "../../inventory/products/product.ts";
import { readProducts } from "../../inventory/products/product-store.ts";
import { sku } from "../../kernel/ids.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import type { ImportJob } from "../import-job.ts";

const now = new Date("2026-11-22T06:00:00.000Z");
const folder = new URL("../../../../shared/spreadsheets/samples/", import.meta.url).pathname;
const isThere = existsSync(folder);
const title = isThere
  ? "imports every row of"
  : "no folder ../shared/spreadsheets/samples: real files were not imported:";

/** Imports a file of articles; `read` gives one of them as it stands then. */
async function imported(body: string | Uint8Array) {
  const table = makeMemoryTable();
  const files = memoryObjects();
  const { run } = makeImporter({ table, files, now: () => now });
  const upload = async (name: string): Promise<ImportJob> => {
    const key = `demo/products/${name}`;
    await files.put(key, body, { contentType: "text/csv" });
    const etag = (await files.get(key))?.etag ?? "";
    const answer = await run({ key, version: etag + name, etag, bytes: body.length, at: now.toISOString() });
    if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
    return answer.job;
  };
  const read = async (code: string): Promise<Product | undefined> =>
    (await readProducts(table, aMerchantId, [sku(code)]))[0];
  return { job: await upload("a.csv"), upload, read };
}

function sheet(headings: string, ...rows: readonly Readonly<Record<string, string>>[]): string {
  const names = headings.split(",");
  return [headings, ...rows.map((row) => names.map((name) => row[name] ?? "").join(","))].join("\n");
}

describe("a file of articles", () => {
  it.skipIf(!isThere).each(["apparel", "home-and-garden", "jewelery"])(`${title} Shopify's %s`, async (name) => {
    const body = readFileSync(join(folder, `shopify-partners-product-${name}.csv`));
    const { job, upload } = await imported(body);
    expect(job).toMatchObject({ state: "applied", layout: "shopify-products", failed: 0, skipped: 0, unchanged: 0 });
    expect(job.applied).toBe(job.rows);
    expect(job.rows).toBeGreaterThan(15);
    expect((await upload("again.csv")).state).toBe("duplicate");
  });

  it("of Shopify makes one article of each variant, and none of a picture", async () => {
    const { job, read } = await imported(
      sheet(
        "Handle,Title,Variant SKU,Variant Price,Option1 Name,Option1 Value,Variant Grams,Variant Barcode,Cost per item,Image Src,Type",
        {
          Handle: "varsity",
          Title: "Varsity top",
          "Variant SKU": "VT-S",
          "Variant Price": "60",
          "Option1 Name": "Size",
          "Option1 Value": "Small",
          "Variant Grams": "350",
          "Variant Barcode": "'0123456789012",
          "Cost per item": "12.50",
          Type: "Tops",
        },
        { Handle: "varsity", "Option1 Value": "Extra large", "Variant Price": "60", "Variant Grams": "0" },
        { Handle: "varsity", "Image Src": "https://example.com/a.jpg" },
        {
          Handle: "mug",
          Title: "Mug",
          "Variant SKU": "MUG",
          "Option1 Name": "Title",
          "Option1 Value": "Default Title",
        },
      ),
    );
    expect(job).toMatchObject({ rows: 4, applied: 4, failed: 0 });
    expect(await read("VT-S")).toMatchObject({
      title: "Varsity top / Small",
      variantOf: "varsity",
      barcodes: ["0123456789012"],
      costMinor: 1250,
      goods: { options: [{ name: "Size", value: "Small" }], weightGrams: 350, category: "Tops" },
    });
    expect(await read("varsity-extra-large")).toMatchObject({
      title: "Varsity top / Extra large",
      variantOf: "varsity",
    });
    expect(await read("MUG")).toMatchObject({ title: "Mug", variantOf: null });
  });

  it("of WooCommerce names the article that a variation is one of, by SKU or by ID", async () => {
    const sample = join(folder, "woocommerce-core-product-header.csv");
    const headings = isThere
      ? readFileSync(sample, "utf8").trim()
      : "ID,Type,SKU,Name,Weight (lbs),Length (in),Width (in),Height (in),Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)";
    const { job, read } = await imported(
      sheet(
        headings,
        { ID: "7", Type: "variable", Name: "Tee", Categories: "Clothing > Tees", "Attribute 1 name": "Size" },
        {
          ...{ ID: "8", Type: "variation", SKU: "TEE-M", Name: "Tee - M", Parent: "id:7", "Weight (lbs)": "0.5" },
          ...{ "Length (in)": "10", "Width (in)": "8", "Height (in)": "1" },
          ...{ "Attribute 1 name": "Size", "Attribute 1 value(s)": "M" },
        },
        { ID: "9", Type: "simple", SKU: "CAP", Name: "Cap", Parent: "" },
      ),
    );
    expect(job).toMatchObject({ layout: "woocommerce-products", rows: 3, applied: 3, failed: 0 });
    expect(await read("id-7")).toMatchObject({ title: "Tee", goods: { category: "Clothing > Tees", options: [] } });
    expect(await read("TEE-M")).toMatchObject({
      variantOf: "id-7",
      goods: {
        weightGrams: 227,
        sizeMm: { length: 254, width: 203, height: 25 },
        options: [{ name: "Size", value: "M" }],
      },
    });
    expect(await read("CAP")).toMatchObject({ variantOf: null });
  });

  it("of Amazon keeps UPC and EAN as barcodes, and no ASIN", async () => {
    const headings = "item-name,listing-id,seller-sku,price,quantity,product-id-type,asin1,product-id";
    const row = { "item-name": "Tea", "listing-id": "1", asin1: "B000000001" };
    const { job, read } = await imported(
      sheet(
        headings,
        { ...row, "seller-sku": "T-1", "product-id-type": "4", "product-id": "6901234567892" },
        { ...row, "seller-sku": "T-2", "product-id-type": "1", "product-id": "B000000001" },
      ),
    );
    expect(job).toMatchObject({ layout: "amazon-listings", applied: 2 });
    expect((await read("T-1"))?.barcodes).toEqual(["6901234567892"]);
    expect((await read("T-2"))?.barcodes).toEqual([]);
  });

  it("of Jushuitan and Wangdiantong weighs in kilograms, and takes bundles from a row for each part", async () => {
    const goods = await imported(
      sheet("款式编码,商品编码,商品名称,颜色及规格,国标码,成本价,重量,分类", {
        ...{ 款式编码: "K1", 商品编码: "K1-R", 商品名称: "上衣", 颜色及规格: "红;XL", 国标码: "6901234567892" },
        ...{ 成本价: "12.5", 重量: "0.35", 分类: "服装" },
      }),
    );
    expect(goods.job).toMatchObject({ layout: "jushuitan-products", applied: 1 });
    expect(await goods.read("K1-R")).toMatchObject({
      variantOf: "K1",
      costMinor: 1250,
      goods: { weightGrams: 350, options: [{ value: "红" }, { value: "XL" }] },
    });
    const parts = await imported(
      sheet(
        "组合商品编码,组合商品名称,商品编码,数量",
        { 组合商品编码: "SET", 组合商品名称: "套装", 商品编码: "A", 数量: "2" },
        { 组合商品编码: "SET", 商品编码: "B", 数量: "1" },
      ),
    );
    expect(parts.job).toMatchObject({ layout: "jushuitan-bundles", rows: 2, applied: 2 });
    expect((await parts.read("SET"))?.components).toEqual([
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 1 },
    ]);
    const single = await imported(
      sheet("商家编码,货品编号,货品名称,规格名称,重量(g)", {
        ...{ 商家编码: "W-1", 货品编号: "W", 货品名称: "茶", 规格名称: "50克", "重量(g)": "85" },
      }),
    );
    expect(await single.read("W-1")).toMatchObject({ variantOf: "W", goods: { weightGrams: 85 } });
  });

  it("in our own columns changes what it says and leaves the rest", async () => {
    const first = "sku,title,cost,components,barcode,reorder_point,pack_size\nSET,Set,41.50,A*2; B,690;691,48,24\n";
    const { read, upload } = await imported(first);
    expect(await read("SET")).toMatchObject({ barcodes: ["690", "691"], reorder: { point: 48, quantity: 24 } });
    expect((await upload("b.csv")).state).toBe("duplicate");
    const table = await imported("商家编码,商品名称,重量\nSET,套装,0.5 kg\n");
    expect(await table.read("SET")).toMatchObject({ goods: { weightGrams: 500 } });
  });
});
