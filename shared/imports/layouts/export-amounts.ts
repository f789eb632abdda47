import { splitByWeights } from "../../kernel/money.ts";
import type { Amounts, LineFacts } from "../../orders/facts.ts";
import type { ExportLine } from "./export-line.ts";
import type { OrderAmount } from "./export-row.ts";

export type Sold = {
  readonly lines: readonly LineFacts[];
  readonly amounts: Amounts;
  /** What the parts miss to the total. */
  readonly discrepancyMinor: number;
  /** No amount at all stood in the file. */
  readonly isPriceless: boolean;
};

type Priced = { readonly line: ExportLine; readonly unitMinor: number; readonly discountMinor: number };

/**
 * The money of an order as its platform tells it, made to the hub's parts: unit prices, discounts on lines (those of the
 * whole order shared to the last minor unit), and the total the platform names. Nothing is bent to fit: what the parts miss
 * to that total is the discrepancy, unless the layout has no column for discounts and the rest can be nothing else.
 */
export function soldOf(
  lines: readonly ExportLine[],
  order: Readonly<Record<OrderAmount, number | null>>,
  rules: { readonly restIsDiscount: boolean; readonly needsShipping: boolean },
): Sold {
  const priced = pricedLines(lines, order.items_amount);
  const itemsMinor = sum(priced.map(({ line, unitMinor }) => unitMinor * line.quantity));
  const onLines = sum(priced.map(({ discountMinor }) => discountMinor));
  const shippingMinor = order.shipping_fee ?? 0;
  const feesMinor = order.fees ?? 0;
  const taxMinor = order.tax ?? sum(lines.map(({ taxMinor: tax }) => tax));
  const before = itemsMinor - onLines + shippingMinor + feesMinor;
  const rest = order.total === null ? 0 : before - order.total;
  const isRest = rules.restIsDiscount && order.discount === null && rest > 0 && rest <= itemsMinor - onLines;
  const ofOrder = order.discount ?? (isRest ? rest : 0);
  const shared = Math.min(ofOrder, itemsMinor - onLines);
  const shares = splitByWeights(
    priced.length === 0 ? 0 : shared,
    priced.map(({ line, unitMinor, discountMinor }) => unitMinor * line.quantity - discountMinor),
  );
  const discountMinor = onLines + ofOrder;
  const net = before - ofOrder;
  const taxesIncluded = order.total === null ? taxMinor === 0 : order.total !== net + taxMinor || taxMinor === 0;
  const totalMinor = order.total ?? net + (taxesIncluded ? 0 : taxMinor);
  const amounts: Amounts = { itemsMinor, discountMinor, shippingMinor, feesMinor, taxMinor, taxesIncluded, totalMinor };
  return {
    lines: priced.map((each, at) => lineOf(each, at, shares[at] ?? 0, { taxesIncluded, ...rules })),
    amounts,
    discrepancyMinor: totalMinor - (net + (taxesIncluded ? 0 : taxMinor)),
    isPriceless: itemsMinor === 0 && order.total === null,
  };
}

/** An only line without a price has the goods amount of the order; several without share it by units. */
function pricedLines(lines: readonly ExportLine[], itemsAmount: number | null): readonly Priced[] {
  const gross = lines.map((line) => grossOf(line));
  const bare = lines.filter((_, at) => gross[at] === null);
  const left = Math.max(0, (itemsAmount ?? 0) - sum(gross.map((each) => each ?? 0)));
  const shares = splitByWeights(
    bare.length === 0 ? 0 : left,
    bare.map((line) => line.quantity),
  );
  let next = 0;
  return lines.map((line, at): Priced => {
    const amount = gross[at] ?? shares[next++] ?? 0;
    // A price per unit that does not divide is rounded up; the odd minor units become a discount.
    const unitMinor = line.unitPriceMinor ?? Math.ceil(amount / line.quantity);
    const rounding = line.unitPriceMinor === null ? unitMinor * line.quantity - amount : 0;
    const paidDiscount = line.paidMinor === null ? 0 : Math.max(0, amount - line.paidMinor);
    return { line, unitMinor, discountMinor: rounding + (line.discountMinor ?? paidDiscount) };
  });
}

function grossOf({ unitPriceMinor, grossMinor, paidMinor, quantity }: ExportLine): number | null {
  if (unitPriceMinor !== null) return unitPriceMinor * quantity;
  return grossMinor ?? paidMinor;
}

function lineOf(
  { line, unitMinor, discountMinor }: Priced,
  at: number,
  share: number,
  { taxesIncluded, needsShipping }: { readonly taxesIncluded: boolean; readonly needsShipping: boolean },
): LineFacts {
  const discount = discountMinor + share;
  return {
    lineId: line.lineId === "" ? String(at + 1) : line.lineId,
    sku: line.sku,
    title: line.title,
    variant: line.variant === "" ? null : line.variant,
    quantity: line.quantity,
    removedQuantity: line.isCancelled ? line.quantity : 0,
    unitPriceMinor: unitMinor,
    discountMinor: discount,
    taxMinor: line.taxMinor,
    totalMinor: unitMinor * line.quantity - discount + (taxesIncluded ? 0 : line.taxMinor),
    needsShipping,
    weightGrams: null,
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
