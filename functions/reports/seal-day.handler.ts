import * as z from "zod/mini";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park, retry } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { reportsOf } from "../../shared/reports/report.ts";
import { makeSealReport } from "../../shared/reports/seal-report.ts";
import { readMerchantSettings } from "../../shared/settings/merchant-settings.ts";

/** Seals, or verifies, every report of one closed business day. */
export const handler = queueHandler({
  name: "seal-day",
  input: z.object({ merchantId: z.string(), day: z.string() }),
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return {
      table,
      sealReport: makeSealReport({ table, exports: s3ObjectFiles(settings.EXPORTS_BUCKET), now: clock }),
    };
  },
  handle: async (input, { table, sealReport }) => {
    const merchant = await readMerchantSettings(table, merchantId(input.merchantId));
    if (merchant === null) return park(`there is no merchant "${input.merchantId}"`);
    if (merchant.closedThrough === null || merchant.closedThrough < input.day)
      return retry(`${input.day} is not closed yet`);

    const off: string[] = [];
    for (const report of reportsOf(input.day, merchant.closedThrough)) {
      const answer = await sealReport(merchant, input.day, report);
      if (answer.kind === "failed_tie_out") off.push(report);
    }
    count("ReportsNotTiedOut", off.length);
    return off.length === 0 ? done : park(`sums of ${off.join(", ")} do not agree; see the reports of ${input.day}`);
  },
});
