import type { Place } from "../cloud/place.ts";
import type { Bucket } from "./bucket.ts";
import type { ObjectVersion } from "./object.ts";

export type CreatedReason = "PutObject" | "CopyObject" | "CompleteMultipartUpload";

/** The event EventBridge gets when an object was written. */
export type ObjectCreatedEvent = {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": "Object Created";
  readonly source: "aws.s3";
  readonly account: string;
  /** ISO instant in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly version: "0";
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size: number;
      readonly etag: string;
      readonly "version-id"?: string;
      readonly sequencer: string;
    };
    readonly "request-id": string;
    readonly requester: string;
    readonly "source-ip-address": string;
    readonly reason: CreatedReason;
  };
};

export type Notices = {
  listen(listener: (event: ObjectCreatedEvent) => void | Promise<void>): () => void;
  /** Waits for the listeners, so that a write is answered only when its event is in safe hands. */
  created(bucket: Bucket, version: ObjectVersion, reason: CreatedReason): Promise<void>;
};

/** Events of buckets that have them switched on. */
export function makeNotices(place: Place): Notices {
  const listeners = new Set<(event: ObjectCreatedEvent) => void | Promise<void>>();

  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async created(bucket, version, reason) {
      if (!bucket.settings.eventBridge) return;
      const event = toEvent(place, bucket, version, reason);
      for (const listener of listeners) await listener(event);
    },
  };
}

function toEvent(place: Place, bucket: Bucket, version: ObjectVersion, reason: CreatedReason): ObjectCreatedEvent {
  const versionId = bucket.settings.versioning === "Off" ? {} : { "version-id": version.versionId };
  const sequencer = Number(version.id).toString(16).toUpperCase().padStart(18, "0");
  return {
    version: "0",
    id: crypto.randomUUID(),
    "detail-type": "Object Created",
    source: "aws.s3",
    account: place.accountId,
    time: `${new Date(version.modifiedAt).toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: [`arn:aws:s3:::${bucket.settings.name}`],
    detail: {
      version: "0",
      bucket: { name: bucket.settings.name },
      object: { key: version.key, size: version.size, etag: version.etag, ...versionId, sequencer },
      "request-id": crypto.randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase(),
      requester: place.accountId,
      "source-ip-address": "127.0.0.1",
      reason,
    },
  };
}
