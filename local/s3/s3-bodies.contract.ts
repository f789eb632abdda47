import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

import { newBucket, put, type S3Environment, status, text } from "./s3-checked.ts";

/** Bytes in and out: whole, in parts, by range, under conditions. */
export const bodyChecks: readonly Check<S3Environment>[] = [
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
];
