import { shortSku } from "./articles.ts";
import { removedOf, type Sale, type SaleLine } from "./sale.ts";
import { lastState } from "./tell-sale.ts";

/** How the hub must show the order once the day is over and the short article has arrived. */
export function expectedStatus(sale: Sale): string {
  switch (sale.tale) {
    case "never_paid":
      return "pending_payment";
    case "cancelled_unpaid":
    case "cancelled_paid":
      return "cancelled";
    case "part_shipped":
      return "partially_shipped";
    case "shipped":
      // WooCommerce calls an order completed when it has shipped; Shopify closes it later.
      return sale.shop.channel === "woocommerce" ? "completed" : "shipped";
    case "without_phone":
    case "without_sku":
    case "not_adding_up":
      return "on_hold";
    case "trial":
      return "received";
    default:
      return "allocated";
  }
}

/** Units of the article in one warehouse that the day takes out of the shelves or promises. */
export type Need = {
  readonly sku: string;
  readonly warehouse: string;
  /** Promised or shipped when the day is over. */
  readonly kept: number;
  /** Promised for a while and given back: paid orders that are cancelled, units that are refunded. */
  readonly returned: number;
};

/** From the warehouse that the merchant's rules name first for each buyer: it has everything but the short article. */
export function needsOf(sales: readonly Sale[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const sale of sales) {
    for (const line of sale.lines) {
      const { kept, returned } = unitsOf(sale, line);
      const warehouse = sale.buyer.place.warehouse;
      const key = `${line.sku} ${warehouse}`;
      const before = needs.get(key) ?? { sku: line.sku, warehouse, kept: 0, returned: 0 };
      needs.set(key, { ...before, kept: before.kept + kept, returned: before.returned + returned });
    }
  }
  return [...needs.values()];
}

export function isShort(sale: Sale): boolean {
  return sale.lines.some((line) => line.sku === shortSku);
}

function unitsOf(sale: Sale, line: SaleLine): Pick<Need, "kept" | "returned"> {
  const status = expectedStatus(sale);
  if (sale.tale === "cancelled_paid") return { kept: 0, returned: line.quantity };
  if (!["allocated", "partially_shipped", "shipped", "completed"].includes(status)) return { kept: 0, returned: 0 };
  const removed = sale.shop.channel === "shopify" ? removedOf(line, lastState(sale)) : 0;
  return { kept: line.quantity - removed, returned: removed };
}
