import * as z from "zod/mini";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { scheduleHandler } from "../../shared/platform/schedule-handler.ts";
import { makeCloseDay } from "../../shared/reports/close-day.ts";

/** Fired in the merchant's own zone, some minutes after its business day ends. */
export const handler = scheduleHandler({
  name: "close-day",
  input: z.object({ merchantId: z.string() }),
  build: ({ settings, clock }) =>
    makeCloseDay({
      table: dynamoTable(settings.TABLE_NAME),
      sealQueue: sqsSender(settings.SEAL_QUEUE_URL),
      now: clock,
    }),
  handle: async (input, closeDay) => {
    const answer = await closeDay(merchantId(input.merchantId));
    return answer.kind === "closed" ? done : park(`there is no merchant "${input.merchantId}"; delete its schedule`);
  },
});
