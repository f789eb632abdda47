import type { JsonReader } from "../json-reader.ts";

/** `product_id-sku_id`: lines have no number of their own, and parcels and refunds name them by these two. */
export function lineIdOf(at: JsonReader): string {
  return `${at.id("product_id")}-${at.id("sku_id")}`;
}

/** The two again; null for a line that is not of this channel. A row that repeats both has a third part. */
export function partsOf(lineId: string): { readonly productId: string; readonly skuId: string } | null {
  const [, productId, skuId] = /^([0-9]+)-([0-9]+)(?:-[0-9]+)?$/.exec(lineId) ?? [];
  return productId === undefined || skuId === undefined ? null : { productId, skuId };
}
