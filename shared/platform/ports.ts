import type { Result } from "../kernel/result.ts";

/**
 * The few things use cases ask of the outside besides the table. Each has an AWS face in this folder and an in-process
 * face in `tests/support`, made by the tests that need it.
 */
export interface QueueSender {
  /** Sends all or throws; more than ten go in several batches, and entries the service refused are sent again. */
  send(messages: readonly QueueMessage[]): Promise<void>;
}

export type QueueMessage = {
  readonly body: string;
  readonly delaySeconds?: number;
  /** Whose message it is: a queue hands out those of quiet groups first while one group floods it. */
  readonly groupId?: string;
};

export interface ObjectFiles {
  /** null when there is no such object. */
  get(key: string): Promise<StoredObject | null>;
  put(key: string, body: Uint8Array | string, options: PutOptions): Promise<Result<null, { readonly kind: "exists" }>>;
}

/** An object that is read piece by piece, so that it need not be in memory. */
export interface ObjectRanges {
  /**
   * The bytes from `from` on, `to` not included, as far as the object has them; an empty object has none. null when there is
   * no such object, or, with `etag`, when another one has taken its place.
   */
  getRange(key: string, from: number, to: number, etag?: string): Promise<ObjectRange | null>;
}

/** `body` is a part of the object; all else is told of the whole. */
export type ObjectRange = StoredObject & { readonly totalBytes: number };

/** An object in parts: nobody sees it before it is completed, and then all of it at once. */
export interface ObjectUploads {
  /** The id that the other calls take. What is neither completed nor aborted the bucket removes after a week. */
  beginUpload(key: string, options: { readonly contentType: string }): Promise<string>;
  /** Numbered from 1; each but the last has at least 5 MiB. Gives the tag that `completeUpload` takes; then the bytes are the caller's again. */
  uploadPart(key: string, upload: string, number: number, body: Uint8Array): Promise<string>;
  /** `tags`: of all parts, in their order. */
  completeUpload(key: string, upload: string, tags: readonly string[]): Promise<void>;
  abortUpload(key: string, upload: string): Promise<void>;
}

export interface ObjectLinks {
  /** A link that lets its holder upload (download) one object for `seconds`; with `bytes`, one of exactly that size. */
  uploadLink(
    key: string,
    options: { readonly contentType: string; readonly seconds: number; readonly bytes?: number },
  ): Promise<string>;
  downloadLink(key: string, options: { readonly fileName: string; readonly seconds: number }): Promise<string>;
}

/** Functions that make no links take `ObjectFiles`, so that their bundles need no presigner. */
export interface ObjectStore extends ObjectFiles, ObjectLinks {}

export type PutOptions = {
  readonly contentType: string;
  /** Refuse (`exists`) instead of replacing what is there. */
  readonly onlyIfAbsent?: boolean;
  /** Refuse (`exists`) unless the object that is there is still this one. */
  readonly onlyIfEtag?: string;
  readonly contentEncoding?: string;
};

export type StoredObject = {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly contentType: string;
  /** `x-amz-meta-…` by the rest of its name, in small letters; absent where there is none. */
  readonly metadata?: Readonly<Record<string, string>>;
};

export interface EventBus {
  /** Publishes envelopes; gives the ids of those that were refused, to be tried again. */
  publish(events: readonly PublishedEvent[]): Promise<readonly string[]>;
}

/** What goes on the bus: `type` becomes the detail-type, the whole envelope the detail. */
export type PublishedEvent = { readonly id: string; readonly type: string; readonly occurredAt: string };

export interface SecretReader {
  /** The secret's text, or null when there is none of that name. Cached for a minute; `fresh` asks again. */
  read(name: string, options?: { readonly fresh?: boolean }): Promise<string | null>;
}

/** Kept apart from reading: what only reads a secret cannot be made to change it. */
export interface SecretWriter {
  /** `exists`: a secret of that name stands there, and stays as it is. */
  create(name: string, text: string): Promise<Result<null, { readonly kind: "exists" }>>;
  /** Readers may see the old text for a minute. Throws when there is no such secret. */
  replace(name: string, text: string): Promise<void>;
}
