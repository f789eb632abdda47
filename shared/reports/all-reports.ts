import { boughtTogether } from "./list/bought-together.ts";
import { channelProfitReport } from "./list/channel-profit-report.ts";
import { customersReport } from "./list/customers-report.ts";
import { demandForecast } from "./list/demand-forecast.ts";
import { exceptionsReport } from "./list/exceptions-report.ts";
import { feesReport } from "./list/fees-report.ts";
import { fulfilmentReport } from "./list/fulfilment-report.ts";
import { paymentsReport } from "./list/payments-report.ts";
import { productRanking } from "./list/product-ranking.ts";
import { purchaseProposals } from "./list/purchase-proposals.ts";
import { receivablesReport } from "./list/receivables-report.ts";
import { refundsReport } from "./list/refunds-report.ts";
import { salesSummary } from "./list/sales-summary.ts";
import { shipmentsReport } from "./list/shipments-report.ts";
import { stockTurnover } from "./list/stock-turnover.ts";
import { taxReport } from "./list/tax-report.ts";
import { orderLinesReport } from "./order-lines-report.ts";
import type { ReportDefinition } from "./report-definition.ts";
import { salesReport } from "./sales-report.ts";
import { stockReport } from "./stock-report.ts";

/** What the others can be made again from by anybody: each entry, each line, each position of stock. */
export const mainReports: readonly ReportDefinition[] = [salesReport, orderLinesReport, stockReport];

/** In the order in which they are made; `report.ts` lists their names. */
export const allReports: readonly ReportDefinition[] = [
  ...mainReports,
  salesSummary,
  refundsReport,
  paymentsReport,
  feesReport,
  taxReport,
  receivablesReport,
  shipmentsReport,
  fulfilmentReport,
  channelProfitReport,
  productRanking,
  exceptionsReport,
  purchaseProposals,
  stockTurnover,
  customersReport,
  demandForecast,
  boughtTogether,
];
