import { dayWindow, previousDay } from "../../shared/kernel/business-day.ts";
import { articleOf } from "./articles.ts";
import type { Day } from "./day.ts";
import { keyOf } from "./pulled/ask-channels.ts";
import { type Sale, sumOf, totalMinor } from "./sale.ts";
import { lastState } from "./tell-sale.ts";
import { SHEET_SHIPPING_MINOR, type SheetOrder, sheetPriceMinor } from "./workbooks.ts";

/** A sale or (below 0) a refund that the day's books must have. */
export type SentEntry = {
  readonly currency: string;
  /** The business day on which it happened. */
  readonly of: string;
  readonly minor: number;
};

/** What the day is worth, worked out from what its shops and files sent and from nothing that the hub says. */
export function sentEntries(day: Day, date: string): readonly SentEntry[] {
  const startsMs = Date.parse(dayWindow(date, "Asia/Shanghai").startsAt);
  const ofShops = bookedSales(day).flatMap((sale) => entriesOf(sale, date, startsMs));
  return [...ofShops, ...day.sheetOrders.map((order) => ofSheet(order, date))];
}

/** Net sales in minor units. */
export function sentByCurrency(day: Day, date: string): readonly (readonly [currency: string, minor: number])[] {
  return [...Map.groupBy(sentEntries(day, date), ({ currency }) => currency)].map(
    ([currency, some]) => [currency, sumOf(some, ({ minor }) => minor)] as const,
  );
}

/** Units that were sold; a cancelled order whose money did not come back has sold none. */
export function sentUnits(day: Day): number {
  const kept = bookedSales(day).filter((sale) => sale.tale !== "cancelled_unpaid");
  const unitsOf = (lines: readonly { readonly quantity: number }[]): number => sumOf(lines, ({ quantity }) => quantity);
  return sumOf(kept, ({ lines }) => unitsOf(lines)) + sumOf(day.sheetOrders, ({ lines }) => unitsOf(lines));
}

/** Without trials, and without what is found after the day was closed: that is booked to the day after. */
function bookedSales(day: Day): readonly Sale[] {
  const isLater = new Set(day.hidden.map(keyOf));
  return [...day.sales, ...day.lateSales].filter((sale) => sale.tale !== "trial" && !isLater.has(keyOf(sale)));
}

function entriesOf(sale: Sale, date: string, startsMs: number): readonly SentEntry[] {
  const { currency } = sale;
  const { refunds, cancelledMs } = lastState(sale);
  const total = totalMinor(sale);
  // A cancelled order is worth what is given back, so that it comes to nothing.
  const minor =
    cancelledMs === null
      ? total
      : Math.min(
          total,
          sumOf(refunds, ({ amountMinor }) => amountMinor),
        );
  const of = sale.placedMs < startsMs ? previousDay(date) : date;
  const given = refunds.map(({ amountMinor }) => ({ currency, of: date, minor: 0 - amountMinor }));
  return [{ currency, of, minor }, ...given];
}

function ofSheet({ lines }: SheetOrder, date: string): SentEntry {
  const items = sumOf(lines, ({ sku, quantity }) => quantity * sheetPriceMinor(articleOf(sku)));
  return { currency: "CNY", of: date, minor: items + SHEET_SHIPPING_MINOR };
}
