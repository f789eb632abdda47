import type { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { awsFault, isAwsFault } from "../cloud/fault.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import { refusalReply } from "../cloud/replies.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import { actionsOf } from "./actions.ts";
import { checkHeaders } from "./headers.ts";
import { makeNotices, type ObjectCreatedEvent } from "./notices.ts";
import type { BucketSettings } from "./object.ts";
import { bucketOperations } from "./operations.buckets.ts";
import { copyDeleteOperations } from "./operations.copy-delete.ts";
import { multipartOperations } from "./operations.multipart.ts";
import { objectOperations } from "./operations.objects.ts";
import { readS3Request } from "./request.ts";
import { makeShelves } from "./shelves.ts";

export type S3Deps = Partial<Place> & { readonly clock: Clock; readonly store: Store };

/** S3 over HTTP (path style), and the doors other parts of the local cloud use. */
export type S3Service = AwsService & {
  actionsOf(request: AwsRequest): readonly NeededAction[];
  /** Creates the bucket or gives it these settings: what a template asks for. */
  ensureBucket(
    name: string,
    settings?: Partial<Pick<BucketSettings, "versioning" | "eventBridge">>,
  ): { readonly arn: string };
  bucketNames(): readonly string[];
  /** Called with each "Object Created" event of buckets with `eventBridge`; the write waits for it. Returns a way to stop. */
  onObjectCreated(listener: (event: ObjectCreatedEvent) => void | Promise<void>): () => void;
  /** Writes like PutObject, event included. */
  putObject(bucket: string, key: string, body: Buffer, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** The current bytes; null if there is no such object. Faults if there is no such bucket. */
  getObject(bucket: string, key: string): Buffer | null;
  listKeys(bucket: string, prefix?: string): readonly string[];
};

export function makeS3Service(deps: S3Deps): S3Service {
  const place: Place = { ...localPlace, ...deps };
  const shelves = makeShelves(deps);
  const notices = makeNotices(place);
  const tools = { ...deps, ...place, shelves, notices };
  const operations = {
    ...bucketOperations(tools),
    ...objectOperations(tools),
    ...copyDeleteOperations(tools),
    ...multipartOperations(tools),
  };

  return {
    name: "s3",
    async handle(request) {
      try {
        const read = readS3Request(request);
        checkHeaders(read.headers, place.accountId);
        const operation = operations[read.operation];
        if (!operation) throw awsFault("NotImplemented", `The local cloud does not know ${read.operation}`, 501);
        return await operation(read);
      } catch (error) {
        if (!isAwsFault(error)) throw error;
        return refusalReply("s3", {
          ...error,
          message: error.message,
          facts: { Resource: request.path, ...error.facts },
        });
      }
    },
    actionsOf,
    ensureBucket(name, settings = {}) {
      const existing = shelves.buckets().find((bucket) => bucket.settings.name === name);
      if (existing) shelves.changeBucket(existing, settings);
      else shelves.createBucket(name, settings);
      return { arn: `arn:aws:s3:::${name}` };
    },
    bucketNames: () => shelves.buckets().map((bucket) => bucket.settings.name),
    onObjectCreated: notices.listen,
    async putObject(name, key, body, headers = {}) {
      const bucket = shelves.bucket(name);
      const etag = createHash("md5").update(body).digest("hex");
      const version = shelves.put(
        bucket,
        { key, etag, headers: { "content-type": "binary/octet-stream", ...headers }, tags: {} },
        body,
      );
      await notices.created(bucket, version, "PutObject");
    },
    getObject(name, key) {
      const version = shelves.bucket(name).current(key);
      return version ? shelves.bodyOf(version) : null;
    },
    listKeys(name, prefix = "") {
      const bucket = shelves.bucket(name);
      return bucket.keys().filter((key) => key.startsWith(prefix) && bucket.current(key));
    },
  };
}
