import { generateKeyPairSync } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { channels, samplesByChannel, webhookChannel } from "../../shared/channels/all-channels.ts";
import { pulledTopic, type WebhookChannel, type WebhookRequest } from "../../shared/channels/channel.ts";
import { type ChannelName, channelNames } from "../../shared/channels/registry.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { fromQueueMessage } from "../../shared/intake/queued-delivery.ts";
import { makeReceiveDelivery, type Reception } from "../../shared/intake/receive-delivery.ts";
import { aMerchantId } from "../support/builders.ts";
import { intakePorts, intakeWorker } from "../support/intake-hub.ts";
import { memoryQueue, memorySecrets } from "../support/memory-ports.ts";

type Door = {
  /** Where the answer that the channel wants is written down. */
  readonly source: string;
  readonly secrets: { readonly own: string; readonly another: string };
  /** The answer to a delivery that was taken: the very bytes; `*` stands for the receipt. */
  readonly accepted: readonly [status: number, contentType: string, body: string];
  /** The answer to a trial call. */
  readonly pong: readonly [status: number, contentType: string, body: string];
  /** How old a signature may be, for schemes that sign a time. */
  readonly allowedSeconds?: number;
};

const words = { own: "a secret of the shop", another: "another secret" };
const app = (secret: string): string => `app_key=700100;app_secret=${secret}`;
const apps = { own: app("own"), another: app("another") };
const pem = { type: "pkcs8", format: "pem" } as const;
const curveKey = (): string =>
  `verification_token=demo-token kid=k1 ${generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(pem)}`;
const rsaKey = (): string => String(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export(pem));
const wechatSecret = (token: string): string => `token=${token};aes_key=${"k".repeat(43)};app_id=wx00000000000000aa`;

const json = "application/json";
const receipt: Door["accepted"] = [200, json, '{"receipt":"*"}'];
const ok: Door["pong"] = [200, json, '{"ok":true}'];
const nothing = [200, "", ""] as const;

const doors: Readonly<Partial<Record<ChannelName, Door>>> = {
  bigcommerce: {
    source: "docs.bigcommerce.com, webhooks overview: any 2xx",
    ...{ secrets: words, accepted: receipt, pong: ok, allowedSeconds: 300 },
  },
  douyin: {
    source: "op.jinritemai.com guide-docs/153/99: this very body",
    secrets: apps,
    accepted: [200, json, '{"code":0,"msg":"success"}'],
    pong: [200, json, '{"code":0,"msg":"success"}'],
  },
  ebay: {
    source: "eBay/event-notification-nodejs-sdk: 204; challenge answered apart",
    secrets: { own: curveKey(), another: curveKey() },
    accepted: [204, "", ""],
    pong: ok,
  },
  generic: { source: "docs/own-shop.md: 200", secrets: words, accepted: receipt, pong: ok, allowedSeconds: 300 },
  lazada: { source: "Lazada Push Mechanism: 200", secrets: apps, accepted: receipt, pong: ok },
  magento: {
    source: "developer.adobe.com/events, webhooks: 2xx within 10 s",
    ...{ secrets: { own: rsaKey(), another: rsaKey() }, accepted: receipt, pong: ok },
  },
  shopee: {
    source: "minchao, examples/webhook: 2xx, empty body",
    ...{ secrets: words, accepted: nothing, pong: nothing },
  },
  shopify: { source: "shopify.dev, webhooks: 2xx within 5 s", secrets: words, accepted: receipt, pong: ok },
  square: {
    source: "developer.squareup.com/docs/webhooks: 2xx at once",
    ...{ secrets: words, accepted: receipt, pong: ok },
  },
  tiktokshop: {
    source: "Partner Center, webhook configuration: 200, empty body",
    ...{ secrets: apps, accepted: nothing, pong: nothing },
  },
  wechat: {
    source: "developers.weixin.qq.com, message push: the word success",
    secrets: { own: wechatSecret("own"), another: wechatSecret("another") },
    accepted: [200, "text/plain", "success"],
    pong: [200, "text/plain", "success"],
    allowedSeconds: 14_400,
  },
  woocommerce: {
    source: "class-wc-webhook.php: 200 to 302; ping exactly 200",
    ...{ secrets: words, accepted: receipt, pong: ok },
  },
};

const now = new Date("2026-11-21T00:00:00.000Z");
const url = "https://hub.example/webhooks/demo/demo-shop";
const table: { readonly cells: readonly string[]; readonly source: string }[] = [];

describe("the door", () => {
  it("is described here for every channel that posts webhooks, and for no other", () => {
    const posting = channelNames.filter((name) => webhookChannel(name) !== null);
    expect(Object.keys(doors).sort()).toEqual([...posting].sort());
  });
});

describe.each(Object.entries(doors))("the door for %s", (name, door) => {
  const channel = webhookChannel(name) as WebhookChannel;
  const sample = samplesByChannel[name as ChannelName].find(({ topic }) => topic !== pulledTopic);
  if (sample === undefined) throw new Error(`${name} has no sample of a webhook`);
  const body = readSample(name, sample.name);
  const signed = (secret: string): WebhookRequest => {
    const told = { topic: sample.topic, body, secret, deliveryNo: "delivery-1", url, now };
    const sealed = { ...told, body: channel.seal?.(told) ?? body };
    const query = channel.signQuery?.(sealed) ?? {};
    return { method: "POST", path: "/", url, query, headers: channel.sign(sealed), body: sealed.body };
  };
  const good = signed(door.secrets.own);

  const enter = async (
    request: WebhookRequest,
    at = now,
  ): Promise<Reception & { readonly queued: readonly string[] }> => {
    const secret = { merchantId: aMerchantId, connectionId: "demo-shop", channel: name, secrets: [door.secrets.own] };
    const queue = memoryQueue();
    const receive = makeReceiveDelivery({
      secrets: memorySecrets({ "doors/demo-shop": JSON.stringify(secret) }),
      secretPrefix: "doors/",
      queue,
      findChannel: async (wanted) => webhookChannel(wanted),
      noteRefusal: async () => undefined,
      now: () => at,
    });
    const reception = await receive(request, { channel: name, connectionId: "demo-shop" });
    return { ...reception, queued: queue.sent.map((message) => message.body) };
  };

  it("takes what was signed, with the documented bytes", async () => {
    const taken = await enter(good);
    if (taken.kind !== "accepted") throw new Error(JSON.stringify(taken));
    const { status, headers, body: said } = taken.answer;
    const shown = [status, headers["content-type"] ?? "", said.replaceAll(taken.deliveryId, "*")];
    expect([...shown, headers["x-orderhub-receipt"]]).toEqual([...door.accepted, taken.deliveryId]);
    note("taken", taken.answer, taken.deliveryId);
    const pong = channel.acknowledge({ kind: "pong" });
    expect([pong.status, pong.headers["content-type"] ?? "", pong.body]).toEqual(door.pong);
    note("trial call", pong);
  });

  it("refuses a changed body, another secret and a missing header, and keeps nothing of them", async () => {
    const changed = Uint8Array.from(good.body);
    changed[5] = (changed[5] ?? 0) ^ 1;
    for (const request of [{ ...good, body: changed }, signed(door.secrets.another)]) {
      expect(await refusal(request)).toBe("bad_signature");
    }
    note("changed body, or another secret", channel.acknowledge(refused("bad_signature")));
    const without = (["headers", "query"] as const).flatMap((part) =>
      Object.keys(good[part]).map((gone) => {
        const { [gone]: _gone, ...rest } = good[part];
        return { ...good, [part]: rest };
      }),
    );
    const missing = await Promise.all(without.map(async (request) => (await enter(request)).kind));
    expect(missing).toContain("refused");
    expect(await refusal({ ...good, headers: {}, query: {} })).toBe("missing_header");
    note("missing header", channel.acknowledge(refused("missing_header")));
  });

  it("refuses what was signed too long ago, where a time is signed", async () => {
    const later = await enter(good, new Date(now.getTime() + ((door.allowedSeconds ?? 86_400) + 1) * 1_000));
    const wanted = door.allowedSeconds === undefined ? "accepted" : "refused";
    expect(later.kind).toBe(wanted);
    if (later.kind !== "refused") return note("an old signature", "taken: no time is signed");
    expect([later.why, later.answer.status, later.queued]).toEqual(["stale", 401, []]);
    note("an old signature", later.answer);
  });

  it("takes a replay as the delivery it is: one receipt, one effect", async () => {
    const [first, replay] = [await enter(good), await enter(good, new Date(now.getTime() + 60_000))];
    const receipts = [first, replay].map((each) => (each.kind === "accepted" ? each.deliveryId : each.kind));
    expect(receipts[1]).toBe(receipts[0]);
    const worker = intakeWorker(await intakePorts(), { findChannel: async () => channels[name as ChannelName] });
    const fates: string[] = [];
    for (const [place, text] of [...first.queued, ...replay.queued].entries()) {
      const delivery = fromQueueMessage(text);
      if (delivery.ok) fates.push((await worker(delivery.value, `message-${place}`)).kind);
    }
    expect(["applied", "fetching", "skipped"]).toContain(fates[0]);
    expect(fates[1]).toBe("duplicate");
    note("a replay", `taken with the same receipt, then: duplicate`);
  });

  it("asks to be sent again when the queue cannot be reached", () => {
    const answer = channel.acknowledge({ kind: "unavailable" });
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "30"]);
    note("the queue is away", answer);
  });

  async function refusal(request: WebhookRequest): Promise<string> {
    const reception = await enter(request);
    expect([reception.kind, reception.queued]).toEqual(["refused", []]);
    if (reception.kind !== "refused") return reception.kind;
    expect([reception.answer.status, reception.answer.headers["content-type"]]).toEqual([
      401,
      "application/problem+json",
    ]);
    expect(JSON.parse(reception.answer.body)).toMatchObject({ status: 401, code: reception.why });
    return reception.why;
  }

  function note(what: string, answer: ReturnType<WebhookChannel["acknowledge"]> | string, id = ""): void {
    const { source } = door;
    if (typeof answer === "string") return void table.push({ cells: [name, what, "", "", answer], source: "" });
    const headers = Object.keys(answer.headers).join(", ");
    const said = id === "" ? answer.body : answer.body.replaceAll(id, "*");
    table.push({ cells: [name, what, String(answer.status), headers, said === "" ? "(empty)" : said], source });
  }
});

function refused(why: "bad_signature" | "missing_header") {
  return { kind: "refused", why, detail: "…" } as const;
}

/** channel | what came | status | headers | body | source of the first line. */
afterAll(() => {
  const widths = [12, 31, 4, 42, 60];
  for (const { cells, source } of table) {
    const [, what] = cells;
    const line = cells.map((cell, at) => cell.slice(0, widths[at]).padEnd(widths[at] ?? 0)).join(" ");
    console.log(what === "taken" ? `${line} ${source}` : line.trimEnd());
  }
});
