import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

import { newBucket, put, type S3Environment, status, text } from "./s3-checked.ts";

/** Lists, versions, tags, copies and deletions. */
export const keyChecks: readonly Check<S3Environment>[] = [
  {
    title: "keeps tags, given with the object or later",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k", { Tagging: "kind=stock&by=ana%20b" });
      const read = async (): Promise<unknown> =>
        (await aws.client.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }))).TagSet;
      expect(await read()).toEqual(
        expect.arrayContaining([
          { Key: "kind", Value: "stock" },
          { Key: "by", Value: "ana b" },
        ]),
      );
      const Tagging = { TagSet: [{ Key: "kind", Value: "orders" }] };
      await aws.client.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging }));
      expect(await read()).toEqual([{ Key: "kind", Value: "orders" }]);
      await aws.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: "k" }));
      expect(await read()).toEqual([]);
    },
  },
  {
    title: "keeps versions, hides what was deleted and gives back what its marker hid",
    async run(aws) {
      const Bucket = await newBucket(aws, true);
      const first = await put(aws, Bucket, "k", { Body: "one" });
      const second = await put(aws, Bucket, "k", { Body: "two" });
      expect(first.VersionId).not.toBe(second.VersionId);
      const old = await aws.client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId: first.VersionId }));
      expect(await old.Body?.transformToString()).toBe("one");
      const gone = await aws.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
      expect(gone.DeleteMarker).toBe(true);
      await expect(text(aws, Bucket, "k")).rejects.toMatchObject({ name: "NoSuchKey" });
      const listed = await aws.client.send(new ListObjectVersionsCommand({ Bucket }));
      expect([listed.Versions?.length, listed.DeleteMarkers?.length]).toEqual([2, 1]);
      await aws.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: gone.VersionId }));
      expect(await text(aws, Bucket, "k")).toBe("two");
    },
  },
  {
    title: "lists page by page, and rolls up what shares a prefix",
    async run(aws) {
      const Bucket = await newBucket(aws);
      for (const Key of ["a", "b/1", "b/2", "c", "d/x/y", "ü"]) await put(aws, Bucket, Key);
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await aws.client.send(
          new ListObjectsV2Command({ Bucket, Delimiter: "/", MaxKeys: 2, ContinuationToken }),
        );
        expect(page.KeyCount).toBeLessThanOrEqual(2);
        seen.push(
          ...(page.Contents ?? []).map((one) => one.Key),
          ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
        );
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
      expect(seen.sort()).toEqual(["a", "b/", "c", "d/", "ü"]);
      const inside = await aws.client.send(new ListObjectsV2Command({ Bucket, Prefix: "b/", StartAfter: "b/1" }));
      expect(inside.Contents?.map((one) => [one.Key, one.Size])).toEqual([["b/2", 11]]);
      const older = await aws.client.send(new ListObjectsCommand({ Bucket, Marker: "b/2" }));
      expect(older.Contents?.map((one) => one.Key)).toEqual(["c", "d/x/y", "ü"]);
    },
  },
  {
    title: "copies with or without new metadata",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "from ä", { Metadata: { a: "1" }, ContentType: "text/plain" });
      const CopySource = encodeURI(`${Bucket}/from ä`);
      await aws.client.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
      const copy = await aws.client.send(new HeadObjectCommand({ Bucket, Key: "to" }));
      expect([copy.Metadata, copy.ContentType]).toEqual([{ a: "1" }, "text/plain"]);
      const Metadata = { b: "2" };
      await aws.client.send(
        new CopyObjectCommand({ Bucket, Key: "to", CopySource, Metadata, MetadataDirective: "REPLACE" }),
      );
      expect((await aws.client.send(new HeadObjectCommand({ Bucket, Key: "to" }))).Metadata).toEqual({ b: "2" });
      const self = new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/to` });
      await expect(aws.client.send(self)).rejects.toMatchObject({ name: "InvalidRequest" });
    },
  },
  {
    title: "deletes one and many, and is content when there is nothing to delete",
    async run(aws) {
      const Bucket = await newBucket(aws);
      for (const Key of ["a", "b", "c & d"]) await put(aws, Bucket, Key);
      await aws.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
      await aws.client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
      const Objects = [{ Key: "b" }, { Key: "c & d" }, { Key: "absent" }];
      const deleted = await aws.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(deleted.Deleted).toHaveLength(3);
      const listed = await aws.client.send(new ListObjectsV2Command({ Bucket }));
      expect(listed.Contents ?? []).toEqual([]);
    },
  },
  {
    title: "names buckets and keys that do not exist",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await expect(text(aws, Bucket, "absent")).rejects.toMatchObject({ name: "NoSuchKey", ...status(404) });
      await expect(text(aws, "no-such-bucket-here", "k")).rejects.toMatchObject({ name: "NoSuchBucket" });
      await expect(aws.client.send(new HeadBucketCommand({ Bucket: "no-such-bucket-here" }))).rejects.toMatchObject(
        status(404),
      );
      await expect(aws.client.send(new HeadObjectCommand({ Bucket, Key: "absent" }))).rejects.toMatchObject(
        status(404),
      );
      const { Buckets } = await aws.client.send(new ListBucketsCommand({}));
      expect(Buckets?.map((bucket) => bucket.Name)).toContain(Bucket);
    },
  },
];
