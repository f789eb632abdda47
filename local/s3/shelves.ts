import { Buffer } from "node:buffer";
import { awsFault } from "../cloud/fault.ts";
import type { Clock, Store } from "../cloud/service.ts";
import { type Bucket, forgottenVersion, keptVersion, makeBucket } from "./bucket.ts";
import type { BucketSettings, ObjectVersion } from "./object.ts";

export type NewObject = Pick<ObjectVersion, "key" | "etag" | "headers" | "tags" | "checksum">;

/** All buckets with their objects: in memory, and in the store. A change is durable when its call returns. */
export type Shelves = {
  buckets(): readonly Bucket[];
  /** Fault `NoSuchBucket`. */
  bucket(name: string): Bucket;
  createBucket(name: string, settings: Partial<Omit<BucketSettings, "name" | "createdAt">>): Bucket;
  changeBucket(bucket: Bucket, change: Partial<Pick<BucketSettings, "versioning" | "eventBridge">>): void;
  /** Fault `BucketNotEmpty`. */
  deleteBucket(bucket: Bucket): void;
  put(bucket: Bucket, object: NewObject, body: Buffer): ObjectVersion;
  retag(bucket: Bucket, version: ObjectVersion, tags: ObjectVersion["tags"]): void;
  /** Removes one version, or (without a version id) the object as the bucket's versioning asks. Null: nothing was there. */
  remove(bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion | null;
  bodyOf(version: ObjectVersion): Buffer;
};

export function makeShelves({ clock, store }: { readonly clock: Clock; readonly store: Store }): Shelves {
  const buckets = new Map<string, Bucket>();
  const bodies = new Map<string, Buffer>();
  let latestId = 0;

  for (const [, value] of store.load("s3.buckets")) {
    const settings = JSON.parse(String(value)) as BucketSettings;
    buckets.set(settings.name, makeBucket(settings));
  }
  for (const [id, body] of store.load("s3.bodies")) bodies.set(id, bufferOf(body));
  for (const [, value] of store.load("s3.versions")) {
    const version = JSON.parse(String(value)) as ObjectVersion;
    buckets.get(version.bucket)?.add(version);
  }

  /** Grows with time, also over restarts; 20 digits, so that text order is the order of writing. */
  function nextId(): string {
    latestId = Math.max(latestId + 1, clock.now() * 1000);
    return String(latestId).padStart(20, "0");
  }

  function save(bucket: Bucket, settings: BucketSettings): void {
    store.write([{ space: "s3.buckets", key: settings.name, value: JSON.stringify(settings) }]);
    bucket.settings = settings;
  }

  /** What a new version replaces: in a bucket without versioning (or with it suspended) the one called "null". */
  function replacedBy(bucket: Bucket, key: string): readonly ObjectVersion[] {
    if (bucket.settings.versioning === "Enabled") return [];
    return bucket.versionsOf(key).filter((version) => version.versionId === "null");
  }

  function place(bucket: Bucket, version: ObjectVersion, body: Buffer | null): void {
    const replaced = replacedBy(bucket, version.key);
    store.write([...replaced.flatMap(forgottenVersion), ...keptVersion(version, body)]);
    bucket.add(version);
    if (body) bodies.set(version.id, body);
    for (const old of replaced) forget(bucket, old);
  }

  function forget(bucket: Bucket, version: ObjectVersion): void {
    bucket.drop(version);
    bodies.delete(version.id);
  }

  function newVersion(bucket: Bucket, object: NewObject, size: number, deleteMarker: boolean): ObjectVersion {
    const id = nextId();
    const versionId = bucket.settings.versioning === "Enabled" ? versionIdOf(id) : "null";
    return { ...object, id, bucket: bucket.settings.name, versionId, deleteMarker, size, modifiedAt: clock.now() };
  }

  function removeVersion(bucket: Bucket, key: string, versionId: string): ObjectVersion | null {
    const version = bucket.versionsOf(key).find((one) => one.versionId === versionId);
    if (!version) return null;
    store.write(forgottenVersion(version));
    forget(bucket, version);
    return version;
  }

  return {
    buckets: () => [...buckets.values()],
    bucket(name) {
      const bucket = buckets.get(name);
      if (!bucket) throw awsFault("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
      return bucket;
    },
    createBucket(name, settings) {
      checkName(name);
      const bucket = makeBucket({ versioning: "Off", eventBridge: false, ...settings, name, createdAt: clock.now() });
      save(bucket, bucket.settings);
      buckets.set(name, bucket);
      return bucket;
    },
    changeBucket: (bucket, change) => save(bucket, { ...bucket.settings, ...change }),
    deleteBucket(bucket) {
      const { name } = bucket.settings;
      if (!bucket.isEmpty()) {
        throw awsFault("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, { BucketName: name });
      }
      store.write([{ space: "s3.buckets", key: name, value: null }]);
      buckets.delete(name);
    },
    put(bucket, object, body) {
      const version = newVersion(bucket, object, body.length, false);
      place(bucket, version, body);
      return version;
    },
    retag(bucket, version, tags) {
      const changed = { ...version, tags };
      store.write(keptVersion(changed, null));
      const all = [...bucket.versionsOf(version.key)].reverse();
      for (const one of all) bucket.drop(one);
      for (const one of all) bucket.add(one === version ? changed : one);
    },
    remove(bucket, key, versionId) {
      if (versionId !== undefined) return removeVersion(bucket, key, versionId);
      if (bucket.settings.versioning === "Off") return removeVersion(bucket, key, "null");
      const marker = newVersion(bucket, { key, etag: "", headers: {}, tags: {} }, 0, true);
      place(bucket, marker, null);
      return marker;
    },
    bodyOf: (version) => bodies.get(version.id) ?? Buffer.alloc(0),
  };
}

function versionIdOf(id: string): string {
  return Buffer.from(`${id}.${crypto.randomUUID().slice(0, 3)}`).toString("base64url");
}

export function bufferOf(value: string | Uint8Array): Buffer {
  return typeof value === "string" ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..")) return;
  throw awsFault("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: name });
}
