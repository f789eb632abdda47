import { Stack } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import { Channels, publishQueues } from "../channels.ts";
import { Imports } from "../imports.ts";
import { Intake } from "../intake.ts";
import { Inventory } from "../inventory.ts";
import { Notices } from "../notices.ts";
import { Outbox } from "../outbox.ts";
import { hubAlarm } from "../platform/alarm.ts";
import { type DashboardRow, hubDashboard } from "../platform/dashboard.ts";
import { HubApi } from "../platform/http-api.ts";
import type { Hub } from "../platform/hub.ts";
import { apiSecretPrefix, connectionSecretPrefix, type HubSettings, prefixOf } from "../platform/names.ts";
import { outputs } from "../platform/outputs.ts";
import type { QueueWorker } from "../platform/queue-worker.ts";
import { deadLetterQueue } from "../platform/queues.ts";
import type { StreamWorker } from "../platform/stream-worker.ts";
import { hubTopic } from "../platform/topic.ts";
import { Pull, pullQueues } from "../pull.ts";
import { Reports } from "../reports.ts";
import { Routing } from "../routing.ts";
import type { StatefulStack } from "./stateful.ts";

/** The queues that people's work through the API feeds. */
export type WorkQueues = Readonly<
  Record<"intake" | "reroutes" | "backorders" | "tells" | "publishes" | "gaps" | "proofs" | "seals", Queue>
>;

/** What works on the data: workers, queues, rules, the door of the API. Can be deleted and made again. */
export class StatelessStack extends Stack {
  readonly hub: Hub;
  readonly api: HubApi;
  readonly queues: WorkQueues;

  constructor(scope: Construct, settings: HubSettings, { key, table, bus, imports, exports, raw }: StatefulStack) {
    super(scope, `${prefixOf(settings.stage)}-stateless`);
    const alarms = hubTopic(this, "Alarms", { key, displayName: "orderhub alarms" });
    const hub: Hub = { settings, key, alarms };
    const undelivered = deadLetterQueue(this, "Undelivered");
    hubAlarm(this, {
      topic: alarms,
      name: "bus-undelivered",
      impact: "An approved order, an upload or a notice did not reach its queue or topic.",
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
      atLeast: 1,
    });

    const api = new HubApi(this, hub);
    const pulls = pullQueues(this);
    const intake = new Intake(this, { hub, table, raw, pulls: pulls.queue });
    const signed = { publicBecause: "Marketplaces sign what they send; the function checks it before anything else." };
    api.route("POST /webhooks/{channel}/{connectionId}", intake.receiveWebhook, signed);
    api.route("GET /webhooks/{channel}/{connectionId}", intake.receiveWebhook, signed);
    const outbox = new Outbox(this, { hub, table, bus });
    const routing = new Routing(this, { hub, table, bus, undelivered });
    const backorders = routing.retryBackorders.queue;
    const importing = new Imports(this, { hub, table, bucket: imports, backorders, undelivered });
    const reports = new Reports(this, { hub, table, exports });
    const { scheduleRole } = reports;
    routing.sweptBy(scheduleRole);
    const publish = publishQueues(this);
    const inventory = new Inventory(this, {
      ...{ hub, table, exports, backorders, scheduleRole },
      publishes: publish.queue,
    });
    const pulling = new Pull(this, { hub, table, intake: intake.applyDelivery.queue, pulls, scheduleRole });
    const channels = new Channels(this, { hub, table, bus, undelivered, publish });
    const notices = new Notices(this, { hub, bus, undelivered });
    this.hub = hub;
    this.api = api;
    this.queues = {
      intake: intake.applyDelivery.queue,
      reroutes: routing.rerouteOrders.queue,
      backorders,
      tells: channels.tellShipment.queue,
      publishes: publish.queue,
      gaps: pulling.findGaps.queue,
      proofs: inventory.proveStock.queue,
      seals: reports.sealDay.queue,
    };

    hubDashboard(this, settings.stage, [
      {
        title: "Webhooks",
        work: [intake.receiveWebhook.lambda.metricInvocations()],
        trouble: [intake.receiveWebhook.counted("SentBack")],
      },
      queueRow("Applying deliveries", intake.applyDelivery),
      queueRow("Fetching orders", pulling.pullOrder),
      queueRow("Asking channels", pulling.pollChannel),
      queueRow("Amazon notifications", pulling.receiveNotification),
      queueRow("Counting days", pulling.findGaps),
      streamRow("Publishing events", outbox.publishEvents),
      queueRow("Routing", routing.routeOrder),
      queueRow("Backorders", routing.retryBackorders),
      queueRow("Closed warehouses", routing.rerouteOrders),
      streamRow("Watching stock", inventory.watchStock),
      queueRow("Proving stock", inventory.proveStock),
      queueRow("Digesting stock", inventory.digestStock),
      queueRow("Telling of parcels", channels.tellShipment),
      queueRow("Telling of stock", channels.publishStock),
      queueRow("Imports", importing.runImport),
      queueRow("Reports", reports.sealDay),
    ]);

    outputs(this, {
      ApiUrl: api.api.apiEndpoint,
      IntakeQueueUrl: intake.applyDelivery.queue.queueUrl,
      RoutingQueueUrl: routing.routeOrder.queue.queueUrl,
      BackorderQueueUrl: routing.retryBackorders.queue.queueUrl,
      ImportQueueUrl: importing.runImport.queue.queueUrl,
      SealQueueUrl: reports.sealDay.queue.queueUrl,
      CloseDayFunctionArn: reports.closeDay.lambda.functionArn,
      CloseDayDeadLettersArn: reports.deadLetters.queueArn,
      BackorderQueueArn: routing.retryBackorders.queue.queueArn,
      ProofQueueArn: inventory.proveStock.queue.queueArn,
      DigestQueueArn: inventory.digestStock.queue.queueArn,
      ScheduleGroupName: reports.schedules.scheduleGroupName,
      ScheduleRoleArn: reports.scheduleRole.roleArn,
      ConnectionSecretPrefix: connectionSecretPrefix(settings.stage),
      ApiSecretPrefix: apiSecretPrefix(settings.stage),
      PullQueueUrl: pulls.queue.queueUrl,
      PollQueueArn: pulling.pollChannel.queue.queueArn,
      GapQueueArn: pulling.findGaps.queue.queueArn,
      AmazonQueueArn: pulling.receiveNotification.queue.queueArn,
      NoticesTopicArn: notices.topic.topicArn,
      AlarmsTopicArn: alarms.topicArn,
      JwtIssuer: settings.jwtIssuer,
      JwtAudience: settings.jwtAudience,
    });
  }
}

function queueRow<Name extends FunctionName>(
  title: string,
  { worker, queue, deadLetters }: QueueWorker<Name>,
): DashboardRow {
  return {
    title,
    work: [worker.counted("Done"), worker.counted("Skipped"), queue.metricApproximateNumberOfMessagesVisible()],
    trouble: [
      worker.counted("Retried"),
      worker.counted("Parked"),
      worker.counted("Faults"),
      deadLetters.metricApproximateNumberOfMessagesVisible(),
    ],
  };
}

function streamRow<Name extends FunctionName>(
  title: string,
  { worker, deadLetters }: StreamWorker<Name>,
): DashboardRow {
  return {
    title,
    work: [worker.counted("Done"), worker.counted("Skipped")],
    trouble: [
      worker.counted("Retried"),
      worker.counted("Faults"),
      deadLetters.metricApproximateNumberOfMessagesVisible(),
    ],
  };
}
