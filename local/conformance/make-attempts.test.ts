import { describe, expect, it } from "vitest";
import { generic } from "../../shared/channels/generic/generic.ts";
import { samples } from "../../shared/channels/generic/samples.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { shopify } from "../../shared/channels/shopify/shopify.ts";
import { wechat } from "../../shared/channels/wechat/wechat.ts";
import type { Attempt } from "./attempt.ts";
import { makeAttempts } from "./make-attempts.ts";
import { runAttempts } from "./run-attempts.ts";

const url = "https://hub.example/webhooks/generic/shop-1";
const kit = {
  target: { channel: generic, url, secret: "s3cret" },
  messages: samples.map((sample) => ({ ...sample, body: readSample("generic", sample.name) })),
  now: new Date("2026-11-21T08:00:00.000Z"),
  run: "kit",
};
const attempts = makeAttempts(kit);

/** A hub that takes everything, or whatever the test wants it to answer. */
function judged(answer: (attempt: Attempt) => { status: number; receipt?: string; fate?: string }) {
  let at = 0;
  const fates = new Map<string, string>();
  return runAttempts(attempts, {
    fetch: (async () => {
      const { status, receipt, fate } = answer(attempts[at++] as Attempt);
      if (receipt !== undefined && fate !== undefined) fates.set(receipt, fate);
      return new Response("", { status, headers: receipt === undefined ? {} : { "x-orderhub-receipt": receipt } });
    }) as typeof fetch,
    fateOf: async (receipt) => fates.get(receipt) ?? null,
    wait: async () => undefined,
    onProgress: () => undefined,
  });
}

describe("the conformance kit", () => {
  it("sends one order's messages backwards, and tries what the channel's scheme is open to", () => {
    const names = attempts.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("out of order")).length).toBeGreaterThan(2);
    expect(names).toEqual(expect.arrayContaining(["duplicate", "tampered", "stale", "without x-orderhub-signature"]));
  });

  it("changes no byte that the scheme does not sign", () => {
    const body = readSample("wechat", "push-new");
    const names = (secret: string): readonly string[] =>
      makeAttempts({
        ...kit,
        target: { channel: wechat, url, secret },
        messages: [{ name: "push-new", topic: "push", about: "", body }],
      }).map(({ name }) => name);
    const aes = "aes_key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG;app_id=wx00000000000000aa";
    expect(names(`token=demo;${aes}`)).toContain("tampered");
    expect(names("token=demo"), "the plain mode signs the address only").not.toContain("tampered");
  });

  it("asks for no fresh time where the scheme signs none", () => {
    const body = new TextEncoder().encode('{"id":1}');
    const target = { channel: shopify, url, secret: "s" };
    expect(() =>
      makeAttempts({ ...kit, target, messages: [{ name: "x", topic: "shop/update", about: "", body }] }),
    ).toThrow("no sample that tells of an order");
  });

  it("finds fault with a hub that takes what is forged, and with one that stores a repetition anew", async () => {
    const verdicts = await judged((attempt) => ({ status: 200, receipt: attempt.name, fate: "applied" }));
    const wrong = verdicts.filter(({ isRight }) => !isRight).map(({ name }) => name);
    expect(wrong).toEqual(expect.arrayContaining(["duplicate", "tampered", "wrong secret", "stale", "unknown shop"]));
    expect(wrong).not.toContain("good");
  });
});
