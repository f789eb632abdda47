/** Units of one sku, whatever line or warehouse they stand for. */
export type SkuQuantity = { readonly sku: string; readonly quantity: number };

/** One entry for each sku that has units, in the order in which the skus first appear. */
export function sumBySku(parts: readonly SkuQuantity[]): SkuQuantity[] {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of parts) {
    if (quantity > 0) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  }
  return [...sums].map(([sku, quantity]) => ({ sku, quantity }));
}
