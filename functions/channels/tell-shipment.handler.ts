import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { findChannel } from "../../shared/channels/registry.ts";
import { type Outcome, retry } from "../../shared/kernel/outcome.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeNoteParcelTold } from "../../shared/orders/note-parcel-told.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeNoteHealth } from "../../shared/pull/connection-health.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";
import { tellMessageSchema } from "../../shared/writeback/tell-message.ts";
import { makeTellShipment } from "../../shared/writeback/tell-shipment.ts";

const fn = "tell-shipment";

/** Tells channels of parcels that the merchants' own people sent or took back. */
export const handler = queueBatchHandler({
  name: fn,
  input: tellMessageSchema,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    const changeOrder = makeChangeOrder({ table, readMerchant, now: clock, pause: pauseWithJitter });
    const useApi = makeUseChannelApi({
      ...channelPorts(fn, clock),
      table,
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      findApi: findChannelApi,
      noteHealth: makeNoteHealth(table, clock),
    });
    return makeTellShipment({
      table,
      useApi,
      findApi: findChannelApi,
      findChannel,
      noteTold: makeNoteParcelTold(changeOrder),
      queue: sqsSender(settings.TELL_QUEUE_URL),
      now: clock,
      report: (channel, answer) => {
        count("ParcelsTold", 1, { channel, answer });
        if (answer === "refused") count("ParcelsRefused", 1, { fn });
      },
    });
  },
  handleBatch: async (records, tellShipment, budget) => {
    const outcomes = new Map<string, Outcome>();
    for (const { input, messageId } of records) {
      const run = async (): Promise<Outcome> =>
        budget.hasTime() ? tellShipment(input, budget.msLeft) : retry("no time left");
      outcomes.set(messageId, await faultsRetried(fn, run));
    }
    return outcomes;
  },
});
