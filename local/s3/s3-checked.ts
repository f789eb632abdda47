import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";

export type S3Environment = {
  readonly client: S3Client;
  /** A client with a wrong secret. */
  readonly stranger: S3Client;
  /** Lets that much of the service's time pass. */
  readonly pass: (ms: number) => Promise<void>;
};

let made = 0;

export async function newBucket({ client }: S3Environment, versioned = false): Promise<string> {
  made += 1;
  const Bucket = `checked-${process.pid}-${made}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: "Enabled" as const };
  if (versioned) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
}

export function put(
  { client }: S3Environment,
  Bucket: string,
  Key: string,
  more: Partial<PutObjectCommandInput> = {},
): Promise<PutObjectCommandOutput> {
  return client.send(new PutObjectCommand({ Bucket, Key, Body: `body of ${Key}`, ...more }));
}

export async function text({ client }: S3Environment, Bucket: string, Key: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

export const status = (code: number): object => ({ $metadata: expect.objectContaining({ httpStatusCode: code }) });
