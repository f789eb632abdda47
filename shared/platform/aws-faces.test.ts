import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultProvider } from "./env-credentials.ts";
import { eventBridgeBus } from "./event-bus.eventbridge.ts";
import { sqsSender } from "./queue-sender.sqs.ts";
import { secretsManagerReader } from "./secret-reader.secrets-manager.ts";

const queue = mockClient(SQSClient);
const bus = mockClient(EventBridgeClient);
const secrets = mockClient(SecretsManagerClient);

afterEach(() => {
  for (const mock of [queue, bus, secrets]) mock.reset();
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

describe("the secret reader", () => {
  it("finds nothing where there is no secret, or only one that was deleted and is kept for a while", async () => {
    const common = { $metadata: {}, message: "You can't perform this operation: it was marked for deletion." };
    for (const error of [new ResourceNotFoundException(common), new InvalidRequestException(common)]) {
      secrets.onAnyCommand().rejects(error);
      expect(await secretsManagerReader().read("a")).toBeNull();
    }
    secrets.onAnyCommand().rejects(new InvalidRequestException({ ...common, message: "no" }));
    await expect(secretsManagerReader().read("a")).rejects.toThrow("no");
  });

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
