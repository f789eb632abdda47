import * as z from "zod/mini";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { productKey } from "../../table/article-keys.ts";
import { listKeys } from "../../table/keys.ts";
import type { Condition, Item, Table, Value } from "../../table/port.ts";
import type { Component, Product, ProductTerms } from "./product.ts";

const count = z.nullable(z.number());
const productSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  title: z.string(),
  variantOf: z.nullable(z.string()),
  barcodes: z.array(z.string()),
  components: z.array(z.object({ sku: z.string(), quantity: z.number() })),
  supplier: z.nullable(z.string()),
  leadTimeDays: count,
  packSize: z.number(),
  costMinor: count,
  reorder: z.nullable(z.object({ point: z.number(), quantity: z.number() })),
  alerts: z.object({
    daysOfCover: count,
    networkThreshold: count,
    networkDaysOfCover: count,
    coolDownHours: z.number(),
  }),
  version: z.number(),
  changedAt: z.string(),
});

export type SavedProduct = { readonly kind: "created" | "changed" | "unchanged"; readonly product: Product };

export type ProductRefused =
  | { readonly kind: "own_component" }
  /** Bundles are taken apart once: a component that is a bundle itself would have no stock. */
  | { readonly kind: "nested_bundle"; readonly component: string }
  /** Others kept changing this product; nothing was written. */
  | { readonly kind: "busy" };

const maxTries = 5;

/** The products that exist among `skus`, in no promised order; strongly consistent. */
export async function readProducts(
  table: Table,
  merchant: MerchantId,
  skus: readonly Sku[],
): Promise<readonly Product[]> {
  const items = await table.getMany([...new Set(skus)].map((sku) => productKey(merchant, sku)));
  return items.map(fromProductItem);
}

/** States all of a product anew. The same statement again changes nothing. */
export async function saveProduct(
  table: Table,
  place: Pick<Product, "merchantId" | "sku">,
  terms: ProductTerms,
  now: string,
): Promise<Result<SavedProduct, ProductRefused>> {
  const { merchantId, sku } = place;
  const parts = terms.components.map((component) => component.sku);
  if (parts.includes(sku)) return fail({ kind: "own_component" });
  for (let tries = 0; tries < maxTries; tries += 1) {
    const known = await readProducts(table, merchantId, [sku, ...parts]);
    const nested = known.find((each) => each.sku !== sku && each.components.length > 0);
    if (nested !== undefined) return fail({ kind: "nested_bundle", component: nested.sku });
    const before = known.find((each) => each.sku === sku);
    const version = (before?.version ?? 0) + 1;
    const product: Product = { ...place, ...terms, version, changedAt: now };
    if (before !== undefined && isSameTerms(before, product)) return ok({ kind: "unchanged", product: before });
    const condition: Condition =
      before === undefined
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "version", op: "=", value: before.version };
    const put = await table.put(toProductItem(product), condition);
    if (put.ok) return ok({ kind: before === undefined ? "created" : "changed", product });
  }
  return fail({ kind: "busy" });
}

function isSameTerms(one: Product, other: Product): boolean {
  const termsOf = (product: Product): string =>
    JSON.stringify(fromProductItem({ ...toProductItem(product), version: 0, changedAt: "" }));
  return termsOf(one) === termsOf(other);
}

function toProductItem(product: Product): Item {
  const { merchantId, sku } = product;
  const plain = JSON.parse(JSON.stringify(product)) as Record<string, Value>;
  return {
    ...plain,
    ...productKey(merchantId, sku),
    ...listKeys(merchantId, "products", "all", sku, sku),
    schemaVersion: 1,
  };
}

/** Throws on an item of another shape: only our own code writes it. */
export function fromProductItem(item: Item): Product {
  const { schemaVersion: _, merchantId, sku, variantOf, components, ...rest } = productSchema.parse(item);
  return {
    ...rest,
    merchantId: merchantId as MerchantId,
    sku: sku as Sku,
    variantOf: variantOf as Sku | null,
    components: components as readonly Component[] & typeof components,
  };
}
