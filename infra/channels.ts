import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "../shared/platform/catalog.ts";
import { hubAlarm } from "./platform/alarm.ts";
import { hubEvents, queueRule } from "./platform/bus-rule.ts";
import { grantSecrets } from "./platform/connection-secrets.ts";
import { grant } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import type { HubFunction } from "./platform/hub-function.ts";
import { apiSecretPrefix } from "./platform/names.ts";
import { QueueWorker, type WorkerQueues, workerQueues } from "./platform/queue-worker.ts";
import { grantTable, type TableAction } from "./platform/table-access.ts";

export type ChannelsProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly bus: EventBus;
  readonly undelivered: Queue;
  readonly publish: WorkerQueues;
};

/** Shorter than a worker's claim on a listing: whoever is still running still holds it. */
const publishTimes = { timeoutSeconds: 60, maxAttempts: 5 };
/** Shorter than a worker's hold on a parcel. */
const tellTimes = { timeoutSeconds: 120, maxAttempts: 5 };

/** What calling a channel's API needs of the table: credentials' lease, rate limit, health, connection. */
const calling: readonly TableAction[] = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"];

/** Made before everything that sends to it. */
export function publishQueues(scope: Construct): WorkerQueues {
  return workerQueues(scope, "Publish", publishTimes);
}

/** What the hub tells channels: parcels that left, and how much of each sku may be sold. */
export class Channels extends Construct {
  readonly tellShipment: QueueWorker<"tell-shipment">;
  readonly publishStock: QueueWorker<"publish-stock">;

  constructor(scope: Construct, { hub, table, bus, undelivered, publish }: ChannelsProps) {
    super(scope, "Channels");
    const common = { hub, memoryMb: 1024 };
    const environment = { TABLE_NAME: table.tableName, API_SECRET_PREFIX: apiSecretPrefix(hub.settings.stage) };
    const tells = workerQueues(this, "Tell", tellTimes);
    this.tellShipment = new QueueWorker(this, "tell-shipment", {
      ...common,
      ...tellTimes,
      description: "Tells channels of parcels that the merchants' own people sent or took back.",
      environment: { ...environment, TELL_QUEUE_URL: tells.queue.queueUrl },
      queues: tells,
      sendsToItself: true,
      batchSize: 5,
      maxConcurrency: 20,
      oldestMinutes: 30,
      impact: {
        deadLetters: "Channels were not told of parcels: buyers have no tracking number, and shops count as late.",
        backlog: "Channels are told of parcels late; buyers wait for their tracking numbers.",
        errors: "Channels are not told of parcels: buyers wait for their tracking numbers.",
      },
    });
    this.callsChannels(this.tellShipment.worker, hub, tells.queue);
    grantTable(this.tellShipment.worker, { table, key: hub.key }, [...calling, "Query"]);
    queueRule(this, "ParcelSent", {
      description: "Channels are to be told of parcels, and that they were taken back.",
      bus,
      pattern: hubEvents("order.shipped.v1", "order.unshipped.v1"),
      queue: tells.queue,
      undelivered,
    });

    this.publishStock = new QueueWorker(this, "publish-stock", {
      ...common,
      ...publishTimes,
      description: "Tells shops how much of a sku they may sell.",
      environment: { ...environment, PUBLISH_QUEUE_URL: publish.queue.queueUrl },
      queues: publish,
      sendsToItself: true,
      batchSize: 50,
      batchWindowSeconds: 1,
      maxConcurrency: 20,
      oldestMinutes: 30,
      impact: {
        deadLetters: "Shops show an old stock of some skus: they may sell what is not there, or not sell what is.",
        backlog: "Shops learn of changed stock late and may sell what is not there.",
        errors: "Shops do not learn of changed stock and may sell what is not there.",
      },
    });
    this.callsChannels(this.publishStock.worker, hub, publish.queue);
    const publishing: readonly TableAction[] = [...calling, "BatchGetItem", "Query"];
    grantTable(this.publishStock.worker, { table, key: hub.key }, publishing, ["byList"]);
    this.addAlarms(hub);
  }

  private callsChannels<Name extends FunctionName>(to: HubFunction<Name>, hub: Hub, own: Queue): void {
    grantSecrets(to, apiSecretPrefix(hub.settings.stage), ["GetSecretValue", "PutSecretValue"]);
    grant(to.lambda, ["sqs:SendMessage"], [own.queueArn]);
  }

  private addAlarms(hub: Hub): void {
    hubAlarm(this, {
      topic: hub.alarms,
      name: "parcels-refused",
      impact: "Channels refuse to take parcels: buyers have no tracking number until someone mends the cause.",
      metric: this.tellShipment.worker.counted("ParcelsRefused"),
      atLeast: 5,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "tell-shipment-parked",
      impact: "A channel could not be told of a parcel for two days: its buyer has no tracking number.",
      metric: this.tellShipment.worker.counted("Parked"),
      atLeast: 1,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "stock-refused",
      impact: "Shops refuse the stock of some skus: what they show is old until someone mends the listing.",
      metric: this.publishStock.worker.counted("StockRefused"),
      atLeast: 5,
    });
  }
}
