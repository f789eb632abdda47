import { findChannelApi, hasChannelApi } from "../../shared/channels/api-registry.ts";
import { findChannel } from "../../shared/channels/registry.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { gapMessageSchema, makeCountGaps } from "../../shared/pull/find-gaps.ts";
import { makeGapRound } from "../../shared/pull/gap-round.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";

/** Counts the closed days of shops against their channels, every night and when someone asks. */
export const handler = queueHandler({
  name: "find-gaps",
  input: gapMessageSchema,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const useApi = makeUseChannelApi({
      ...channelPorts("find-gaps", clock),
      table,
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      findApi: findChannelApi,
    });
    const pulls = sqsSender(settings.PULL_QUEUE_URL);
    const countGaps = makeCountGaps({ table, useApi, findApi: findChannelApi, findChannel, pulls, now: clock });
    return makeGapRound({
      table,
      countGaps,
      hasApi: hasChannelApi,
      gaps: sqsSender(settings.GAP_QUEUE_URL),
      now: clock,
    });
  },
  handle: (input, gapRound, _record, budget) => gapRound(input, budget),
});
