import type { Checksum } from "./checksums.ts";

/** One version of an object, or a delete marker (which has no body). Bodies are kept apart, under `id`. */
export type ObjectVersion = {
  /** Unique and growing: the order of versions, and the name of the body in the store. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** "null" where versioning was not on. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
  readonly modifiedAt: number;
  /** Content headers and `x-amz-meta-…` as they are given back. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  readonly tags: Readonly<Record<string, string>>;
};

export type BucketSettings = {
  readonly name: string;
  readonly createdAt: number;
  readonly versioning: "Off" | "Enabled" | "Suspended";
  /** Whether its events go to the default bus. */
  readonly eventBridge: boolean;
};

export type Part = {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly checksum?: Checksum;
  /** Name of its bytes in the store. */
  readonly bodyId: string;
};

export type Upload = {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What the parts and the whole are checked with, as asked for at the start. */
  readonly checksum?: Pick<Checksum, "algorithm" | "type">;
};
