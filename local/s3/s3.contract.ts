import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
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
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

export type S3Environment = {
  readonly client: S3Client;
  /** A client with a wrong secret. */
  readonly stranger: S3Client;
  /** Lets that much of the service's time pass. */
  readonly pass: (ms: number) => Promise<void>;
};

let made = 0;

async function newBucket({ client }: S3Environment, versioned = false): Promise<string> {
  made += 1;
  const Bucket = `checked-${process.pid}-${made}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" as const };
  if (versioned) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
}

function put({ client }: S3Environment, Bucket: string, Key: string, more: Partial<PutObjectCommandInput> = {}) {
  return client.send(new PutObjectCommand({ Bucket, Key, Body: `body of ${Key}`, ...more }));
}

async function text({ client }: S3Environment, Bucket: string, Key: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

const status = (code: number): object => ({ $metadata: expect.objectContaining({ httpStatusCode: code }) });

export const s3Checks: readonly Check<S3Environment>[] = [
  {
    title: "gives back bytes, type and metadata, and their MD5 as the ETag",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const Body = new Uint8Array([0, 1, 2, 253, 254, 255]);
      const Key = "a b/ü+&=?#%25.bin";
      await put(aws, Bucket, Key, { Body, ContentType: "application/x-test", Metadata: { merchant: "demo" } });
      const got = await aws.client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await got.Body?.transformToByteArray()).toEqual(Body);
      expect(got.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
      expect([got.ContentType, got.ContentLength, got.Metadata]).toEqual([
        "application/x-test",
        6,
        { merchant: "demo" },
      ]);
      const head = await aws.client.send(new HeadObjectCommand({ Bucket, Key }));
      expect([head.ContentLength, head.ETag]).toEqual([6, got.ETag]);
    },
  },
  {
    title: "takes a stream of unknown checksum with a trailer",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const bytes = new Uint8Array(200_000).fill(7);
      const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
      await put(aws, Bucket, "streamed", { Body, ContentLength: bytes.length });
      const got = await aws.client.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
      expect((await got.Body?.transformToByteArray())?.length).toBe(200_000);
      expect(got.ContentEncoding).toBeUndefined();
    },
  },
  {
    title: "answers ranges with 206, and 416 when there is nothing in them",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k", { Body: "0123456789" });
      const get = async (Range: string): Promise<[number | undefined, string | undefined, string | undefined]> => {
        const got = await aws.client.send(new GetObjectCommand({ Bucket, Key: "k", Range }));
        return [got.$metadata.httpStatusCode, got.ContentRange, await got.Body?.transformToString()];
      };
      expect(await get("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
      expect(await get("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
      expect(await get("bytes=-2")).toEqual([206, "bytes 8-9/10", "89"]);
      await expect(get("bytes=10-")).rejects.toMatchObject({ name: "InvalidRange", ...status(416) });
    },
  },
  {
    title: "answers 304 when the ETag is known, and 412 when it is another one",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const { ETag } = await put(aws, Bucket, "k");
      const get = (more: object): Promise<unknown> =>
        aws.client.send(new GetObjectCommand({ Bucket, Key: "k", ...more }));
      await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
      await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject(status(412));
      await get({ IfMatch: ETag });
    },
  },
  {
    title: "writes only if nothing is there with If-None-Match: *",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k", { Body: "first", IfNoneMatch: "*" });
      const again = put(aws, Bucket, "k", { Body: "second", IfNoneMatch: "*" });
      await expect(again).rejects.toMatchObject({ name: "PreconditionFailed", ...status(412) });
      expect(await text(aws, Bucket, "k")).toBe("first");
    },
  },
  {
    title: "writes only over the version named by If-Match, and refuses when there is none",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const { ETag } = await put(aws, Bucket, "k", { Body: "first" });
      await put(aws, Bucket, "k", { Body: "second", IfMatch: ETag });
      await expect(put(aws, Bucket, "k", { Body: "third", IfMatch: ETag })).rejects.toMatchObject(status(412));
      await expect(put(aws, Bucket, "absent", { IfMatch: ETag })).rejects.toMatchObject(status(404));
      expect(await text(aws, Bucket, "k")).toBe("second");
    },
  },
  {
    title: "gives back the checksum an object came with, on request",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const ChecksumSHA256 = createHash("sha256").update("x").digest("base64");
      await put(aws, Bucket, "k", { Body: "x", ChecksumSHA256 });
      const got = await aws.client.send(new GetObjectCommand({ Bucket, Key: "k", ChecksumMode: "ENABLED" }));
      expect(got.ChecksumSHA256).toBe(ChecksumSHA256);
    },
  },
  {
    title: "refuses a body that is not what its checksum says",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const ChecksumSHA256 = createHash("sha256").update("x").digest("base64");
      await expect(put(aws, Bucket, "bad", { Body: "y", ChecksumSHA256 })).rejects.toMatchObject({ name: "BadDigest" });
      const ContentMD5 = createHash("md5").update("z").digest("base64");
      await expect(put(aws, Bucket, "bad", { Body: "y", ContentMD5 })).rejects.toMatchObject({ name: "BadDigest" });
      await expect(text(aws, Bucket, "bad")).rejects.toMatchObject({ name: "NoSuchKey" });
    },
  },
  {
    title: "puts parts together with the ETag of a multipart upload",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const target = { Bucket, Key: "big" };
      const { UploadId } = await aws.client.send(
        new CreateMultipartUploadCommand({ ...target, ContentType: "text/csv" }),
      );
      const bodies = [new Uint8Array(5 * 1024 * 1024).fill(65), new Uint8Array(10).fill(66)];
      const Parts = [];
      for (const [index, Body] of bodies.entries()) {
        const part = { ...target, UploadId, PartNumber: index + 1, Body };
        const { ETag, ChecksumCRC32 } = await aws.client.send(new UploadPartCommand(part));
        Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
      }
      const done = await aws.client.send(
        new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
      );
      const md5s = Buffer.concat(bodies.map((body) => createHash("md5").update(body).digest()));
      expect(done.ETag).toBe(`"${createHash("md5").update(md5s).digest("hex")}-2"`);
      const got = await aws.client.send(new GetObjectCommand({ ...target, Range: "bytes=5242875-5242884" }));
      expect([await got.Body?.transformToString(), got.ContentType]).toEqual(["AAAAABBBBB", "text/csv"]);
    },
  },
  {
    title: "refuses a part that is too small",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const target = { Bucket, Key: "small" };
      const { UploadId } = await aws.client.send(new CreateMultipartUploadCommand(target));
      const Parts = [];
      for (const PartNumber of [1, 2]) {
        const { ETag } = await aws.client.send(
          new UploadPartCommand({ ...target, UploadId, PartNumber, Body: "tiny" }),
        );
        Parts.push({ PartNumber, ETag });
      }
      const complete = new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } });
      await expect(aws.client.send(complete)).rejects.toMatchObject({ name: "EntityTooSmall" });
    },
  },
  {
    title: "forgets an aborted upload",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const target = { Bucket, Key: "aborted" };
      const { UploadId } = await aws.client.send(new CreateMultipartUploadCommand(target));
      const { ETag } = await aws.client.send(
        new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: "part" }),
      );
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload });
      await aws.client.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
      await expect(aws.client.send(complete)).rejects.toMatchObject({ name: "NoSuchUpload" });
    },
  },
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
  {
    title: "takes and gives by presigned URL",
    async run(aws) {
      const Bucket = await newBucket(aws);
      const target = { Bucket, Key: "in/été 1.csv" };
      const upload = await getSignedUrl(aws.client, new PutObjectCommand(target), { expiresIn: 60 });
      const sent = await fetch(upload, { method: "PUT", body: "a,b\n1,2\n", headers: { "content-type": "text/csv" } });
      expect(sent.status).toBe(200);
      const download = await getSignedUrl(aws.client, new GetObjectCommand(target), { expiresIn: 60 });
      const got = await fetch(download);
      expect([got.headers.get("content-type"), await got.text()]).toEqual(["text/csv", "a,b\n1,2\n"]);
    },
  },
  {
    title: "names a download as its presigned URL says",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k");
      const ResponseContentDisposition = 'attachment; filename="x.csv"';
      const command = new GetObjectCommand({ Bucket, Key: "k", ResponseContentDisposition });
      const got = await fetch(await getSignedUrl(aws.client, command, { expiresIn: 60 }));
      expect(got.headers.get("content-disposition")).toBe(ResponseContentDisposition);
    },
  },
  {
    title: "refuses a changed or foreign signature",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k");
      const url = await getSignedUrl(aws.client, new GetObjectCommand({ Bucket, Key: "k" }), { expiresIn: 60 });
      expect((await fetch(url)).status).toBe(200);
      expect((await fetch(url.replace("/k?", "/other?"))).status).toBe(403);
      await expect(text({ ...aws, client: aws.stranger }, Bucket, "k")).rejects.toMatchObject({
        name: "SignatureDoesNotMatch",
      });
    },
  },
  {
    title: "refuses an expired presigned URL",
    async run(aws) {
      const Bucket = await newBucket(aws);
      await put(aws, Bucket, "k");
      const url = await getSignedUrl(aws.client, new GetObjectCommand({ Bucket, Key: "k" }), { expiresIn: 1 });
      await aws.pass(2100);
      const late = await fetch(url);
      expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
    },
  },
];
