import { findChannelApi, hasChannelApi } from "../../shared/channels/api-registry.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { makePollChannel } from "../../shared/pull/poll-channel.ts";
import { makePollRound, type PollRoundDeps } from "../../shared/pull/poll-round.ts";
import { askedSchema } from "../../shared/pull/shop.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";

const fn = "poll-channel";

/** Asks channels what is new. Every merchant has a schedule that puts its name into the queue every few minutes. */
export const handler = queueHandler({
  name: fn,
  input: askedSchema,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const useApi = makeUseChannelApi({
      ...channelPorts(fn, clock),
      table,
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      findApi: findChannelApi,
    });
    const intake = sqsSender(settings.INTAKE_QUEUE_URL);
    const pulls = sqsSender(settings.PULL_QUEUE_URL);
    const pollChannel = makePollChannel({ table, useApi, findApi: findChannelApi, intake, pulls, now: clock });
    return makePollRound({
      table,
      pollChannel,
      hasApi: hasChannelApi,
      polls: sqsSender(settings.POLL_QUEUE_URL),
      report,
    });
  },
  handle: (input, pollRound, _record, budget) => pollRound(input, budget),
});

const report: PollRoundDeps["report"] = ({ merchantId, connectionId, channel }, ended) => {
  const shop = { merchantId, connectionId, channel };
  if ("problem" in ended) {
    const { kind } = ended.problem;
    log.warn("poll", { ...shop, outcome: kind, why: "detail" in ended.problem ? ended.problem.detail : kind });
    if (kind !== "rate_limited" && kind !== "unauthorised") count("PollsFailed", 1, { fn });
    return;
  }
  const { messages, listed, requested, windows, isOutOfReach } = ended.polled;
  const why = `${messages} messages, ${listed} listed in ${windows} windows, ${requested} asked for`;
  log.info("poll", { ...shop, outcome: "polled", why });
  if (isOutOfReach) count("OutOfReach", 1, { fn });
};
