import * as z from "zod/mini";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { productKey } from "../../table/article-keys.ts";
import { listKeys } from "../../table/keys.ts";
import type { Condition, Item, Table, Value, Write } from "../../table/port.ts";
import { trackProduct } from "../lots/track-product.ts";
import { bundlesWith, type PartsChange, partsChange, partWrites } from "./component-links.ts";
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

/** A bundle's parts may stand in many others, and a file states all of them at once. */
const maxTries = 12;

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
  pause?: ChangeOptions["pause"],
): Promise<Result<SavedProduct, ProductRefused>> {
  return changeProduct(table, place, () => ok(terms), { now, pause });
}

type ProductPlace = Pick<Product, "merchantId" | "sku">;

/** `pause` waits before another try at what others are writing; without it there is no wait. */
type ChangeOptions = {
  readonly now: string;
  readonly changedBy?: string | undefined;
  readonly pause?: ((attempt: number) => Promise<void>) | undefined;
};

/**
 * Changes a product as decided on what is stored; null: nothing is known of it. `changedBy` names the change: told again
 * before anyone else has changed the product, it is `repeated`.
 */
export async function changeProduct<Refused = never>(
  table: Table,
  place: ProductPlace,
  decide: (before: Product | null) => Result<ProductTerms, Refused>,
  { now, changedBy, pause }: ChangeOptions,
): Promise<Result<SavedProduct, ProductRefused | Refused>> {
  const { merchantId, sku } = place;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const [before = null] = await readProducts(table, merchantId, [sku]);
    if (before !== null && changedBy !== undefined && before.changedBy === changedBy)
      return settled(table, { kind: "repeated", product: before }, now);
    const decided = decide(before);
    if (!decided.ok) return decided;
    const terms = decided.value;
    const version = (before?.version ?? 0) + 1;
    const product: Product = { ...place, ...terms, version, changedAt: now, changedBy };
    if (before !== null && isSameTerms(before, product))
      return settled(table, { kind: "unchanged", product: before }, now);
    const parts = await decideParts(table, place, before?.components ?? [], terms);
    if (!parts.ok) return parts;
    if (await write(table, before, product, parts.value))
      return settled(table, { kind: before === null ? "created" : "changed", product }, now);
    await pause?.(tries);
  }
  return fail({ kind: "busy" });
}

/** On the condition that nobody has written it since `before`; false: somebody has, or holds one of its parts right now. */
async function write(
  table: Table,
  before: Product | null,
  product: Product,
  parts: readonly Write[],
): Promise<boolean> {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: before.version };
  const item = toProductItem(product);
  if (parts.length === 0) return (await table.put(item, condition)).ok;
  return (await table.transact([{ kind: "put", item, condition }, ...parts])).ok;
}

/** Also where nothing changed: the change may have come before, and a crash after it. */
async function settled(table: Table, saved: SavedProduct, now: string): Promise<Result<SavedProduct, never>> {
  await trackProduct(table, saved.product, now);
  return ok(saved);
}

/** What is to be written with a product for its parts, as far as they change. */
async function decideParts(
  table: Table,
  place: ProductPlace,
  had: readonly Component[],
  { components }: ProductTerms,
): Promise<Result<readonly Write[], ProductRefused>> {
  const change = partsChange(had, components);
  if (change.gained.includes(place.sku)) return fail({ kind: "own_component" });
  const nested = await bundleAmong(table, place.merchantId, change);
  if (nested !== undefined) return fail({ kind: "nested_bundle", component: nested.sku });
  if (change.becomes !== "bundle") return ok(partWrites(place, change, 0));
  const { taken, bundles } = await bundlesWith(table, place);
  const outer = (await readProducts(table, place.merchantId, bundles)).find((bundle) =>
    bundle.components.some(({ sku }) => sku === place.sku),
  );
  return outer === undefined
    ? ok(partWrites(place, change, taken))
    : fail({ kind: "part_of_bundle", bundle: outer.sku });
}

async function bundleAmong(table: Table, merchant: MerchantId, { gained }: PartsChange): Promise<Product | undefined> {
  if (gained.length === 0) return undefined;
  return (await readProducts(table, merchant, gained)).find(({ components }) => components.length > 0);
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
