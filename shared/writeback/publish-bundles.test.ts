import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConnectionId, aMerchantId } from "../../tests/support/builders.ts";
import { can, publishingWorld, sha, terms } from "../../tests/support/publishing-world.ts";
import { type Component, plainTerms } from "../inventory/products/product.ts";
import { saveProduct } from "../inventory/products/product-store.ts";
import { sku } from "../kernel/ids.ts";
import { readListed, saveListing } from "./listing.ts";

const [set, tea, cup, pot] = ["SET", "TEA", "CUP", "POT"].map(sku) as [
  ReturnType<typeof sku>,
  ReturnType<typeof sku>,
  ReturnType<typeof sku>,
  ReturnType<typeof sku>,
];
const twoTeasOneCup = [
  { sku: tea, quantity: 2 },
  { sku: cup, quantity: 1 },
];

/** A shop that lists a bundle and one of its components. */
async function shopWithSet(components: readonly Component[] = twoTeasOneCup) {
  const world = await publishingWorld({ skus: ["SET", "TEA"] });
  const compose = (parts: readonly Component[]) =>
    saveProduct(world.table, { merchantId: aMerchantId, sku: set }, { ...plainTerms("Set"), components: parts }, "now");
  await compose(components);
  return { ...world, compose };
}

describe("the listing of a bundle", () => {
  it("is told what its components make, when any of them moves", async () => {
    const shop = await shopWithSet();
    await shop.count(7, tea);
    await shop.count(5, cup);
    await shop.settle();
    expect(shop.shop.stock.get(set)).toBe(3);
    expect(shop.shop.stock.get(tea)).toBe(7);

    await shop.count(2, cup);
    await shop.settle();
    expect(shop.shop.stock.get(set)).toBe(2);

    await shop.count(4, cup, can);
    await shop.settle();
    expect(shop.shop.stock.get(set), "no set is made of goods in two warehouses").toBe(2);
  });

  it("has one message under way, however many of its components move", async () => {
    const shop = await shopWithSet();
    await shop.count(10, tea);
    await shop.count(10, cup);
    await shop.count(9, cup);
    await shop.mark(shop.stream.splice(0));
    const told = shop.queue.sent.map(({ body }) => (JSON.parse(body) as { sku: string }).sku);
    expect(told.sort()).toEqual(["SET", "TEA"]);
    await shop.count(8, cup);
    await shop.mark(shop.stream.splice(0));
    expect(shop.queue.sent).toHaveLength(2);
    await shop.settle();
    expect(shop.shop.stock.get(set)).toBe(5);
  });

  it("hears of a component while it is one", async () => {
    const shop = await shopWithSet();
    await shop.compose([
      { sku: tea, quantity: 1 },
      { sku: pot, quantity: 1 },
    ]);
    for (const [article, bundles] of [
      [tea, [set]],
      [pot, [set]],
      [cup, []],
    ] as const)
      expect((await readListed(shop.table, aMerchantId, article)).bundles).toEqual(bundles);
    await shop.count(3, tea);
    await shop.count(4, pot);
    await shop.settle();
    expect(shop.shop.stock.get(set)).toBe(3);
  });

  it("ends at what can be sold, whatever moves while it is being told", async () => {
    const move = fc.record({
      article: fc.constantFrom(tea, cup),
      warehouse: fc.constantFrom(sha, can),
      onHand: fc.nat({ max: 12 }),
      settles: fc.constantFrom("no", "marked", "told"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
        const shop = await shopWithSet();
        await saveListing(shop.table, { merchantId: aMerchantId, connectionId: aConnectionId, sku: set }, terms);
        const has = new Map<string, number>();
        for (const { article, warehouse, onHand, settles } of moves) {
          await shop.count(onHand, article, warehouse);
          has.set(`${article}@${warehouse}`, onHand);
          if (settles !== "no") await shop.mark(shop.stream.splice(0));
          if (settles === "told") await shop.settle(1);
        }
        await shop.settle();
        const setsAt = (warehouse: string): number =>
          Math.min(
            Math.floor((has.get(`${tea}@${warehouse}`) ?? 0) / 2),
            Math.floor(has.get(`${cup}@${warehouse}`) ?? 0),
          );
        expect(shop.shop.stock.get(set) ?? 0).toBe(setsAt(sha) + setsAt(can));
      }),
      { numRuns: 40 },
    );
  });
});
