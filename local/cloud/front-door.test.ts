import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { decodeAwsChunked, storedEncoding } from "./aws-chunked.ts";
import { awsFault } from "./fault.ts";
import { type FrontDoor, type FrontDoorOptions, type Seen, startFrontDoor } from "./front-door.ts";
import { jsonReply } from "./replies.ts";
import type { AwsService } from "./service.ts";

const doors: FrontDoor[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

async function open(options: Partial<FrontDoorOptions> = {}): Promise<FrontDoor> {
  const secretOf = (key: string): string | undefined => (key === "AKIA1" ? "secret1" : undefined);
  const door = await startFrontDoor({ services: [echo("sqs")], secretOf, ...options });
  doors.push(door);
  return door;
}

function echo(name: string): AwsService {
  return { name, handle: async (request) => jsonReply({ QueueUrls: [`${request.operation}:${request.accessKeyId}`] }) };
}

function client(door: FrontDoor, accessKeyId = "AKIA1", secretAccessKey = "secret1"): SQSClient {
  const credentials = { accessKeyId, secretAccessKey };
  return new SQSClient({ endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 });
}

describe("the front door", () => {
  it("hands a signed request to the service of its scope, with operation and caller", async () => {
    const seen: Seen[] = [];
    const door = await open({ onRequest: (one) => seen.push(one) });
    const answer = await client(door).send(new ListQueuesCommand({}));
    expect(answer.QueueUrls).toEqual(["ListQueues:AKIA1"]);
    expect(seen.map((one) => [one.service, one.request.operation, one.response.status])).toEqual([
      ["sqs", "ListQueues", 200],
    ]);
  });

  it("refuses a wrong secret, an unknown key and an unsigned request", async () => {
    const door = await open();
    await expect(client(door, "AKIA1", "wrong").send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
    await expect(client(door, "AKIA2").send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: "InvalidClientTokenId",
    });
    const unsigned = await fetch(`${door.url}/bucket/key`);
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain("<Code>AccessDenied</Code>");
  });

  it("lets headers pass unverified when told so", async () => {
    const door = await open({ verifyHeaders: false });
    const answer = await client(door, "AKIA2").send(new ListQueuesCommand({}));
    expect(answer.QueueUrls).toEqual(["ListQueues:AKIA2"]);
  });

  it("asks before the service does, and gives a denial in the service's error shape", async () => {
    const authorise = (): { code: string; message: string; status: number } => ({
      code: "AccessDenied",
      message: "no grant for sqs:ListQueues",
      status: 403,
    });
    const door = await open({ authorise });
    await expect(client(door).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message: "no grant for sqs:ListQueues",
    });
  });

  it("answers a fault with its code, and names a service it does not have", async () => {
    const broken: AwsService = {
      name: "sqs",
      handle: async () => {
        throw awsFault("QueueDoesNotExist", "no such queue");
      },
    };
    await expect(client(await open({ services: [broken] })).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
    await expect(client(await open({ services: [] })).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      message: 'The local cloud has no service "sqs"',
    });
  });

  it("listens on the loopback address only", async () => {
    const door = await open();
    expect(door.url).toBe(`http://127.0.0.1:${door.port}`);
    await expect(fetch(`http://[::1]:${door.port}/`)).rejects.toThrow();
  });

  it("verifies the worked example of a presigned URL by its own arithmetic, until it expires", async () => {
    let now = Date.parse("2026-03-01T00:00:00Z");
    const service: AwsService = { name: "s3", handle: async () => ({ status: 200, headers: {}, body: "body" }) };
    const door = await open({ services: [service], now: () => now });
    const query = new URLSearchParams([
      ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
      ["X-Amz-Credential", "AKIA1/20260301/us-east-1/s3/aws4_request"],
      ["X-Amz-Date", "20260301T000000Z"],
      ["X-Amz-Expires", "60"],
      ["X-Amz-SignedHeaders", "host"],
    ]);
    const canonical = `GET\n/b/k%20y\n${query}\nhost:127.0.0.1:${door.port}\n\nhost\nUNSIGNED-PAYLOAD`;
    const hash = createHash("sha256").update(canonical).digest("hex");
    const toSign = `AWS4-HMAC-SHA256\n20260301T000000Z\n20260301/us-east-1/s3/aws4_request\n${hash}`;
    const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
    const key = ["20260301", "us-east-1", "s3", "aws4_request"].reduce<string | Buffer>(hmac, "AWS4secret1");
    const url = `${door.url}/b/k%20y?${query}&X-Amz-Signature=${hmac(key, toSign).toString("hex")}`;

    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace("/b/k%20y", "/b/other"))).status).toBe(403);
    expect((await fetch(url, { method: "PUT" })).status).toBe(403);
    now += 61_000;
    const late = await fetch(url);
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
  });
});

describe("aws-chunked", () => {
  it("joins the chunks and reads the trailers", () => {
    const framed = Buffer.from(
      "4;chunk-signature=ab\r\nwiki\r\n5\r\npedia\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
    );
    const decoded = decodeAwsChunked(framed);
    expect(decoded?.body.toString()).toBe("wikipedia");
    expect(decoded?.trailers).toEqual({ "x-amz-checksum-crc32": "AAAAAA==" });
  });

  it("refuses broken framing and forgets its own coding", () => {
    expect(decodeAwsChunked(Buffer.from("ff\r\nshort\r\n0\r\n\r\n"))).toBeNull();
    expect(decodeAwsChunked(Buffer.from("nonsense"))).toBeNull();
    expect(storedEncoding("aws-chunked")).toBeUndefined();
    expect(storedEncoding("aws-chunked,gzip")).toBe("gzip");
  });
});
