import { makeJsonHandler } from "../cloud/json-service.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import { attributeMs, type QueueAttributes } from "./attributes.ts";
import type { SqsFaults } from "./faults.ts";
import { type LambdaRecord, toLambdaRecord } from "./lambda-record.ts";
import type { NewMessage } from "./message.ts";
import { moveTaskOperations } from "./move-tasks.ts";
import { messageOperations } from "./operations.messages.ts";
import { queueOperations, sourcesOf } from "./operations.queues.ts";
import { existingQueue, nameOfUrl, queryCode } from "./parameters.ts";
import type { Queue } from "./queue.port.ts";
import { makeRegistry, type Tags } from "./registry.ts";
import { readMessage, type Sent, sendOne } from "./sending.ts";

export type SqsDeps = Partial<Place> & {
  readonly clock: Clock;
  readonly store: Store;
  /** Where the front door listens; asked when a URL is needed. */
  readonly baseUrl: () => string;
  readonly faults?: SqsFaults;
};

export type QueueNumbers = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** SQS over HTTP, and the doors other parts of the local cloud use. A queue is named by its name, URL or ARN. */
export type SqsService = AwsService & {
  actionsOf(request: AwsRequest): readonly NeededAction[];
  /** Creates the queue or gives it these attributes: what a template asks for. */
  ensureQueue(name: string, attributes?: QueueAttributes, tags?: Tags): { readonly arn: string; readonly url: string };
  deleteQueue(queue: string): void;
  queueUrl(queue: string): string;
  queueNames(): readonly string[];
  attributesOf(queue: string): QueueAttributes;
  countsOf(queue: string): QueueNumbers;
  /** Sends as an AWS service would (bus target, dead letter, topic). Durable when it returns; faults as SendMessage. */
  send(queue: string, body: string, options?: SendOptions): Sent;
  /** Up to `max` (10,000) visible messages, as records of a Lambda event. Does not wait. */
  receiveForLambda(queue: string, max: number, visibilityMs?: number): readonly LambdaRecord[];
  deleteBatch(queue: string, receiptHandles: readonly string[]): void;
  /** Gives messages back at once; handles that are no longer in flight are left alone. */
  makeVisible(queue: string, receiptHandles: readonly string[]): void;
  /** Called soon whenever messages may have become available, and once at the start. Returns a way to stop. */
  onMessages(queue: string, listener: () => void): () => void;
};

export type SendOptions = {
  readonly groupId?: string;
  readonly dedupId?: string;
  readonly delaySeconds?: number;
  readonly attributes?: NewMessage["attributes"];
  readonly senderId?: string;
};

export function makeSqsService(deps: SqsDeps): SqsService {
  const place: Place = { ...localPlace, ...deps };
  const registry = makeRegistry({ ...deps, ...place });
  const handle = makeJsonHandler(
    {
      service: "sqs",
      invalid: "InvalidParameterValueException",
      contentType: "application/x-amz-json-1.0",
      errorHeaders: (code) => ({ "x-amzn-query-error": `${queryCode(code)};Sender` }),
    },
    {
      ...queueOperations({ ...deps, registry, accountId: place.accountId, urlOf: urlFor }),
      ...messageOperations({ registry, clock: deps.clock }),
      ...moveTaskOperations({ ...deps, registry }),
    },
  );

  function urlFor(name: string, request: AwsRequest): string {
    const host = request.headers["host"];
    return `${host === undefined ? deps.baseUrl() : `http://${host}`}/${place.accountId}/${name}`;
  }

  function find(queue: string): Queue {
    return existingQueue(registry, queue.startsWith("arn:") ? (queue.split(":").at(-1) ?? "") : nameOfUrl(queue));
  }

  const queueUrl = (queue: string): string => `${deps.baseUrl()}/${place.accountId}/${find(queue).config.name}`;

  return {
    name: "sqs",
    handle,
    async close() {
      for (const queue of registry.all()) queue.close();
    },
    actionsOf: (request) =>
      actionsOf(request, place, (arn) => sourcesOf(registry, arn).map((queue) => queue.config.arn)),
    ensureQueue(name, attributes = {}, tags = {}) {
      const { arn } = registry.ensure(name, attributes, tags).config;
      return { arn, url: queueUrl(name) };
    },
    deleteQueue: (queue) => registry.remove(find(queue)),
    queueUrl,
    queueNames: () => registry.all().map((queue) => queue.config.name),
    attributesOf: (queue) => find(queue).config.attributes,
    countsOf: (queue) => find(queue).counts(),
    send(name, body, options = {}) {
      const queue = find(name);
      const input = {
        MessageBody: body,
        MessageGroupId: options.groupId,
        MessageDeduplicationId: options.dedupId,
        DelaySeconds: options.delaySeconds,
        MessageAttributes: options.attributes,
      };
      const message = readMessage(queue, input, options.senderId ?? place.accountId);
      return sendOne(queue, registry.dedupOf(queue), message, deps.clock.now());
    },
    receiveForLambda(name, max, visibilityMs) {
      const queue = find(name);
      const wanted = { max, visibilityMs: visibilityMs ?? attributeMs(queue.config.attributes, "VisibilityTimeout") };
      return queue.take(wanted).map((message) => toLambdaRecord(message, queue.config.arn, place.region));
    },
    deleteBatch: (queue, handles) => find(queue).remove(handles),
    makeVisible: (queue, handles) => find(queue).release(handles),
    onMessages: (queue, listener) => find(queue).onAvailable(listener),
  };
}

/** The grant each operation needs: batches need the single action, a move task those on both of its ends. */
function actionsOf(
  request: AwsRequest,
  place: Place,
  sourcesOfArn: (arn: string) => readonly string[],
): readonly NeededAction[] {
  const input = JSON.parse(request.body.toString("utf8") || "{}") as Record<string, unknown>;
  const prefix = `arn:aws:sqs:${place.region}:${place.accountId}:`;
  const source = input["SourceArn"];
  if (request.operation === "StartMessageMoveTask" && typeof source === "string") {
    const given = input["DestinationArn"];
    const destinations = typeof given === "string" ? [given] : sourcesOfArn(source);
    const taking = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];
    return [
      ...taking.map((action) => ({ action: `sqs:${action}`, resource: source })),
      ...destinations.map((resource) => ({ action: "sqs:SendMessage", resource })),
    ];
  }
  const named = input["QueueUrl"] ?? input["QueueName"];
  const resource = typeof source === "string" ? source : typeof named === "string" ? prefix + nameOfUrl(named) : "*";
  return [{ action: `sqs:${request.operation.replace(/Batch$/, "")}`, resource }];
}
