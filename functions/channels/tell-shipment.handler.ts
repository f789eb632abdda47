import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { findChannel } from "../../shared/channels/registry.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeNoteParcelTold } from "../../shared/orders/note-parcel-told.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";
import { tellMessageSchema } from "../../shared/writeback/tell-message.ts";
import { makeTellShipment } from "../../shared/writeback/tell-shipment.ts";

const fn = "tell-shipment";

/** Tells channels of parcels that the merchants' own people sent or took back. */
export const handler = queueHandler({
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
  handle: (input, tellShipment, _record, budget) => tellShipment(input, budget.msLeft),
});
