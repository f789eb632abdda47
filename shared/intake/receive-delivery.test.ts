import { describe, expect, it } from "vitest";
import { memoryQueue, memorySecrets } from "../../tests/support/memory-ports.ts";
import { plainChannel } from "../../tests/support/plain-channel.ts";
import type { WebhookChannel, WebhookRequest } from "../channels/channel.ts";
import { fromQueueMessage } from "./queued-delivery.ts";
import { makeReceiveDelivery } from "./receive-delivery.ts";

const address = { channel: "plain", connectionId: "plain-demo" };

function secretOf(secrets: readonly string[], over: object = {}): string {
  return JSON.stringify({ merchantId: "demo", connectionId: "plain-demo", channel: "plain", secrets, ...over });
}

function door(options: { stored?: string; stale?: string; queueFault?: Error; channel?: WebhookChannel } = {}) {
  const name = "prefix/plain-demo";
  const secrets = memorySecrets(
    { [name]: options.stored ?? secretOf(["right", "older"]) },
    options.stale === undefined ? {} : { [name]: options.stale },
  );
  const queue = memoryQueue();
  let now = Date.parse("2026-11-21T06:31:51.000Z");
  const refusals: string[] = [];
  const receive = makeReceiveDelivery({
    secrets,
    secretPrefix: "prefix/",
    queue: options.queueFault === undefined ? queue : { send: () => Promise.reject(options.queueFault) },
    noteRefusal: async ({ connectionId }, why) => void refusals.push(`${connectionId}: ${why}`),
    findChannel: async (channel) => (channel === "plain" ? (options.channel ?? plainChannel) : null),
    now: () => new Date(now),
  });
  return { receive, queue, secrets, refusals, wait: (ms: number) => (now += ms) };
}

function request(over: { body?: Uint8Array; headers?: Record<string, string> } = {}): WebhookRequest {
  const signed = plainChannel.sign({
    topic: "orders/create",
    body: new Uint8Array(),
    secret: "right",
    deliveryNo: "1",
    url: "",
  });
  return {
    method: "POST",
    path: "/webhooks/plain/plain-demo",
    url: "https://hub.example/webhooks/plain/plain-demo",
    query: {},
    headers: { ...signed, ...over.headers },
    body: over.body ?? new TextEncoder().encode('{"ignored":"中文"}'),
  };
}

describe("receiving a webhook", () => {
  it("queues the very bytes and answers with the delivery's id", async () => {
    const { receive, queue } = door();
    const body = new Uint8Array([0x7b, 0xff, 0x00, 0x0a]);

    const reception = await receive(request({ body }), address);

    const queued = fromQueueMessage(queue.sent[0]?.body ?? "");
    if (!queued.ok || reception.kind !== "accepted") throw new Error("not accepted");
    expect(queued.value).toMatchObject({
      merchantId: "demo",
      topic: "orders/create",
      deliveryId: reception.deliveryId,
    });
    expect(new Uint8Array(queued.value.body)).toEqual(body);
    expect(reception.answer.status).toBe(200);
  });

  it("gives a delivery that is sent again the same id", async () => {
    const { receive } = door();

    const ids = [await receive(request(), address), await receive(request(), address)].map(
      (reception) => reception.kind === "accepted" && reception.deliveryId,
    );

    expect(ids[0]).toBe(ids[1]);
  });

  it("keeps the channel's own headers and nothing that opens doors", async () => {
    const { receive, queue } = door();
    const foreign = {
      cookie: "a=b",
      authorization: "Bearer x",
      "x-forwarded-for": "192.0.2.1",
      "x-amzn-trace-id": "t",
      "x-api-key": "k",
      "user-agent": "u",
      "plain-topic": "kept",
    };

    await receive(request({ headers: foreign }), address);

    const queued = fromQueueMessage(queue.sent[0]?.body ?? "");
    expect(queued.ok && Object.keys(queued.value.headers).sort()).toEqual([
      "plain-topic",
      "x-plain-id",
      "x-plain-signature",
      "x-plain-topic",
    ]);
  });

  it("takes either of two live secrets", async () => {
    const { receive } = door();

    expect((await receive(request({ headers: { "x-plain-signature": "older" } }), address)).kind).toBe("accepted");
  });

  it("notes for whom it refused, and nothing of what it took", async () => {
    const { receive, refusals } = door();

    await receive(request(), address);
    await receive(request({ headers: { "x-plain-signature": "wrong" } }), address);

    expect(refusals).toEqual(["plain-demo: bad_signature"]);
  });

  it("queues under the shop's name, so that one shop's flood does not hold up another's deliveries", async () => {
    const { receive, queue } = door();

    await receive(request(), address);

    expect(queue.sent[0]?.groupId).toBe("plain-demo");
  });

  it("queues the plain body of a channel that encrypts, and refuses what no live secret opens", async () => {
    const sealed: WebhookChannel = {
      ...plainChannel,
      open: ({ body }, secrets) => (secrets.includes("older") ? body.map((byte) => byte ^ 1) : null),
    };
    const body = new Uint8Array([0x7a, 0x7c]);

    const { receive, queue } = door({ channel: sealed });
    const opened = await receive(request({ body }), address);
    const closed = await door({ channel: sealed, stored: secretOf(["right"]) }).receive(request({ body }), address);

    const queued = fromQueueMessage(queue.sent[0]?.body ?? "");
    expect(queued.ok && new TextDecoder().decode(queued.value.body)).toBe("{}");
    expect([opened.kind, closed]).toMatchObject(["accepted", { kind: "refused", why: "bad_signature" }]);
  });

  it("refuses a wrong signature and queues nothing", async () => {
    const { receive, queue } = door();

    const reception = await receive(request({ headers: { "x-plain-signature": "wrong" } }), address);

    expect(reception).toMatchObject({ kind: "refused", why: "bad_signature", answer: { status: 401 } });
    expect(queue.sent).toEqual([]);
  });

  it("asks for a fresh secret when a signature fails, so that a rotated one works at once, but not for every failure", async () => {
    const { receive, secrets, wait } = door({ stored: secretOf(["right"]), stale: secretOf(["old"]) });

    const rotated = await receive(request(), address);
    const soon = await receive(request(), address);
    wait(10_000);
    const later = await receive(request(), address);

    expect([rotated.kind, soon.kind, later.kind]).toEqual(["accepted", "refused", "accepted"]);
    expect(secrets.freshReads).toHaveLength(2);
  });

  it("answers a ping without a signature, and stores nothing", async () => {
    const { receive, queue } = door();

    const reception = await receive({ ...request(), headers: {} }, address);

    expect(reception).toMatchObject({ kind: "pong", answer: { status: 200 } });
    expect(queue.sent).toEqual([]);
  });

  it.each([
    ["a connection that does not exist", { channel: "plain", connectionId: "nobody" }],
    ["a channel that does not exist", { channel: "constructor", connectionId: "plain-demo" }],
    ["a connection name that could reach another secret", { channel: "plain", connectionId: "../plain-demo" }],
  ])("knows nothing of %s", async (_case, wrong) => {
    expect((await door().receive(request(), wrong)).kind).toBe("unknown_connection");
  });

  it("knows nothing of a connection of another channel", async () => {
    const { receive } = door({ stored: secretOf(["right"], { channel: "shopify" }) });

    expect((await receive(request(), address)).kind).toBe("unknown_connection");
  });

  it("refuses a body over 5 MB", async () => {
    expect((await door().receive(request({ body: new Uint8Array(5_000_001) }), address)).kind).toBe("too_large");
  });

  it("takes a large body that packs well, and refuses one that does not fit into a message", async () => {
    const noise = new Uint8Array(2_000_000);
    for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));

    const packed = await door().receive(request({ body: new Uint8Array(4_000_000).fill(0x20) }), address);
    const unpacked = await door().receive(request({ body: noise }), address);

    expect([packed.kind, unpacked.kind]).toEqual(["accepted", "too_large"]);
  });

  it("asks the channel to send again while the queue takes nothing", async () => {
    const { receive } = door({ queueFault: new Error("queue down") });

    expect(await receive(request(), address)).toMatchObject({ kind: "unavailable", answer: { status: 503 } });
  });

  it("fails loudly on a secret that is not a connection's", async () => {
    const { receive } = door({ stored: "{}" });

    await expect(receive(request(), address)).rejects.toThrow("connection plain-demo");
  });
});
