import { decimalFromMinor } from "../../kernel/money.ts";
import type { LineFact } from "../facts/fact.ts";

/** What lines add up to. Amounts in minor units of one currency; `reporting…` in the merchant's own, null once a rate was missing. */
export type LineSums = {
  /** Orders with a sale in it; a return is no order. An order is sold once, and the lines of a sale come one after the other. */
  orders: number;
  lastOrder: string;
  units: number;
  returnedUnits: number;
  salesMinor: number;
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  /** Refunds, cancellations, corrections: 0 or less. */
  takenBackMinor: number;
  netMinor: number;
  reportingNetMinor: number | null;
  /** Net without tax, in the merchant's currency: what margins are counted from. */
  reportingRevenueMinor: number | null;
  /** What the units cost, in the merchant's currency; null once a cost was missing. */
  costMinor: number | null;
};

export function noLines(): LineSums {
  return {
    ...{
      orders: 0,
      lastOrder: "",
      units: 0,
      returnedUnits: 0,
      salesMinor: 0,
      discountMinor: 0,
      shippingMinor: 0,
      taxMinor: 0,
    },
    ...{ takenBackMinor: 0, netMinor: 0, reportingNetMinor: 0, reportingRevenueMinor: 0, costMinor: 0 },
  };
}

export function addLine(sums: LineSums, line: LineFact): void {
  const isSale = line.kind === "sale" || line.kind === "void";
  if (line.kind === "sale" && line.orderId !== sums.lastOrder) {
    sums.orders += 1;
    sums.lastOrder = line.orderId;
  }
  sums.units += line.quantity;
  if (line.quantity < 0) sums.returnedUnits -= line.quantity;
  sums.discountMinor += line.discountMinor;
  sums.shippingMinor += line.shippingMinor;
  sums.taxMinor += line.taxMinor;
  if (isSale) sums.salesMinor += line.totalMinor;
  else sums.takenBackMinor += line.totalMinor;
  sums.netMinor += line.totalMinor;
  const { reportingMinor } = line;
  sums.reportingNetMinor = plus(sums.reportingNetMinor, reportingMinor);
  sums.reportingRevenueMinor = plus(sums.reportingRevenueMinor, withoutTax(line));
  sums.costMinor = plus(sums.costMinor, line.quantity === 0 ? 0 : times(line.unitCostMinor, line.quantity));
}

/** The part of the amount in the merchant's currency that is not tax, in the proportion of the line's own. */
function withoutTax({ totalMinor, taxMinor, reportingMinor }: LineFact): number | null {
  if (reportingMinor === null || totalMinor === 0 || taxMinor === 0) return reportingMinor;
  return Math.round((reportingMinor * (totalMinor - taxMinor)) / totalMinor);
}

function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more;
}

function times(one: number | null, many: number): number | null {
  return one === null ? null : one * many;
}

/** `null` stays an empty cell: what is not known is not 0. */
export function amountCell(minor: number | null, currency: string): string | null {
  return minor === null ? null : decimalFromMinor(minor, currency);
}

/** An amount for each of `count`, rounded half away from zero; null for none. */
export function averageMinor(minor: number, count: number): number | null {
  if (count === 0) return null;
  return Math.sign(minor) * Math.round(Math.abs(minor) / count);
}
