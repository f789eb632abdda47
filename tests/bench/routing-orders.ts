import type { Stock } from "../../shared/inventory/stock.ts";
import { merchantId, sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { planOrder } from "../../shared/routing/plan.ts";
import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";
import { defaultRules, type RoutingRules } from "../../shared/routing/rules.ts";
import type { Warehouse } from "../../shared/routing/warehouse.ts";

const rules: RoutingRules = {
  ...defaultRules,
  version: 3,
  rules: [
    { id: "1", name: "US from the coast", when: { countries: ["US"] }, prefer: ["W00"] },
    { id: "2", name: "East China first", when: { regions: ["华东"] }, prefer: ["W03", "W07", "W01"] },
    { id: "3", name: "Not this one", when: { channels: ["shopify"], skus: ["SKU-001"] }, exclude: ["W05"] },
  ],
};

/** The same problems as orders, warehouses and stock as they are stored; each call plans one of them. */
export function routedOrders(problems: readonly SourcingProblem[]): readonly (() => unknown)[] {
  return problems.map(({ warehouses: count, articles }) => {
    const warehouses = Array.from({ length: count }, (_, place) => aWarehouse(place));
    const stocks = articles.flatMap(({ free }, article) =>
      warehouses.map(({ code }, place) => aStock(article, code, free[place] ?? 0)),
    );
    const request = {
      lines: articles.map(({ lines }, article) => ({
        lineId: `${article}`,
        sku: skuOf(article),
        quantity: lines[0] ?? 1,
      })),
      destination: { country: "CN", region: "31", regionName: "上海市" },
      channel: "shopify",
      connectionId: "shop",
      warehouses,
      stocks,
      rules,
      usedWarehouses: [],
    };
    return () => planOrder(request);
  });
}

export function skuOf(article: number): string {
  return `SKU-${String(article).padStart(3, "0")}`;
}

export function aWarehouse(place: number): Warehouse {
  const code = warehouseCode(`W${String(place).padStart(2, "0")}`);
  const where = { country: "CN", region: "31", regionName: "上海市" };
  return {
    code,
    name: code,
    ...where,
    serves: place % 3 === 0 ? ["CN", "EU"] : [],
    priority: 1 + (place % 4),
    isActive: true,
  };
}

export function aStock(article: number, warehouse: Warehouse["code"], available: number): Stock {
  return {
    merchantId: merchantId("tea"),
    sku: sku(skuOf(article)),
    warehouse,
    onHand: available,
    allocated: 0,
    available,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold: null,
    incoming: 0,
    version: 1,
    changedAt: "2026-01-01T00:00:00Z",
  };
}
