import type { ImportKind } from "../imports/import-kind.ts";
import type { Role } from "../platform/principal.ts";

/** Whose work a kind of file is, besides the operator's. */
const others: Readonly<Partial<Record<ImportKind, readonly Role[]>>> = {
  orders: ["warehouse"],
  "order-updates": ["warehouse"],
  stock: ["warehouse"],
  "stock-adjustments": ["warehouse"],
  prices: ["finance"],
  rates: ["finance"],
  settlements: ["finance"],
  "settlement-work": ["finance"],
};

/** Everyone who may upload anything. */
export const uploaders: readonly Role[] = ["operator", "warehouse", "finance"];

export function uploadersOf(kind: ImportKind): readonly Role[] {
  return ["operator", ...(others[kind] ?? [])];
}

export function mayUpload(role: Role, kind: ImportKind): boolean {
  return uploadersOf(kind).includes(role);
}
