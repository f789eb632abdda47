import { awsFault } from "../cloud/fault.ts";
import type { JsonInput, JsonOperation } from "../cloud/json-service.ts";
import type { AwsRequest, Clock } from "../cloud/service.ts";
import { checkedAttributes, readRedrive } from "./attributes.ts";
import { existingQueue, fields, queueOf } from "./parameters.ts";
import type { Queue } from "./queue.port.ts";
import type { Registry } from "./registry.ts";

type Deps = {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly accountId: string;
  /** The queue's URL, at the address the request came to. */
  readonly urlOf: (name: string, request: AwsRequest) => string;
};

/** The operations that create, describe, change and delete queues. */
export function queueOperations({ registry, clock, accountId, urlOf }: Deps): Readonly<Record<string, JsonOperation>> {
  const purgedAt = new WeakMap<Queue, number>();

  function list(queues: readonly Queue[], input: JsonInput, request: AwsRequest): { urls: string[]; more: JsonInput } {
    const max = fields.maybeInteger(input, "MaxResults", { min: 1, max: 1000 }) ?? 1000;
    const after = fields.maybeText(input, "NextToken") ?? "";
    const names = queues.map((queue) => queue.config.name).sort();
    const rest = names.filter((name) => name > after);
    const page = rest.slice(0, max);
    const more = rest.length > page.length ? { NextToken: page.at(-1) } : {};
    return { urls: page.map((name) => urlOf(name, request)), more };
  }

  return {
    CreateQueue: {
      known: ["QueueName", "Attributes", "tags"],
      run(input, request) {
        const name = fields.text(input, "QueueName");
        registry.create(
          name,
          fields.maybeTextRecord(input, "Attributes") ?? {},
          fields.maybeTextRecord(input, "tags") ?? {},
        );
        return { QueueUrl: urlOf(name, request) };
      },
    },
    GetQueueUrl: {
      known: ["QueueName", "QueueOwnerAWSAccountId"],
      run(input, request) {
        const owner = fields.maybeText(input, "QueueOwnerAWSAccountId") ?? accountId;
        const queue = existingQueue(registry, owner === accountId ? fields.text(input, "QueueName") : "");
        return { QueueUrl: urlOf(queue.config.name, request) };
      },
    },
    ListQueues: {
      known: ["QueueNamePrefix", "MaxResults", "NextToken"],
      run(input, request) {
        const prefix = fields.maybeText(input, "QueueNamePrefix") ?? "";
        const { urls, more } = list(
          registry.all().filter((queue) => queue.config.name.startsWith(prefix)),
          input,
          request,
        );
        return { QueueUrls: urls, ...more };
      },
    },
    ListDeadLetterSourceQueues: {
      known: ["QueueUrl", "MaxResults", "NextToken"],
      run(input, request) {
        const { arn } = queueOf(registry, input).config;
        const { urls, more } = list(sourcesOf(registry, arn), input, request);
        return { queueUrls: urls, ...more };
      },
    },
    GetQueueAttributes: {
      known: ["QueueUrl", "AttributeNames"],
      run(input) {
        const all = describe(queueOf(registry, input));
        const asked = fields.maybeTexts(input, "AttributeNames") ?? [];
        const unknown = asked.find((name) => name !== "All" && !(name in all) && !optional.includes(name));
        if (unknown !== undefined) throw awsFault("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
        const chosen = Object.entries(all).filter(([name]) => asked.includes("All") || asked.includes(name));
        return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
      },
    },
    SetQueueAttributes: {
      known: ["QueueUrl", "Attributes"],
      run(input) {
        const queue = queueOf(registry, input);
        const given = fields.maybeTextRecord(input, "Attributes") ?? {};
        const { name, attributes } = queue.config;
        registry.update(queue, { attributes: checkedAttributes(name, given, attributes) });
      },
    },
    DeleteQueue: { known: ["QueueUrl"], run: (input) => registry.remove(queueOf(registry, input)) },
    PurgeQueue: {
      known: ["QueueUrl"],
      run(input) {
        const queue = queueOf(registry, input);
        if ((purgedAt.get(queue) ?? Number.NEGATIVE_INFINITY) + 60_000 > clock.now()) {
          const message = `Only one PurgeQueue operation on ${queue.config.name} is allowed every 60 seconds.`;
          throw awsFault("PurgeQueueInProgress", message, 403);
        }
        purgedAt.set(queue, clock.now());
        queue.purge();
      },
    },
    TagQueue: {
      known: ["QueueUrl", "Tags"],
      run(input) {
        const queue = queueOf(registry, input);
        registry.update(queue, { tags: { ...queue.config.tags, ...fields.maybeTextRecord(input, "Tags") } });
      },
    },
    UntagQueue: {
      known: ["QueueUrl", "TagKeys"],
      run(input) {
        const queue = queueOf(registry, input);
        const gone = fields.maybeTexts(input, "TagKeys") ?? [];
        const left = Object.entries(queue.config.tags).filter(([key]) => !gone.includes(key));
        registry.update(queue, { tags: Object.fromEntries(left) });
      },
    },
    ListQueueTags: { known: ["QueueUrl"], run: (input) => ({ Tags: queueOf(registry, input).config.tags }) },
  };
}

const optional = [
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];

/** Every attribute a queue has, the computed ones included. */
function describe(queue: Queue): Readonly<Record<string, string>> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    ...queue.config.attributes,
    QueueArn: queue.config.arn,
    CreatedTimestamp: String(Math.floor(queue.config.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.config.modifiedAt / 1000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}

/** The queues whose dead letters go to that ARN. */
export function sourcesOf(registry: Registry, arn: string): readonly Queue[] {
  return registry
    .all()
    .filter((queue) => readRedrive(queue.config.attributes["RedrivePolicy"])?.deadLetterTargetArn === arn);
}
