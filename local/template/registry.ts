import type { ResourceKind } from "./resource.ts";
import { dynamoDbTable } from "./resources/dynamodb-table.ts";
import { eventBus, eventBusPolicy, eventsArchive, eventsRule } from "./resources/events.ts";
import { httpApi, httpAuthorizer, httpIntegration, httpRoute, httpStage } from "./resources/http-api.ts";
import { iamManagedPolicy, iamPolicy, iamRole } from "./resources/iam.ts";
import { lambdaAlias, lambdaFunction, lambdaVersion } from "./resources/lambda-function.ts";
import { eventInvokeConfig, lambdaPermission } from "./resources/lambda-invocation.ts";
import { eventSourceMapping } from "./resources/lambda-mapping.ts";
import {
  alarm,
  cdkMetadata,
  compositeAlarm,
  dashboard,
  glueDatabase,
  glueTable,
  kmsAlias,
  kmsKey,
  logGroup,
  logsResourcePolicy,
  metricFilter,
} from "./resources/observed.ts";
import { s3BucketPolicy, secretResourcePolicy, snsTopicPolicy, sqsQueuePolicy } from "./resources/resource-policies.ts";
import { s3Bucket } from "./resources/s3-bucket.ts";
import { schedule, scheduleGroup } from "./resources/scheduler.ts";
import { secret } from "./resources/secret.ts";
import { snsSubscription, snsTopic } from "./resources/sns.ts";
import { sqsQueue } from "./resources/sqs-queue.ts";

/** Every resource type that runs here. A template with any other does not start. */
const kinds: readonly ResourceKind[] = [
  alarm,
  cdkMetadata,
  compositeAlarm,
  dashboard,
  dynamoDbTable,
  eventBus,
  eventBusPolicy,
  eventInvokeConfig,
  eventSourceMapping,
  eventsArchive,
  eventsRule,
  glueDatabase,
  glueTable,
  httpApi,
  httpAuthorizer,
  httpIntegration,
  httpRoute,
  httpStage,
  iamManagedPolicy,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  lambdaAlias,
  lambdaFunction,
  lambdaPermission,
  lambdaVersion,
  logGroup,
  logsResourcePolicy,
  metricFilter,
  s3Bucket,
  s3BucketPolicy,
  schedule,
  scheduleGroup,
  secret,
  secretResourcePolicy,
  snsSubscription,
  snsTopic,
  snsTopicPolicy,
  sqsQueue,
  sqsQueuePolicy,
];

const byType = new Map(kinds.map((kind) => [kind.type, kind]));

export function kindOf(type: string): ResourceKind | undefined {
  return byType.get(type);
}
