import { orderLinesReport } from "./order-lines-report.ts";
import type { ReportDefinition } from "./report-definition.ts";
import { salesReport } from "./sales-report.ts";
import { stockReport } from "./stock-report.ts";

/** In the order in which they are made; `report.ts` lists their names. */
export const allReports: readonly ReportDefinition[] = [salesReport, orderLinesReport, stockReport];
