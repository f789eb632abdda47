import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import { memorySecretStore } from "../../tests/support/memory-ports.ts";
import { apiChannels, shops } from "../../tests/support/simulators/shops.ts";
import { httpOf, jsonAnswer, NoAnswerError, type Simulator } from "../../tests/support/simulators/simulator.ts";
import { findChannelApi } from "../channels/api-registry.ts";
import { channelNames, findWebhookChannel } from "../channels/registry.ts";
import { connectionId } from "../kernel/ids.ts";
import { makeUseChannelApi } from "../pull/use-channel-api.ts";
import { type Connection, toConnectionItem } from "../settings/connection.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { testApi } from "./test-api.ts";
import { testSigning } from "./test-signing.ts";

const now = (): Date => new Date("2026-12-20T06:00:00.000Z");
const shopOf = (channel: string) => ({ merchantId: aMerchantId, connectionId: connectionId("demo-shop"), channel });

type Asked = {
  readonly respond?: Simulator["respond"];
  readonly credentials?: Simulator["credentials"] | null;
  /** The secret's very text, in place of credentials. */
  readonly stored?: string;
  readonly state?: Connection["state"];
};

async function askedOf(channel: string, { respond, credentials, stored, state = "active" }: Asked = {}) {
  const simulator = shops[channel as "shopify"].make({ now });
  const table = makeMemoryTable({ now: () => now().getTime() });
  const shop = shopOf(channel);
  await table.put(toConnectionItem(aMerchantId, { ...shop, title: "Demo", zone: "UTC", state }));
  const given = credentials === undefined ? simulator.credentials : credentials;
  const text = stored ?? (given === null ? null : JSON.stringify({ ...shop, credentials: given }));
  const secrets = memorySecretStore(text === null ? {} : { [`apis/${shop.connectionId}`]: text });
  const useApi = makeUseChannelApi({
    ...{ table, secrets, now, apiSecretPrefix: "apis/", findApi: findChannelApi },
    http: httpOf(respond === undefined ? simulator : { respond }),
    onSignInNeeded: () => undefined,
    pause: async () => undefined,
    random: () => 0,
    newId: () => "one",
  });
  return await testApi({ useApi, findApi: findChannelApi, now }, shop, () => 5_000);
}

describe("trying the API of a shop", () => {
  it.each(apiChannels)("is let in by %s with good credentials, and says what is wrong with others", async (name) => {
    const { credentials } = shops[name].make({ now });
    const without = (like: RegExp) =>
      Object.fromEntries(Object.entries(credentials).map(([field, value]) => [field, like.test(field) ? "no" : value]));
    expect(await askedOf(name)).toEqual({ state: "ok", tookMs: 0, why: "", whatToDo: "" });
    const signedOut = await askedOf(name, { credentials: without(/token|session|consumer/i) });
    const wrongApp = await askedOf(name, { credentials: without(/key|secret|consumer|token/i) });
    expect(["needs_sign_in", "refused"]).toContain(wrongApp.state);
    for (const test of [wrongApp, signedOut].filter(({ state }) => state !== "ok")) {
      expect([test.why, test.whatToDo]).not.toContain("");
    }
    // WeChat gives a new token to whoever has the app's secret.
    expect(signedOut.state).toBe(name === "wechat" ? "ok" : "needs_sign_in");
  });

  it.each<[string, Asked, object]>([
    ["refused", { respond: async () => jsonAnswer(422, { errors: "no such filter" }) }, { why: /./ }],
    ["unreachable", { respond: async () => jsonAnswer(503, {}) }, {}],
    ["unreachable", { respond: () => Promise.reject(new NoAnswerError("no answer in time")) }, { why: /no answer/ }],
    ["unreachable", { respond: async () => jsonAnswer(429, {}, { "retry-after": "2" }) }, { why: /too often/ }],
    ["unreachable", { respond: async () => jsonAnswer(200, "<html>") }, { whatToDo: /address/ }],
    ["no_credentials", { credentials: null }, { whatToDo: /credentials/ }],
    ["not_asked", { state: "paused" }, { whatToDo: /Resume/ }],
  ])("is %s, and says what to do", async (state, asked, said) => {
    const patterns = Object.entries(said).map(([field, like]) => [field, expect.stringMatching(like as RegExp)]);
    const test = await askedOf("shopify", asked);
    expect(test).toMatchObject({ state, ...Object.fromEntries(patterns) });
    expect(test.whatToDo).not.toBe("");
  });

  it("is not used for a channel that is only listened to", async () => {
    const deps = { useApi: () => Promise.reject(new Error("asked")), findApi: findChannelApi, now };
    expect(await testApi(deps, shopOf("generic"), () => 5_000)).toMatchObject({ state: "not_used" });
  });

  it("says of credentials that cannot be read where they are put right", async () => {
    const broken = await askedOf("shopify", { stored: '{"credentials":' });
    expect(broken).toMatchObject({ state: "refused", whatToDo: expect.stringContaining("Secrets Manager") });
  });
});

describe("trying the signing secrets of a shop", () => {
  const deps = (secrets: readonly string[] | null, channel: string, owner: string = aMerchantId) => ({
    secrets: memorySecretStore(
      secrets === null ? {} : { "doors/demo-shop": JSON.stringify({ ...shopOf(channel), merchantId: owner, secrets }) },
    ),
    secretPrefix: "doors/",
    findChannel: findWebhookChannel,
    now,
  });
  const pemOf = (pair: { readonly publicKey: { export(how: object): unknown } }): string =>
    String(pair.publicKey.export({ type: "spki", format: "pem" }));
  const rsa = pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const curve = pemOf(generateKeyPairSync("ec", { namedCurve: "P-256" }));
  const aesKey = "a".repeat(43);
  /** As the consoles show them; null where any word will do. */
  const shapes: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: string | null }>> = {
    bigcommerce: { good: ["client-secret"], bad: null },
    douyin: { good: ["app_key=700;app_secret=abc"], bad: "abc-only-a-word" },
    ebay: { good: [`verification_token=abc-def kid=k1 ${curve}`], bad: "verification_token=abc-def" },
    generic: { good: ["any word of mine"], bad: null },
    lazada: { good: ["app_key=100132;app_secret=abc"], bad: "app_key=100132" },
    magento: { good: [`recipient_client_id=ours\n${rsa}`], bad: rsa },
    shopee: { good: ["push-partner-key"], bad: null },
    shopify: { good: ["shpss_client_secret"], bad: null },
    square: { good: ["signature-key"], bad: null },
    tiktokshop: { good: ["app_key=6a;app_secret=abc"], bad: "6a-abc-word" },
    wechat: { good: [`token=abc;aes_key=${aesKey};app_id=wx0`, "token=abc"], bad: "abc-only-a-word" },
    woocommerce: { good: ["webhook secret"], bad: null },
  };

  it.each(channelNames)("knows the shape of %s", async (name) => {
    const shape = shapes[name];
    if ((await findWebhookChannel(name)) === null) {
      expect(shape).toBeUndefined();
      return expect((await testSigning(deps(null, name), shopOf(name))).state).toBe("not_used");
    }
    for (const good of shape?.good ?? []) {
      expect(await testSigning(deps([good], name), shopOf(name))).toEqual({
        state: "ok",
        liveSecrets: 1,
        whatToDo: "",
      });
    }
    if (shape?.bad == null) return;
    const both = await testSigning(deps([shape.good[0] ?? "", shape.bad], name), shopOf(name));
    expect(both).toMatchObject({ state: "malformed", liveSecrets: 2, whatToDo: expect.stringContaining("older") });
    expect(JSON.stringify(both)).not.toContain(shape.bad);
  });

  it("misses one that is gone or another merchant's, and says so of one that cannot be read", async () => {
    const shop = shopOf("shopify");
    const of = (given: Parameters<typeof testSigning>[0]) => testSigning(given, shop).then(({ state }) => state);
    expect(await of(deps(null, "shopify"))).toBe("missing");
    expect(await of(deps(["a secret"], "shopify", "other"))).toBe("missing");
    expect(await of(deps([], "shopify"))).toBe("missing");
    expect(await of(deps([""], "shopify"))).toBe("malformed");
  });
});
