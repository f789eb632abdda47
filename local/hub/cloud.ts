import { Buffer } from "node:buffer";
import { makeTargets } from "../cloud/make-targets.ts";
import type { AwsService, Clock, Store } from "../cloud/service.ts";
import type { Targets } from "../cloud/targets.ts";
import { type DynamoDbService, makeDynamoDbService } from "../dynamodb/dynamodb-service.ts";
import { type EventsService, makeEventsService } from "../events/events.service.ts";
import { matches } from "../events/pattern.ts";
import type { Target } from "../events/rules.ts";
import { makeS3Service, type S3Service } from "../s3/s3.service.ts";
import { makeSchedulerService, type SchedulerService } from "../scheduler/scheduler.service.ts";
import { makeSecretsService, type SecretsService } from "../secrets/secrets.service.ts";
import { makeSnsService, type SnsService } from "../sns/sns.service.ts";
import { makeSqsService, type SqsService } from "../sqs/sqs.service.ts";
import { accountId, region } from "./arns.ts";
import type { HubFaults } from "./faults.ts";
import type { Services } from "./services.ts";

/** Every AWS service of the hub, wired to each other: buses to queues, buckets to the default bus, topics to queues. */
export type Cloud = {
  readonly dynamodb: DynamoDbService;
  readonly s3: S3Service;
  readonly sqs: SqsService;
  readonly events: EventsService;
  readonly scheduler: SchedulerService;
  readonly sns: SnsService;
  readonly secrets: SecretsService;
  readonly targets: Targets;
  /** The services as the template interpreter asks for them. */
  readonly services: Services;
  /** As the front door serves them, with faults where the hub has some. */
  all(): readonly AwsService[];
};

export type CloudDeps = {
  readonly clock: Clock;
  readonly store: Store;
  readonly faults: HubFaults | null;
  /** Where the front door listens. */
  readonly endpoint: () => string;
  /** Accepts an asynchronous invocation; durable when it returns. */
  readonly invoke: (functionArn: string, event: string) => void;
};

export function makeCloud({ clock, store, faults, endpoint, invoke }: CloudDeps): Cloud {
  const kept = { clock, store };
  const targets = makeTargets({
    sqs: () => sqs,
    sns: () => sns,
    invokeFunction: async (arn, payload) => invoke(arn, JSON.stringify(payload)),
  });
  const sqs = makeSqsService({ ...kept, baseUrl: endpoint, ...(faults === null ? {} : { faults: faults.sqs }) });
  const dynamodb = makeDynamoDbService({ ...kept, ...(faults === null ? {} : { faults: faults.dynamodb }) });
  const s3 = makeS3Service(kept);
  const events = makeEventsService({ ...kept, targets });
  const scheduler = makeSchedulerService({ ...kept, targets });
  const sns = makeSnsService({ ...kept, targets });
  const secrets = makeSecretsService(kept);
  s3.onObjectCreated((event) => events.publish(event));
  const cloud = { dynamodb, s3, sqs, events, scheduler, sns, secrets, targets };
  const others = [s3, sqs, events, scheduler, sns, secrets].map((service) => faults?.around(service) ?? service);
  // DynamoDB brings its own faults: they know transactions.
  return { ...cloud, services: servicesOf(cloud, clock), all: () => [dynamodb, ...others] };
}

function servicesOf(cloud: Omit<Cloud, "services" | "all">, clock: Clock): Services {
  const { dynamodb, sqs, s3, events, scheduler, sns, secrets } = cloud;
  return {
    region,
    accountId,
    clock,
    tables: {
      create: dynamodb.createTable,
      readStream: (table, after, limit) =>
        dynamodb.readStream(table, after, limit).records.map((record) => ({
          sequenceNumber: record.dynamodb.SequenceNumber,
          at: record.dynamodb.ApproximateCreationDateTime * 1000,
          record,
        })),
      streamEnd: dynamodb.streamEnd,
      onStreamRecords: dynamodb.onStreamRecords,
    },
    queues: {
      create: ({ name, attributes }) => sqs.ensureQueue(name, attributes),
      take: (queue, max) => sqs.receiveForLambda(queue, max),
      onAvailable: sqs.onMessages,
      delete: sqs.deleteBatch,
      counts: sqs.countsOf,
    },
    buckets: {
      create({ name, isVersioned, sendsToEventBridge }) {
        s3.ensureBucket(name, { versioning: isVersioned ? "Enabled" : "Off", eventBridge: sendsToEventBridge });
      },
    },
    events: {
      create: (bus) => void events.ensureBus(bus),
      putRule({ bus, name, isEnabled, pattern, targets }) {
        const rule = { bus, name, pattern, state: isEnabled ? "ENABLED" : "DISABLED" } as const;
        events.ensureRule(rule, targets as readonly Target[]);
      },
      matches: (pattern, event) => matches(pattern as Readonly<Record<string, unknown>>, event),
    },
    scheduler: {
      createGroup: (group) => makeGroup(scheduler, group),
      create: (schedule) => void scheduler.ensureSchedule(String(schedule["Name"]), schedule),
    },
    topics: {
      create: (name) => void sns.ensureTopic(name),
      subscribe: ({ topicArn, protocol, endpoint, attributes }) =>
        sns.subscribe(topicArn, protocol, endpoint, attributes),
    },
    secrets: { create: ({ name, value }) => secrets.ensureSecret(name, value ?? "") },
  };
}

/** As a request: its work is done when `handle` returns. One that exists is refused, and stays as it is. */
function makeGroup(scheduler: SchedulerService, group: string): void {
  void scheduler.handle({
    method: "POST",
    path: `/schedule-groups/${group}`,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    accessKeyId: "",
    operation: "",
  });
}
