import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { intakeAttempts } from "../shared/platform/catalog.ts";
import { hubAlarm } from "./platform/alarm.ts";
import { grantSecrets } from "./platform/connection-secrets.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { connectionSecretPrefix } from "./platform/names.ts";
import { QueueWorker } from "./platform/queue-worker.ts";
import { grantTable } from "./platform/table-access.ts";

export type IntakeProps = {
  readonly hub: Hub;
  readonly table: Table;
  readonly raw: Bucket;
  /** Where the orders go that a delivery only names. */
  readonly pulls: Queue;
};

/** From a marketplace's webhook to the stored order: receive (verify, enqueue) and apply (normalise, decide, save). */
export class Intake extends Construct {
  readonly receiveWebhook: HubFunction<"receive-webhook">;
  readonly applyDelivery: QueueWorker<"apply-delivery">;

  constructor(scope: Construct, { hub, table, raw, pulls }: IntakeProps) {
    super(scope, "Intake");
    this.applyDelivery = new QueueWorker(this, "apply-delivery", {
      hub,
      description: "Takes deliveries off the intake queue and stores the orders they tell of.",
      environment: { TABLE_NAME: table.tableName, RAW_BUCKET: raw.bucketName, PULL_QUEUE_URL: pulls.queueUrl },
      memoryMb: 1024,
      timeoutSeconds: 30,
      batchSize: 10,
      maxConcurrency: 50,
      maxAttempts: intakeAttempts,
      oldestMinutes: 5,
      impact: {
        deadLetters: "Orders that marketplaces have sent are missing from the hub and will not be shipped.",
        backlog: "New orders and changes reach the hub late; cancellations may come after the parcel has left.",
        errors: "Deliveries are tried again and again; new orders appear late or not at all.",
      },
    });
    const { worker, queue } = this.applyDelivery;
    grantTable(worker, { table, key: hub.key }, [
      "GetItem",
      "BatchGetItem",
      "Query",
      "PutItem",
      "UpdateItem",
      "DeleteItem",
    ]);
    grant(worker.lambda, ["sqs:SendMessage"], [pulls.queueArn]);
    grantObjects(worker.lambda, ["s3:PutObject"], {
      bucket: raw,
      pattern: "*",
      because: "It archives the deliveries of every merchant.",
    });

    this.receiveWebhook = new HubFunction(this, "receive-webhook", {
      hub,
      description: "Checks the signature of a webhook and puts it into the intake queue.",
      environment: {
        INTAKE_QUEUE_URL: queue.queueUrl,
        CONNECTION_SECRET_PREFIX: connectionSecretPrefix(hub.settings.stage),
      },
      memoryMb: 512,
      timeoutSeconds: 5,
    });
    grant(this.receiveWebhook.lambda, ["sqs:SendMessage"], [queue.queueArn]);
    grantSecrets(this.receiveWebhook, connectionSecretPrefix(hub.settings.stage), ["GetSecretValue"]);
    this.addAlarms(hub);
  }

  private addAlarms(hub: Hub): void {
    hubAlarm(this, {
      topic: hub.alarms,
      name: "receive-webhook-sent-back",
      impact: "Marketplaces are told to send their orders again later; some will stop sending if it lasts for hours.",
      metric: this.receiveWebhook.counted("SentBack"),
      atLeast: 5,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "apply-delivery-parked",
      impact: "Orders wait outside of the hub because it did not understand them; each is listed with its reason.",
      metric: this.applyDelivery.worker.counted("Parked"),
      atLeast: 10,
    });
  }
}
