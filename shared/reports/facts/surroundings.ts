import { buyersOfOrder, customerIdOf } from "../../customers/customer.ts";
import { readBuyers } from "../../customers/customer-store.ts";
import { makeCachedProducts, type ReadProducts } from "../../inventory/products/cached-products.ts";
import type { Product } from "../../inventory/products/product.ts";
import { type MerchantId, type OrderId, type Sku, sku } from "../../kernel/ids.ts";
import type { WholeOrder } from "../../orders/line-shares.ts";
import type { Table } from "../../table/port.ts";
import type { Surroundings } from "./order-facts.ts";

export type ProductLook = {
  readonly titleOf: (sku: string) => string;
  readonly categoryOf: (sku: string) => string;
  readonly unitCostOf: (sku: string) => number | null;
};

/** Looks up what facts say of products and buyers, many at a time; each article once in a sealing. */
export type Look = {
  readonly products: (skus: readonly string[]) => Promise<ProductLook>;
  readonly orders: (orders: readonly WholeOrder[]) => Promise<(orderId: OrderId) => Surroundings>;
};

export function makeLook(table: Table, merchant: MerchantId, cutAt: string): Look {
  // One moment for the whole sealing: nothing grows old in it.
  const read = makeCachedProducts(table, () => new Date(cutAt));
  const products = (skus: readonly string[]): Promise<ProductLook> => lookUp(read, merchant, skus);
  return {
    products,
    orders: async (orders) => {
      const look = await products(orders.flatMap((order) => order.lines.facts.map((line) => line.sku)));
      const buyers = orders.map((order) => buyersOfOrder({ ...order, buyerRef: order.header.facts.buyerRef }));
      const known = new Map(
        (await readBuyers(table, merchant, buyers.flat())).map(({ customerId, tags }) => [customerId, tags]),
      );
      const tags = new Map(
        orders.map((order, at) => {
          const own = (buyers[at] ?? []).flatMap((buyer) => known.get(customerIdOf(merchant, buyer)) ?? []);
          return [order.orderId, [...new Set(own)].sort()];
        }),
      );
      return (orderId) => ({ ...look, customerTags: tags.get(orderId) ?? [] });
    },
  };
}

async function lookUp(read: ReadProducts, merchant: MerchantId, wanted: readonly string[]): Promise<ProductLook> {
  const skus = [...new Set(wanted)].filter((each) => each !== "").map(sku);
  const found = skus.length === 0 ? new Map<Sku, Product>() : await read(merchant, skus);
  const parts = [...found.values()].flatMap(({ components }) => components.map((component) => component.sku));
  const partsFound = parts.length === 0 ? new Map<Sku, Product>() : await read(merchant, parts);
  return {
    titleOf: (text) => found.get(sku(text))?.title ?? "",
    categoryOf: (text) => found.get(sku(text))?.goods?.category ?? "",
    unitCostOf: (text) => {
      const product = found.get(sku(text));
      return product === undefined ? null : costOf(product, partsFound);
    },
  };
}

/** A bundle costs what it is made of, unless the merchant says otherwise; nothing is known while one part is not. */
function costOf({ costMinor, components }: Product, parts: ReadonlyMap<Sku, Product>): number | null {
  if (costMinor !== null || components.length === 0) return costMinor;
  let sum = 0;
  for (const { sku: part, quantity } of components) {
    const cost = parts.get(part)?.costMinor ?? null;
    if (cost === null) return null;
    sum += cost * quantity;
  }
  return sum;
}
