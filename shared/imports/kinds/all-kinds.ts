import type { ImportKind } from "../import-kind.ts";
import type { KindOfImport } from "./kind-of-import.ts";

/** Each kind is loaded with the first file of it, not with the function. */
const kinds: Readonly<Record<ImportKind, () => Promise<KindOfImport>>> = {
  orders: async () => (await import("./orders.ts")).orders,
  stock: async () => (await import("./stock.ts")).stock,
  "order-updates": async () => (await import("./order-updates.ts")).orderUpdates,
  products: async () => (await import("./products.ts")).products,
  "stock-adjustments": async () => (await import("./stock-adjustments.ts")).stockAdjustments,
  customers: async () => (await import("./customers.ts")).customers,
  prices: async () => (await import("./prices.ts")).prices,
  rates: async () => (await import("./rates.ts")).rates,
  "carrier-rates": async () => (await import("./carrier-rates.ts")).carrierRates,
  "settlement-work": async () => (await import("./settlement-work.ts")).settlementWork,
  settlements: async () => (await import("./settlements.ts")).settlements,
  warehouses: async () => (await import("./warehouses.ts")).warehouses,
};

export function loadKind(kind: ImportKind): Promise<KindOfImport> {
  return kinds[kind]();
}
