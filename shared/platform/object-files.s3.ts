import { Readable } from "node:stream";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { fail, ok } from "../kernel/result.ts";
import type { ObjectFiles, ObjectSummary } from "./ports.ts";
import { s3 } from "./s3-client.ts";

/** The objects of one bucket; `object-links.s3.ts` adds links to them. */
export function s3ObjectFiles(bucket: string): ObjectFiles {
  const fetched = async (key: string): Promise<GetObjectCommandOutput | null> => {
    try {
      return await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  };

  return {
    get: async (key) => {
      const answer = await fetched(key);
      if (answer === null) return null;
      const body = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
      return { body, etag: answer.ETag ?? "", contentType: answer.ContentType ?? "application/octet-stream" };
    },
    stream: async (key) => {
      const answer = await fetched(key);
      if (answer === null) return null;
      if (!(answer.Body instanceof Readable)) throw new Error("S3 gave a body that is not a Node stream");
      return { body: answer.Body, size: answer.ContentLength ?? 0, etag: answer.ETag ?? "" };
    },
    put: async (key, body, options) => {
      try {
        const Body = typeof body === "string" ? Buffer.from(body, "utf8") : body;
        await s3().send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body,
            ContentType: options.contentType,
            ContentEncoding: options.contentEncoding,
            IfNoneMatch: options.onlyIfAbsent === true ? "*" : undefined,
          }),
        );
        return ok(null);
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === "PreconditionFailed") return fail({ kind: "exists" });
        throw error;
      }
    },
    list: async (prefix) => {
      const found: ObjectSummary[] = [];
      let after: string | undefined;
      do {
        const page = await s3().send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: after }),
        );
        for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
          found.push({
            key: Key ?? "",
            size: Size ?? 0,
            etag: ETag ?? "",
            changedAt: LastModified?.toISOString() ?? "",
          });
        }
        after = page.NextContinuationToken;
      } while (after !== undefined);
      return found;
    },
  };
}
