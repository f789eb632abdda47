import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { count } from "../../shared/platform/metrics.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makePublishBatch } from "../../shared/writeback/publish-batch.ts";
import { publishMessageSchema } from "../../shared/writeback/publish-message.ts";
import { makePublishStock } from "../../shared/writeback/publish-stock.ts";
import { makeReadOffer } from "../../shared/writeback/read-offer.ts";

const fn = "publish-stock";

/** Tells shops how much of a sku they may sell. */
export const handler = queueBatchHandler({
  name: fn,
  input: publishMessageSchema,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const queue = sqsSender(settings.PUBLISH_QUEUE_URL);
    const useApi = makeUseChannelApi({
      ...channelPorts(fn, clock),
      table,
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      findApi: findChannelApi,
    });
    const publishStock = makePublishStock({
      table,
      useApi,
      readOffer: makeReadOffer({ table, readSettings: makeCachedSettings(table, clock) }),
      queue,
      now: clock,
      report: (channel, outcome) => {
        count("StockTold", 1, { channel, outcome });
        if (outcome === "refused") count("StockRefused", 1, { fn });
      },
    });
    const guard = (run: Parameters<typeof faultsRetried>[1]) => faultsRetried(fn, run);
    return makePublishBatch({ table, findApi: findChannelApi, publishStock, queue, now: clock, guard });
  },
  handleBatch: (records, publishBatch, budget) => publishBatch(records, budget),
});
