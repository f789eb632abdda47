import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { ScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { hubAlarm } from "./platform/alarm.ts";
import { grant, grantObjects } from "./platform/grant.ts";
import type { Hub } from "./platform/hub.ts";
import { HubFunction } from "./platform/hub-function.ts";
import { prefixOf } from "./platform/names.ts";
import { QueueWorker } from "./platform/queue-worker.ts";
import { deadLetterQueue } from "./platform/queues.ts";
import { grantTable } from "./platform/table-access.ts";

export type ReportsProps = { readonly hub: Hub; readonly table: Table; readonly exports: Bucket };

/** Business days are closed by a schedule in each merchant's zone, then sealed and exported. */
export class Reports extends Construct {
  readonly closeDay: HubFunction<"close-day">;
  readonly sealDay: QueueWorker<"seal-day">;
  readonly deadLetters: Queue;
  /** The schedules themselves are merchants' data: setting up a merchant creates them in this group, with this role. */
  readonly schedules: ScheduleGroup;
  readonly scheduleRole: Role;

  constructor(scope: Construct, { hub, table, exports }: ReportsProps) {
    super(scope, "Reports");
    this.sealDay = new QueueWorker(this, "seal-day", {
      hub,
      description:
        "Builds the reports of one closed business day, checks their sums and publishes them; matches settlements again.",
      environment: { TABLE_NAME: table.tableName, EXPORTS_BUCKET: exports.bucketName },
      memoryMb: 1769,
      timeoutSeconds: 900,
      batchSize: 1,
      maxConcurrency: 10,
      maxAttempts: 5,
      oldestMinutes: 60,
      impact: {
        deadLetters: "Finance has no files for a closed business day, or payouts are not matched again.",
        backlog: "Finance gets the files of the day late.",
        errors: "Finance gets the files of the day late or not at all.",
      },
    });
    const { worker, queue } = this.sealDay;
    const actions = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"] as const;
    grantTable(worker, { table, key: hub.key }, actions, ["byDay", "byList"]);
    grantObjects(worker.lambda, ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"], {
      bucket: exports,
      pattern: "*",
      because: "It writes the reports of every merchant.",
    });
    // Without it S3 says of what is not there yet that reading it is forbidden.
    grant(worker.lambda, ["s3:ListBucket"], [exports.bucketArn]);

    this.deadLetters = deadLetterQueue(this, "CloseDayDeadLetters");
    this.closeDay = new HubFunction(this, "close-day", {
      hub,
      description: "Closes a merchant's business day and asks for its reports.",
      environment: { TABLE_NAME: table.tableName, SEAL_QUEUE_URL: queue.queueUrl },
      memoryMb: 512,
      timeoutSeconds: 60,
      deadLetters: this.deadLetters,
    });
    grantTable(this.closeDay, { table, key: hub.key }, ["GetItem", "Query", "UpdateItem"], ["byDay"]);
    grant(this.closeDay.lambda, ["sqs:SendMessage"], [queue.queueArn]);

    this.schedules = new ScheduleGroup(this, "Schedules", { scheduleGroupName: prefixOf(hub.settings.stage) });
    this.scheduleRole = new Role(this, "ScheduleRole", { assumedBy: schedulerOf(this.schedules) });
    this.scheduleRole.addToPolicy(allow("lambda:InvokeFunction", this.closeDay.lambda.functionArn));
    this.scheduleRole.addToPolicy(allow("sqs:SendMessage", this.deadLetters.queueArn));
    this.addAlarms(hub);
  }

  private addAlarms(hub: Hub): void {
    hubAlarm(this, {
      topic: hub.alarms,
      name: "close-day-dead-letters",
      impact: "A merchant's business day was not closed, hence has no reports.",
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum" }),
      atLeast: 1,
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "reports-not-tied-out",
      impact: "The sums of a day's report do not agree, so it was not published to finance.",
      metric: this.sealDay.worker.counted("Parked"),
      atLeast: 1,
    });
  }
}

/** Scheduler may take the role for schedules of this group only. */
function schedulerOf(group: ScheduleGroup): ServicePrincipal {
  return new ServicePrincipal("scheduler.amazonaws.com", {
    conditions: { ArnEquals: { "aws:SourceArn": group.scheduleGroupArn } },
  });
}

function allow(action: string, resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: [resource] });
}
