import * as z from "zod/mini";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park, retry } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { s3ObjectRanges } from "../../shared/platform/object-ranges.s3.ts";
import { s3ObjectUploads } from "../../shared/platform/object-uploads.s3.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { matchTask } from "../../shared/reconciliation/match-task.ts";
import { runMatchTask } from "../../shared/reconciliation/run-match-task.ts";
import { makeSealDay } from "../../shared/reports/seal-day.ts";
import { readMerchantSettings } from "../../shared/settings/merchant-settings.ts";

const dayTask = z.object({ merchantId: z.string(), day: z.string(), stamps: z.optional(z.boolean()) });

/**
 * Seals, or verifies, the facts and every report of one closed business day; `stamps`: converts what has a rate now. Matches
 * settlements again with what the books have got meanwhile.
 */
export const handler = queueHandler({
  name: "seal-day",
  input: z.union([matchTask, dayTask]),
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const bucket = settings.EXPORTS_BUCKET;
    const exports = { ...s3ObjectFiles(bucket), ...s3ObjectRanges(bucket), ...s3ObjectUploads(bucket) };
    return { table, now: clock, sealDay: makeSealDay({ table, exports, now: clock }) };
  },
  handle: async (input, { table, now, sealDay }, _record, budget) => {
    const merchant = await readMerchantSettings(table, merchantId(input.merchantId));
    if (merchant === null) return park(`there is no merchant "${input.merchantId}"`);
    if ("kind" in input) {
      const call = { merchantId: merchant.merchantId, books: merchant, now: now().toISOString() };
      await runMatchTask(table, input, { ...call, hasTime: budget.hasTime });
      return done;
    }
    if (merchant.closedThrough === null || merchant.closedThrough < input.day)
      return retry(`${input.day} is not closed yet`);

    const answer = await sealDay(merchant, input.day, { stamps: input.stamps === true, hasTime: budget.hasTime });
    count("ReportsNotTiedOut", answer.kind === "failed_tie_out" ? answer.reports.length : 0);
    if (answer.kind === "paused") return retry(`${input.day} is sealed so far; the rest follows`);
    if (answer.kind === "done") return done;
    return park(`sums of ${answer.reports.join(", ")} do not agree; see the reports of ${input.day}`);
  },
});
