export const importKinds = [
  "orders",
  "stock",
  "order-updates",
  "products",
  "stock-adjustments",
  "customers",
  "prices",
  "rates",
  "carrier-rates",
  "warehouses",
  "settlements",
  "settlement-work",
] as const;

/** What a file holds; the second folder of its key in the bucket: `demo/orders/2026-11-21.xlsx`. */
export type ImportKind = (typeof importKinds)[number];

export function isImportKind(text: string): text is ImportKind {
  return importKinds.some((kind) => kind === text);
}
