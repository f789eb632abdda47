import * as z from "zod/mini";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { scheduleHandler } from "../../shared/platform/schedule-handler.ts";
import { askForNight } from "../../shared/reconciliation/match-task.ts";
import { makeCloseDay } from "../../shared/reports/close-day.ts";

/** Fired in the merchant's own zone, some minutes after its business day ends: the day is sealed, and payouts are matched again. */
export const handler = scheduleHandler({
  name: "close-day",
  input: z.object({ merchantId: z.string() }),
  build: ({ settings, clock: now }) => {
    const sealQueue = sqsSender(settings.SEAL_QUEUE_URL);
    return { closeDay: makeCloseDay({ table: dynamoTable(settings.TABLE_NAME), sealQueue, now }), sealQueue, now };
  },
  handle: async (input, { closeDay, sealQueue, now }) => {
    const merchant = merchantId(input.merchantId);
    const answer = await closeDay(merchant);
    if (answer.kind !== "closed") return park(`there is no merchant "${input.merchantId}"; delete its schedule`);
    await askForNight(sealQueue, merchant, now().toISOString());
    return done;
  },
});
