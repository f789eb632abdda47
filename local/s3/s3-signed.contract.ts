import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "vitest";
import type { Check } from "../cloud/conformance.ts";

import { newBucket, put, type S3Environment, text } from "./s3-checked.ts";

/** Presigned URLs and signatures. */
export const signedChecks: readonly Check<S3Environment>[] = [
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
