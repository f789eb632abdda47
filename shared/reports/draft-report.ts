import { dayWindow, localTime } from "../kernel/business-day.ts";
import { never } from "../kernel/result.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { readAllStock, readDay } from "./day-reader.ts";
import { orderLinesColumns, orderLinesRows } from "./order-lines-report.ts";
import type { ReportName, ReportSnapshot } from "./report.ts";
import { isVoid, salesColumns, salesRows } from "./sales-report.ts";
import { stockColumns, stockRows } from "./stock-report.ts";
import { type Check, checkOrderLines, checkSales, checkStock } from "./tie-out.ts";

export type Draft = { readonly snapshot: ReportSnapshot; readonly checks: readonly Check[] };

/** What the report of the day would say if it were sealed now, and whether its sums agree. */
export async function draftReport(
  table: Table,
  merchant: MerchantSettings,
  day: string,
  report: ReportName,
  cut: { readonly version: number; readonly now: Date },
): Promise<Draft> {
  const { zone, cutoffMinutes } = merchant;
  const { startsAt, endsAt } = dayWindow(day, zone, cutoffMinutes);
  const head = {
    report,
    merchantId: merchant.merchantId,
    day,
    version: cut.version,
    zone,
    cutoffMinutes,
    window: { startsAt, endsAt, startsAtLocal: localTime(startsAt, zone), endsAtLocal: localTime(endsAt, zone) },
    cutAt: cut.now.toISOString(),
  };
  switch (report) {
    case "sales": {
      const { orders, facts } = await readDay(table, merchant.merchantId, day);
      const { rows, ledger } = salesRows(orders, facts, zone);
      return { snapshot: { ...head, columns: salesColumns, rows, ledger }, checks: checkSales(ledger, orders, facts) };
    }
    case "order-lines": {
      const { orders } = await readDay(table, merchant.merchantId, day);
      const sold = orders.filter((order) => !isVoid(order));
      return {
        snapshot: { ...head, columns: orderLinesColumns, rows: orderLinesRows(sold), ledger: [] },
        checks: checkOrderLines(sold),
      };
    }
    case "stock": {
      const stocks = await readAllStock(table, merchant.merchantId);
      return {
        snapshot: { ...head, columns: stockColumns, rows: stockRows(stocks), ledger: [] },
        checks: checkStock(stocks),
      };
    }
    default:
      return never(report);
  }
}
