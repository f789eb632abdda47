import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { type PullRequest, pullRequestSchema } from "../../shared/intake/pull-request.ts";
import type { Outcome } from "../../shared/kernel/outcome.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makePullBatch } from "../../shared/pull/pull-batch.ts";
import { makePullOrder } from "../../shared/pull/pull-order.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";

/** What has to wait longer for its turn goes back into the queue, where waiting costs nothing. */
const MOST_WAIT_MS = 10_000;

/** Fetches orders that were only named, one by one, and hands them to the intake queue. */
export const handler = queueBatchHandler({
  name: "pull-order",
  input: pullRequestSchema,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const useApi = makeUseChannelApi({
      ...channelPorts("pull-order", clock),
      table,
      apiSecretPrefix: settings.API_SECRET_PREFIX,
      findApi: findChannelApi,
      mostWaitMs: MOST_WAIT_MS,
    });
    const intake = sqsSender(settings.INTAKE_QUEUE_URL);
    const pulls = sqsSender(settings.PULL_QUEUE_URL);
    return makePullBatch({
      pullOrder: makePullOrder({ table, useApi, intake, pulls, now: clock }),
      guard: (run) => faultsRetried("pull-order", run),
      report,
    });
  },
  handleBatch: (records, pullBatch, budget) => pullBatch(records, budget),
});

function report(request: PullRequest, { kind: outcome, why }: Outcome): void {
  const { channel, connectionId, merchantId, channelOrderId, tries } = request;
  log.info("pull", { outcome, why, channel, connectionId, merchantId, channelOrderId, attempt: tries + 1 });
  count("Pulls", 1, { channel, outcome });
}
