import { Buffer } from "node:buffer";
import { compareText } from "../../shared/kernel/compare-text.ts";
import type { StoreChange } from "../cloud/service.ts";
import type { BucketSettings, ObjectVersion } from "./object.ts";

/** One bucket in memory. Nothing here stores; `changesOf…` say what to write. */
export type Bucket = {
  settings: BucketSettings;
  /** Keys in S3's order (bytes of UTF-8), those whose newest version is a delete marker included. */
  keys(): readonly string[];
  /** Newest first. */
  versionsOf(key: string): readonly ObjectVersion[];
  /** The newest version that is not a delete marker; undefined if there is none. */
  current(key: string): ObjectVersion | undefined;
  add(version: ObjectVersion): void;
  drop(version: ObjectVersion): void;
  isEmpty(): boolean;
};

export function makeBucket(settings: BucketSettings): Bucket {
  const versions = new Map<string, readonly ObjectVersion[]>();
  let sorted: readonly string[] | null = null;

  return {
    settings,
    keys() {
      sorted ??= [...versions.keys()].sort(compareKeys);
      return sorted;
    },
    versionsOf: (key) => versions.get(key) ?? [],
    current(key) {
      const newest = versions.get(key)?.[0];
      return newest?.deleteMarker ? undefined : newest;
    },
    add(version) {
      const others = versions.get(version.key) ?? [];
      if (others.length === 0) sorted = null;
      versions.set(version.key, [version, ...others]);
    },
    drop(version) {
      const left = (versions.get(version.key) ?? []).filter((other) => other !== version);
      if (left.length > 0) versions.set(version.key, left);
      else {
        versions.delete(version.key);
        sorted = null;
      }
    },
    isEmpty: () => versions.size === 0,
  };
}

/** By the bytes of UTF-8; JavaScript's own order differs only where surrogates are involved. */
export function compareKeys(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a + b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return compareText(a, b);
}

export function keptVersion(version: ObjectVersion, body: Buffer | null): readonly StoreChange[] {
  const record: StoreChange = { space: "s3.versions", key: version.id, value: JSON.stringify(version) };
  return body === null ? [record] : [record, { space: "s3.bodies", key: version.id, value: body }];
}

export function forgottenVersion(version: ObjectVersion): readonly StoreChange[] {
  return ["s3.versions", "s3.bodies"].map((space) => ({ space, key: version.id, value: null }));
}
