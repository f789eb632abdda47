import * as z from "zod/mini";
import { hazards } from "../inventory/products/goods.ts";
import type { Price } from "../inventory/products/price.ts";
import { type Product, trackings } from "../inventory/products/product.ts";
import type { ProductRefused } from "../inventory/products/product-store.ts";
import { sku } from "../kernel/ids.ts";
import type { Problem } from "../platform/http-answer.ts";

const most = 1_000_000_000;
const name = z.string().check(z.minLength(1), z.maxLength(255));
const article = z.pipe(z.string().check(z.minLength(1), z.maxLength(100)), z.transform(sku));
const count = z.int().check(z.gte(0), z.lte(most));
const units = z.int().check(z.gte(1), z.lte(most));
const days = z.number().check(z.gt(0), z.lte(1_000));
const shelfDays = z.int().check(z.gte(0), z.lte(3_650));
const orNull = <T extends z.core.$ZodType>(schema: T) => z._default(z.nullable(schema), null);

/** More than this is no bundle that anybody packs, and its positions must fit into one transaction. */
const mostComponents = 20;

const option = z.object({ name: z.string().check(z.maxLength(100)), value: name });
const goods = z.object({
  options: z._default(z.array(option).check(z.maxLength(10)), []),
  category: orNull(name),
  weightGrams: orNull(units),
  sizeMm: orNull(z.object({ length: units, width: units, height: units })),
  hazard: orNull(z.enum(hazards)),
});

const noAlerts = { daysOfCover: null, networkThreshold: null, networkDaysOfCover: null, coolDownHours: 0 };

/** All of a product; what is left out is stated as nothing. */
export const productBody = z.object({
  title: z.string().check(z.maxLength(500)),
  variantOf: orNull(article),
  barcodes: z._default(z.array(name).check(z.maxLength(50)), []),
  components: z._default(
    z.array(z.object({ sku: article, quantity: units })).check(
      z.maxLength(mostComponents),
      z.refine(
        (parts: readonly { readonly sku: string }[]) => new Set(parts.map((part) => part.sku)).size === parts.length,
        "a component stands here twice: add them up",
      ),
    ),
    [],
  ),
  supplier: orNull(name),
  leadTimeDays: orNull(z.int().check(z.gte(0), z.lte(1_000))),
  packSize: z._default(units, 1),
  costMinor: orNull(count),
  reorder: orNull(z.object({ point: count, quantity: units })),
  goods: z.optional(goods),
  alerts: z._default(
    z.object({
      daysOfCover: orNull(days),
      networkThreshold: orNull(count),
      networkDaysOfCover: orNull(days),
      coolDownHours: z._default(z.number().check(z.gte(0), z.lte(1_000)), 0),
    }),
    noAlerts,
  ),
  tracking: z._default(z.enum(trackings), "none"),
  shelfLife: orNull(
    z.object({
      minDays: z._default(shelfDays, 0),
      byChannel: z._default(z.record(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)), shelfDays), {}),
      noticeDays: z._default(shelfDays, 0),
    }),
  ),
});

export function productView({ merchantId: _, changedBy: _by, ...product }: Product): Readonly<Record<string, unknown>> {
  return { ...product, tracking: product.tracking ?? "none", shelfLife: product.shelfLife ?? null };
}

export function priceView({
  merchantId: _,
  sku: _sku,
  changedBy: _by,
  ...price
}: Price): Readonly<Record<string, unknown>> {
  return price;
}

/** Says what to do about it. */
export function productProblem(refused: ProductRefused): Problem {
  const title = "The product was not saved";
  switch (refused.kind) {
    case "own_component":
      return { status: 400, code: refused.kind, title, detail: "A bundle cannot consist of itself." };
    case "nested_bundle": {
      const detail = `${refused.component} is a bundle: name what it consists of instead.`;
      return { status: 400, code: refused.kind, title, detail };
    }
    case "part_of_bundle": {
      const detail = `The bundle ${refused.bundle} holds it: name what it consists of there first.`;
      return { status: 400, code: refused.kind, title, detail };
    }
    case "busy":
      return { status: 409, code: refused.kind, title, detail: "Others keep changing it. Try again." };
  }
}
