import { Buffer } from "node:buffer";
import { PutObjectAclCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { declareChecks } from "../cloud/conformance.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeKeptStore } from "../cloud/store.kept.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { checksumOf } from "./checksums.ts";
import { listKeys } from "./listing.ts";
import type { ObjectCreatedEvent } from "./notices.ts";
import { s3Checks } from "./s3.contract.ts";
import { makeS3Service } from "./s3.service.ts";

const clock = makeClock();
const s3 = makeS3Service({ clock, store: makeMemoryStore() });
let door: FrontDoor;
let client: S3Client;
let stranger: S3Client;

beforeAll(async () => {
  const secretOf = (key: string): string | undefined => (key === "local" ? "secret" : undefined);
  door = await startFrontDoor({ services: [s3], secretOf, now: clock.now });
  const connect = (secretAccessKey: string): S3Client =>
    new S3Client({
      endpoint: door.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey },
      maxAttempts: 1,
    });
  client = connect("secret");
  stranger = connect("wrong");
});
afterAll(async () => {
  client.destroy();
  stranger.destroy();
  await door.close();
});

describe("S3 over HTTP", () => {
  declareChecks(s3Checks, () => ({ client, stranger, pass: clock.advance }));

  it("tells who listens about each new object before it answers, if the bucket sends events", async () => {
    const seen: ObjectCreatedEvent[] = [];
    const stop = s3.onObjectCreated((event) => void seen.push(event));
    s3.ensureBucket("loud", { eventBridge: true });
    s3.ensureBucket("quiet");
    await client.send(new PutObjectCommand({ Bucket: "loud", Key: "demo/stock/a b.csv", Body: "123" }));
    await client.send(new PutObjectCommand({ Bucket: "quiet", Key: "k", Body: "123" }));
    stop();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      source: "aws.s3",
      "detail-type": "Object Created",
      resources: ["arn:aws:s3:::loud"],
      detail: {
        bucket: { name: "loud" },
        object: { key: "demo/stock/a b.csv", size: 3, etag: "202cb962ac59075b964b07152d234b70" },
        reason: "PutObject",
      },
    });
  });

  it("refuses what it does not know by name", async () => {
    s3.ensureBucket("plain");
    await expect(
      client.send(new PutObjectAclCommand({ Bucket: "plain", Key: "k", ACL: "private" })),
    ).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining("acl"),
    });
    const locked = new PutObjectCommand({ Bucket: "plain", Key: "k", StorageClass: "GLACIER" });
    await expect(client.send(locked)).rejects.toMatchObject({
      message: expect.stringContaining("x-amz-storage-class"),
    });
  });
});

describe("S3 inside the local cloud", () => {
  it("has every object, version and tag after a restart", async () => {
    const store = makeKeptStore();
    const first = makeS3Service({ clock, store });
    first.ensureBucket("kept", { versioning: "Enabled" });
    await first.putObject("kept", "a", Buffer.from("old"));
    await first.putObject("kept", "a", Buffer.from("new"), { "content-type": "text/plain" });
    const second = makeS3Service({ clock, store });
    expect(second.getObject("kept", "a")?.toString()).toBe("new");
    expect(second.listKeys("kept")).toEqual(["a"]);
    expect(second.getObject("kept", "absent")).toBeNull();
  });

  it("names the grants a request needs", () => {
    const actions = (method: string, path: string, headers: Record<string, string> = {}, query = ""): unknown =>
      s3.actionsOf({
        method,
        path,
        query: new URLSearchParams(query),
        headers,
        body: Buffer.alloc(0),
        accessKeyId: "k",
        operation: "",
      });
    expect(actions("PUT", "/b/a%20b")).toEqual([{ action: "s3:PutObject", resource: "arn:aws:s3:::b/a b" }]);
    expect(actions("HEAD", "/b/k")).toEqual([{ action: "s3:GetObject", resource: "arn:aws:s3:::b/k" }]);
    expect(actions("GET", "/b", {}, "list-type=2")).toEqual([{ action: "s3:ListBucket", resource: "arn:aws:s3:::b" }]);
    expect(actions("PUT", "/b/k", { "x-amz-copy-source": "c/from" })).toEqual([
      { action: "s3:PutObject", resource: "arn:aws:s3:::b/k" },
      { action: "s3:GetObject", resource: "arn:aws:s3:::c/from" },
    ]);
  });

  it("computes the checksums of the published check values", () => {
    const check = Buffer.from("123456789");
    const hex = (base64: string): string => Buffer.from(base64, "base64").toString("hex");
    expect(hex(checksumOf("crc32", check))).toBe("cbf43926");
    expect(hex(checksumOf("crc32c", check))).toBe("e3069283");
    expect(hex(checksumOf("crc64nvme", check))).toBe("ae8b14860a799888");
  });

  it("starts a page inside a common prefix when asked to start after one of its keys", () => {
    const keys = ["a/1", "a/2", "b"];
    const list = (after: string): unknown => listKeys(keys, { prefix: "", delimiter: "/", after, max: 10 });
    expect(list("a/1")).toEqual({ keys: ["b"], commonPrefixes: ["a/"], next: undefined });
    expect(list("a/")).toEqual({ keys: ["b"], commonPrefixes: [], next: undefined });
  });
});
