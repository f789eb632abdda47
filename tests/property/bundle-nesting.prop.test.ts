import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportTools } from "../../shared/imports/kinds/kind-of-import.ts";
import { products as productFiles } from "../../shared/imports/kinds/products.ts";
import { bundlesWith } from "../../shared/inventory/products/component-links.ts";
import { type Product, plainTerms } from "../../shared/inventory/products/product.ts";
import { readProducts, saveProduct } from "../../shared/inventory/products/product-store.ts";
import { importIdOf, type Sku, sku } from "../../shared/kernel/ids.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId, aMoment } from "../support/builders.ts";
import { everyOrder, type Race } from "./every-order.ts";
import { interleaved, seeded } from "./seeded.ts";

const articles = ["A", "B", "C", "D"].map(sku);

/** Over the API: the article consists of these parts now, or of none. */
function save(code: string, parts: readonly string[]) {
  const components = parts.map((part) => ({ sku: sku(part), quantity: 1 }));
  return (table: Table): Promise<unknown> =>
    saveProduct(table, { merchantId: aMerchantId, sku: sku(code) }, { ...plainTerms(code), components }, aMoment);
}

/** The same as a row of a file says it. */
function importRow(code: string, parts: readonly string[]) {
  return async (table: Table): Promise<unknown> => {
    const headings = ["sku", "title", "components"];
    const columns = { headerRow: 1, headings, at: new Map(headings.map((name, at) => [name, at])) };
    const cells = [code, code, parts.join(";")].map((text) => ({ kind: "text", text }) as const);
    const context = {
      columns,
      layout: null,
      merchant: aMerchant(),
      warehouses: new Set<string>(),
      uploadedAt: aMoment,
    };
    const [unit] = productFiles.read([{ number: 2, cells }], context).units;
    const never = async (): Promise<never> => {
      throw new Error("not asked");
    };
    const tools: ImportTools = { table, now: () => new Date(aMoment), applyOrder: never, applyParcel: never };
    const importId = importIdOf(aMerchantId, "k", "1");
    const file = {
      merchantId: aMerchantId,
      importId,
      objectKey: "k",
      content: code,
      isAgain: false,
      uploadedAt: aMoment,
    };
    return unit?.apply(tools, file);
  };
}

/** What is wrong with the bundles of a table: one in another, or parts that do not name exactly the bundles that hold them. */
async function brokenBundles(table: Table): Promise<readonly string[]> {
  const products = new Map((await readProducts(table, aMerchantId, articles)).map((each) => [each.sku, each]));
  const partsOf = (each: Product): readonly Sku[] => each.components.map((part) => part.sku);
  const nested = [...products.values()].flatMap((each) =>
    partsOf(each)
      .filter((part) => (products.get(part)?.components.length ?? 0) > 0)
      .map((part) => `${each.sku} holds the bundle ${part}`),
  );
  const links = await Promise.all(
    articles.map(async (article) => {
      const holds = [...products.values()].filter((each) => partsOf(each).includes(article)).map((each) => each.sku);
      const { bundles } = await bundlesWith(table, { merchantId: aMerchantId, sku: article });
      return String(bundles.toSorted()) === String(holds.sort()) ? [] : [`${article} names ${bundles}, not ${holds}`];
    }),
  );
  return [...nested, ...links.flat()];
}

async function raceOf(writers: Race["writers"], before: Race["writers"] = []): Promise<Race> {
  const table = makeMemoryTable();
  for (const write of before) await write(table);
  return { table, writers };
}

const refusals = /nested_bundle|part_of_bundle/;
const isDone = (answer: unknown): boolean => !refusals.test(JSON.stringify(answer));

describe("a bundle in a bundle", () => {
  const plain = articles.map((code) => save(code, []));
  const pairs = [
    ["two calls", save, save],
    ["two files", importRow, importRow],
    ["a call and a file", save, importRow],
  ] as const;
  const races = pairs.flatMap(([way, one, other]) => {
    const chain = [one("A", ["B"]), other("B", ["C"])];
    const ring = [one("A", ["B"]), other("B", ["A"])];
    const twoWays =
      one === other ? [] : [[`B of C and A of B, ${way}`, [one("B", ["C"]), other("A", ["B"])], []] as const];
    return [
      [`A of B and B of C, ${way}`, chain, []] as const,
      [`A of B and B of C, ${way}, known before`, chain, plain] as const,
      [`A of B and B of A, ${way}`, ring, []] as const,
      ...twoWays,
    ];
  });

  it.each(races)(
    "never comes to be, in whatever order two writers call: %s",
    async (_name, writers, before) => {
      const orders = await everyOrder(
        () => raceOf(writers, before),
        async ({ table }, answers, order) => {
          const story = `${order}: ${JSON.stringify(answers)}`;
          expect(await brokenBundles(table), story).toEqual([]);
          expect(answers.filter(isDone), story).toHaveLength(1);
          expect(JSON.stringify(answers), story).not.toMatch(/busy|not_applied/);
        },
      );
      expect(orders).toBeGreaterThan(100);
    },
    60_000,
  );

  it("may come the other way round where a bundle ends at the same moment", async () => {
    const seen = new Set<number>();
    await everyOrder(
      () => raceOf([save("A", ["B"]), save("B", [])], [save("B", ["C"])]),
      async ({ table }, answers) => {
        expect(await brokenBundles(table)).toEqual([]);
        seen.add(answers.filter(isDone).length);
      },
    );
    expect([...seen].sort()).toEqual([1, 2]);
  }, 60_000);

  it("does not keep two bundles from sharing a part", async () => {
    await everyOrder(
      () => raceOf([save("A", ["C", "D"]), save("B", ["C", "D"])]),
      async ({ table }, answers) => {
        expect(await brokenBundles(table)).toEqual([]);
        expect(answers.filter(isDone)).toHaveLength(2);
      },
    );
  }, 60_000);

  it("never comes to be among many who write at once, some of whose transactions meet", async () => {
    const parts = fc.uniqueArray(fc.constantFrom("A", "B", "C", "D"), { maxLength: 3 });
    const write = fc.record({ code: fc.constantFrom("A", "B", "C", "D"), parts, isFile: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 2, maxLength: 8 }), fc.nat(), async (writes, seed) => {
        const table = makeMemoryTable();
        const between = interleaved(table, seeded(seed), 0.1);
        // A row cannot say that an article has no parts any more.
        const all = writes.map((each) => (each.isFile ? importRow : save)(each.code, each.parts));
        await Promise.all(all.map((each) => each(between)));
        expect(await brokenBundles(table)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
