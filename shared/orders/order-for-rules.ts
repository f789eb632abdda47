import { nowhere, type RuleOrder } from "../rules/rule-order.ts";
import type { LineFacts } from "./facts.ts";
import { lineQuantities } from "./open-quantities.ts";
import type { Order } from "./order.ts";

/** What rules may know of an order; null until its header and lines are there. */
export function orderForRules(order: Order): RuleOrder | null {
  const [header, lines] = [order.header?.facts, order.lines?.facts];
  if (header === undefined || lines === undefined) return null;
  const open = new Map(lineQuantities(order).map((line) => [line.lineId, line.open]));
  const payment = order.payment?.facts;
  const { country, region, regionName, city, district, postalCode } = order.address?.facts ?? nowhere;
  return {
    channel: order.channel,
    connection: order.connectionId,
    number: header.channelOrderNo,
    currency: header.currency,
    totalMinor: header.amounts.totalMinor,
    itemsMinor: header.amounts.itemsMinor,
    discountMinor: header.amounts.discountMinor,
    shippingMinor: header.amounts.shippingMinor,
    isPaid: payment?.state === "paid",
    isCod: payment?.payOnDelivery === true,
    paymentMethod: payment?.method ?? "",
    tags: header.tags,
    customerTags: order.master?.customerTags ?? [],
    note: header.note ?? "",
    destination: { country, region, regionName, city, district, postalCode },
    lines: lines
      .map(({ lineId, sku, title, unitPriceMinor, weightGrams }) => {
        const { grams = null, cm3 = null, hazard = null } = order.master?.goods?.[sku.trim()] ?? {};
        const measures = { weightGrams: weightGrams ?? grams, volumeCm3: cm3, hazard };
        return { sku: sku.trim(), title, quantity: open.get(lineId) ?? 0, unitPriceMinor, ...measures };
      })
      .filter(({ quantity }) => quantity > 0),
  };
}

/** Of one unit: as the shop says it, else as the product does where a rule asks for it; a weight that nobody has told is 0. */
export function measuresOf(
  { master }: Order,
  { sku, weightGrams }: Pick<LineFacts, "sku" | "weightGrams">,
): { readonly grams: number; readonly cubicCm?: number } {
  const { grams = 0, cm3 } = master?.goods?.[sku.trim()] ?? {};
  return { grams: weightGrams ?? grams, ...(cm3 === undefined ? {} : { cubicCm: cm3 }) };
}
