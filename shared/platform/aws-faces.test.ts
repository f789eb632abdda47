import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultProvider } from "./env-credentials.ts";
import { eventBridgeBus } from "./event-bus.eventbridge.ts";
import { s3ObjectStore } from "./object-store.s3.ts";
import { sqsSender } from "./queue-sender.sqs.ts";
import { secretsManagerReader } from "./secret-reader.secrets-manager.ts";

const queue = mockClient(SQSClient);
const bus = mockClient(EventBridgeClient);
const s3 = mockClient(S3Client);
const secrets = mockClient(SecretsManagerClient);

afterEach(() => {
  for (const mock of [queue, bus, s3, secrets]) mock.reset();
  vi.unstubAllEnvs();
});

const bodiesOf = (call: number): unknown =>
  queue.commandCalls(SendMessageBatchCommand)[call]?.args[0].input.Entries?.map((entry) => entry.MessageBody);

describe("the queue sender", () => {
  it("sends ten at a time, and what was refused again", async () => {
    queue
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Successful: [], Failed: [{ Id: "3", SenderFault: false, Code: "InternalError" }] })
      .resolves({ Successful: [], Failed: [] });
    await sqsSender("https://queue.test").send(Array.from({ length: 12 }, (_, index) => ({ body: `b${index}` })));
    expect(bodiesOf(0)).toHaveLength(10);
    expect(bodiesOf(1)).toEqual(["b3"]);
    expect(bodiesOf(2)).toEqual(["b10", "b11"]);
  });

  it.each([
    ["keeps being refused", false, 4],
    ["can never be taken", true, 1],
  ])("throws when a message %s", async (_, SenderFault, calls) => {
    queue.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [{ Id: "0", SenderFault, Code: "No" }] });
    await expect(sqsSender("https://queue.test").send([{ body: "b" }])).rejects.toThrow("No");
    expect(queue.commandCalls(SendMessageBatchCommand)).toHaveLength(calls);
  });
});

describe("the event bus", () => {
  it("publishes ten at a time and gives the ids of those that were refused", async () => {
    bus.on(PutEventsCommand).callsFake((input) => ({
      Entries: input.Entries.map((entry: { Detail: string }) =>
        JSON.parse(entry.Detail).id === "evt_7" ? { ErrorCode: "Throttled" } : { EventId: "x" },
      ),
    }));
    const events = Array.from({ length: 12 }, (_, index) => ({
      id: `evt_${index}`,
      type: "order.approved.v1",
      occurredAt: "2026-11-20T08:00:00Z",
      merchantId: "demo",
    }));
    expect(await eventBridgeBus("the-bus").publish(events)).toEqual(["evt_7"]);
    const [first, second] = bus.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries);
    expect([first?.length, second?.length]).toEqual([10, 2]);
    expect(first?.[0]).toEqual({
      EventBusName: "the-bus",
      Source: "orderhub",
      DetailType: "order.approved.v1",
      Time: new Date("2026-11-20T08:00:00Z"),
      Detail: JSON.stringify(events[0]),
    });
  });
});

describe("the object store", () => {
  const files = s3ObjectStore("the-bucket");

  it("gives null for an object that is not there", async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: "no", $metadata: {} }));
    expect([await files.get("k"), await files.stream("k")]).toEqual([null, null]);
  });

  it("says that an object exists instead of replacing it, when asked to", async () => {
    s3.on(PutObjectCommand).rejects(
      new S3ServiceException({ name: "PreconditionFailed", $fault: "client", $metadata: {} }),
    );
    const answer = await files.put("k", "text", { contentType: "text/plain", onlyIfAbsent: true });
    expect(answer).toEqual({ ok: false, error: { kind: "exists" } });
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input.IfNoneMatch).toBe("*");
  });

  it("signs links that ask the holder for nothing but the content type", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const upload = new URL(await files.uploadLink("demo/stock/a.xlsx", { contentType: "text/csv", seconds: 60 }));
    expect(upload.pathname).toBe("/demo/stock/a.xlsx");
    expect(upload.searchParams.get("X-Amz-SignedHeaders")).toBe("content-type;host");
    expect([...upload.searchParams.keys()].filter((name) => name.includes("checksum"))).toEqual([]);
    const download = new URL(await files.downloadLink("demo/x.csv", { fileName: "销售.csv", seconds: 60 }));
    expect(download.searchParams.get("response-content-disposition")).toBe(
      "attachment; filename*=UTF-8''%E9%94%80%E5%94%AE.csv",
    );
  });
});

describe("the secret reader", () => {
  it("passes a fault on instead of taking it for a missing secret", async () => {
    secrets.onAnyCommand().rejects(new Error("down"));
    await expect(secretsManagerReader().read("a")).rejects.toThrow("down");
  });
});

describe("credentials from the environment", () => {
  it("are read at each call, and said to be missing", async () => {
    const provider = defaultProvider();
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    await expect(provider()).rejects.toThrow("AWS_ACCESS_KEY_ID");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    vi.stubEnv("AWS_SESSION_TOKEN", "token");
    expect(await provider()).toEqual({ accessKeyId: "key", secretAccessKey: "secret", sessionToken: "token" });
  });
});
