import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { AccountPrincipal, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "../shared/platform/catalog.ts";
import { hubAlarm } from "./platform/alarm.ts";
import { grantSecrets } from "./platform/connection-secrets.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import type { HubFunction } from "./platform/hub-function.ts";
import { apiSecretPrefix } from "./platform/names.ts";
import { QueueWorker, type WorkerQueues, workerQueues } from "./platform/queue-worker.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";

export type PullProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly intake: Queue;
  readonly pulls: WorkerQueues;
  /** The role of merchants' schedules: they put the merchant's name into the queues of polls and gaps. */
  readonly scheduleRole: Role;
};

/** A call to a channel may wait for its turn under the channel's limit. */
const pullTimes = { timeoutSeconds: 60, maxAttempts: 5 };
const pollTimes = { timeoutSeconds: 120, maxAttempts: 3 };
const gapTimes = { timeoutSeconds: 300, maxAttempts: 3 };

/** The account that Amazon's selling partner notifications are sent from, as its set-up page for SQS names it. */
const amazonNotifications = "437568002678";

const calling: readonly TableAction[] = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"];
const listing: readonly TableAction[] = [...calling, "BatchGetItem", "Query"];

/** Made before everything that sends to it. */
export function pullQueues(scope: Construct): WorkerQueues {
  return workerQueues(scope, "Pull", pullTimes);
}

/** What the hub asks channels for by itself: orders that were only named, what is new, and whether any is missing. */
export class Pull extends Construct {
  readonly pullOrder: QueueWorker<"pull-order">;
  readonly pollChannel: QueueWorker<"poll-channel">;
  readonly receiveNotification: QueueWorker<"receive-notification">;
  readonly findGaps: QueueWorker<"find-gaps">;

  constructor(scope: Construct, props: PullProps) {
    super(scope, "Pulling");
    const { hub, table, intake, pulls } = props;
    const sends = { INTAKE_QUEUE_URL: intake.queueUrl, PULL_QUEUE_URL: pulls.queue.queueUrl };
    const common = { hub, memoryMb: 1024 };
    const environment = { TABLE_NAME: table.tableName, API_SECRET_PREFIX: apiSecretPrefix(hub.settings.stage) };

    this.pullOrder = new QueueWorker(this, "pull-order", {
      ...common,
      ...pullTimes,
      description: "Fetches orders that were only named from their channels.",
      environment: { ...environment, ...sends },
      queues: pulls,
      sendsToItself: true,
      batchSize: 10,
      maxConcurrency: 20,
      oldestMinutes: 30,
      impact: {
        deadLetters: "Orders that channels have named were not fetched and will not be shipped.",
        backlog: "Orders of the channels that only name them reach the hub late.",
        errors: "Orders of the channels that only name them appear late or not at all.",
      },
    });
    this.callsChannels(this.pullOrder.worker, props, calling, [intake, pulls.queue]);

    const polls = workerQueues(this, "Poll", pollTimes);
    this.pollChannel = new QueueWorker(this, "poll-channel", {
      ...common,
      ...pollTimes,
      description: "Asks channels for waiting messages and changed orders, and has those fetched.",
      environment: { ...environment, ...sends, POLL_QUEUE_URL: polls.queue.queueUrl },
      queues: polls,
      batchSize: 1,
      maxConcurrency: 10,
      oldestMinutes: 30,
      impact: {
        deadLetters: "Some shops were not asked for new orders; the next schedule asks again.",
        backlog: "Shops of the channels that must be asked show new orders late.",
        errors: "Shops of the channels that must be asked show no new orders.",
      },
    });
    this.callsChannels(this.pollChannel.worker, props, listing, [intake, pulls.queue, polls.queue]);

    this.receiveNotification = new QueueWorker(this, "receive-notification", {
      hub,
      description: "Takes Amazon's notifications and puts them into the intake queue.",
      environment: { API_SECRET_PREFIX: environment.API_SECRET_PREFIX, INTAKE_QUEUE_URL: intake.queueUrl },
      memoryMb: 512,
      timeoutSeconds: 15,
      batchSize: 10,
      maxConcurrency: 10,
      maxAttempts: 5,
      oldestMinutes: 15,
      impact: {
        deadLetters: "Amazon told of changed orders that the hub did not take; polling finds them later.",
        backlog: "Changes of Amazon orders reach the hub late.",
        errors: "Changes of Amazon orders reach the hub only by polling.",
      },
    });
    this.letAmazonIn(this.receiveNotification.queue);
    grantSecrets(this.receiveNotification.worker, apiSecretPrefix(hub.settings.stage), ["GetSecretValue"]);
    grant(this.receiveNotification.worker.lambda, ["sqs:SendMessage"], [intake.queueArn]);

    const gaps = workerQueues(this, "Gap", gapTimes);
    this.findGaps = new QueueWorker(this, "find-gaps", {
      ...common,
      ...gapTimes,
      description: "Counts closed days against the channels and has missing orders fetched.",
      environment: { ...environment, PULL_QUEUE_URL: sends.PULL_QUEUE_URL, GAP_QUEUE_URL: gaps.queue.queueUrl },
      queues: gaps,
      sendsToItself: true,
      batchSize: 1,
      maxConcurrency: 5,
      oldestMinutes: 120,
      impact: {
        deadLetters: "A shop's closed day was not counted against its channel: a missing order would go unnoticed.",
        backlog: "Closed days are counted against the channels late.",
        errors: "Closed days are not counted against the channels: missing orders go unnoticed.",
      },
    });
    this.callsChannels(this.findGaps.worker, props, listing, [pulls.queue, gaps.queue]);

    for (const { queueArn } of [polls.queue, gaps.queue]) {
      props.scheduleRole.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queueArn] }));
    }
    this.addAlarms(hub);
  }

  private callsChannels<Name extends FunctionName>(
    to: HubFunction<Name>,
    { table, hub }: PullProps,
    actions: readonly TableAction[],
    queues: readonly Queue[],
  ): void {
    grantTable(to, { table, key: hub.key }, actions);
    grantSecrets(to, apiSecretPrefix(hub.settings.stage), ["GetSecretValue", "PutSecretValue"]);
    grant(
      to.lambda,
      ["sqs:SendMessage"],
      queues.map(({ queueArn }) => queueArn),
    );
  }

  private letAmazonIn(queue: Queue): void {
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(amazonNotifications)],
        actions: ["sqs:SendMessage", "sqs:GetQueueAttributes"],
        resources: [queue.queueArn],
      }),
    );
  }

  private addAlarms(hub: Hub): void {
    const { worker: poll } = this.pollChannel;
    hubAlarm(this, {
      topic: hub.alarms,
      name: "shop-needs-sign-in",
      impact: "A channel no longer lets a shop in: its orders are not fetched until someone signs in again.",
      metric: poll.counted("SignInNeeded"),
      atLeast: 1,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "polls-failing",
      impact: "Channels cannot be asked for new orders; they come once the channel answers again.",
      metric: poll.counted("PollsFailed"),
      atLeast: 3,
      periods: 6,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "list-out-of-reach",
      impact: "A shop was not asked for longer than its channel remembers: orders of that time may be missing.",
      metric: poll.counted("OutOfReach"),
      atLeast: 1,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "pull-order-parked",
      impact: "Orders that a channel has named cannot be read; each is listed with its reason.",
      metric: this.pullOrder.worker.counted("Parked"),
      atLeast: 5,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "gaps-left",
      impact: "Orders that a channel lists for a closed day are missing in the hub and will not be shipped.",
      metric: this.findGaps.worker.counted("Parked"),
      atLeast: 1,
    });
  }
}
