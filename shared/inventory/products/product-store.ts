import * as z from "zod/mini";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { productKey } from "../../table/article-keys.ts";
import { listKeys } from "../../table/keys.ts";
import type { Condition, Item, Table, Value } from "../../table/port.ts";
import { trackProduct } from "../lots/track-product.ts";
import { bundlesWith, linkComponents, unlinkComponents } from "./component-links.ts";
import { hazards } from "./goods.ts";
import { type Component, type Product, type ProductTerms, trackings } from "./product.ts";

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
  goods: z.optional(
    z.object({
      options: z.array(z.object({ name: z.string(), value: z.string() })),
      category: z.nullable(z.string()),
      weightGrams: count,
      sizeMm: z.nullable(z.object({ length: z.number(), width: z.number(), height: z.number() })),
      hazard: z.nullable(z.enum(hazards)),
    }),
  ),
  tracking: z.optional(z.enum(trackings)),
  shelfLife: z.optional(
    z.object({ minDays: z.number(), byChannel: z.record(z.string(), z.number()), noticeDays: z.number() }),
  ),
  version: z.number(),
  changedAt: z.string(),
  changedBy: z.optional(z.string()),
});

export type SavedProduct = {
  /** `repeated`: the very change named by `changedBy` was made before. */
  readonly kind: "created" | "changed" | "unchanged" | "repeated";
  readonly product: Product;
};

export type ProductRefused =
  | { readonly kind: "own_component" }
  /** Bundles are taken apart once: a component that is a bundle itself would have no stock. */
  | { readonly kind: "nested_bundle"; readonly component: string }
  /** The same, told the other way round. */
  | { readonly kind: "part_of_bundle"; readonly bundle: string }
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
export function saveProduct(
  table: Table,
  place: ProductPlace,
  terms: ProductTerms,
  now: string,
): Promise<Result<SavedProduct, ProductRefused>> {
  return changeProduct(table, place, () => ok(terms), { now });
}

type ProductPlace = Pick<Product, "merchantId" | "sku">;

/**
 * Changes a product as decided on what is stored; null: nothing is known of it. `changedBy` names the change: told again
 * before anyone else has changed the product, it is `repeated`.
 */
export async function changeProduct<Refused = never>(
  table: Table,
  place: ProductPlace,
  decide: (before: Product | null) => Result<ProductTerms, Refused>,
  { now, changedBy }: { readonly now: string; readonly changedBy?: string },
): Promise<Result<SavedProduct, ProductRefused | Refused>> {
  const { merchantId, sku } = place;
  for (let tries = 0; tries < maxTries; tries += 1) {
    const [before = null] = await readProducts(table, merchantId, [sku]);
    if (before !== null && changedBy !== undefined && before.changedBy === changedBy)
      return settled(table, { kind: "repeated", product: before }, now);
    const decided = decide(before);
    if (!decided.ok) return decided;
    const terms = decided.value;
    const refused = await refusedParts(table, place, terms);
    if (refused !== null) return fail(refused);
    const version = (before?.version ?? 0) + 1;
    const product: Product = { ...place, ...terms, version, changedAt: now, changedBy };
    if (before !== null && isSameTerms(before, product))
      return settled(table, { kind: "unchanged", product: before }, now);
    const condition: Condition =
      before === null
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "version", op: "=", value: before.version };
    const put = await table.put(toProductItem(product), condition);
    if (put.ok) {
      const saved = { kind: before === null ? "created" : "changed", product } as const;
      return settled(table, saved, now, before?.components);
    }
  }
  return fail({ kind: "busy" });
}

/** Also where nothing changed: the change may have come before, and a crash after it. */
async function settled(
  table: Table,
  saved: SavedProduct,
  now: string,
  had: readonly Component[] = [],
): Promise<Result<SavedProduct, never>> {
  const { product } = saved;
  await trackProduct(table, product, now);
  await linkComponents(table, product, product.components);
  const gone = had.filter(({ sku }) => product.components.every((component) => component.sku !== sku));
  if (gone.length === 0) return ok(saved);
  await unlinkComponents(table, product, gone);
  // Somebody may have taken a component back in meanwhile: whoever writes last leaves the links of what is stored.
  for (const { components } of await readProducts(table, product.merchantId, [product.sku]))
    await linkComponents(table, product, components);
  return ok(saved);
}

async function refusedParts(
  table: Table,
  { merchantId, sku }: ProductPlace,
  { components }: ProductTerms,
): Promise<ProductRefused | null> {
  const parts = components.map((component) => component.sku);
  if (parts.includes(sku)) return { kind: "own_component" };
  if (parts.length === 0) return null;
  const nested = (await readProducts(table, merchantId, parts)).find((each) => each.components.length > 0);
  if (nested !== undefined) return { kind: "nested_bundle", component: nested.sku };
  const bundles = await readProducts(table, merchantId, await bundlesWith(table, { merchantId, sku }));
  const outer = bundles.find((bundle) => bundle.components.some((component) => component.sku === sku));
  return outer === undefined ? null : { kind: "part_of_bundle", bundle: outer.sku };
}

function isSameTerms(one: Product, other: Product): boolean {
  const termsOf = (product: Product): string =>
    JSON.stringify(fromProductItem({ ...toProductItem(product), version: 0, changedAt: "", changedBy: undefined }));
  return termsOf(one) === termsOf(other);
}

function toProductItem(product: Product): Item {
  const { tracking, shelfLife, ...rest } = product;
  const { merchantId, sku } = rest;
  const said = {
    ...rest,
    ...(tracking === undefined || tracking === "none" ? {} : { tracking }),
    ...(shelfLife == null ? {} : { shelfLife }),
  };
  const plain = JSON.parse(JSON.stringify(said)) as Record<string, Value>;
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
