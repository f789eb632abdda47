import { type CustomFields, customReportName } from "../../shared/reports/custom/custom-report.ts";
import type { Hub as Api } from "../cli/hub.ts";

const id = "sales-by-province";

const definition: CustomFields = {
  title: "各省各渠道销售",
  source: "lines",
  dimensions: ["country", "region", "channel"],
  measures: ["orders", "units", "net", "average_order"],
  filters: [],
  periods: ["day", "week"],
  formats: ["csv", "xlsx", "jsonl", "parquet"],
};

/** A report that the merchant defines before the day ends; sealed with all others. */
export const ownReport = customReportName(id);

export async function saveOwnReport(api: Api): Promise<void> {
  await api.send("PUT", `/v1/custom-reports/${id}`, definition);
}
