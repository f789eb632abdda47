import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutatedJson } from "../../tests/contract/mutated-json.ts";
import { discrepancyOf, sumOf } from "./amounts.ts";
import { type Channel, isWebhookChannel, type Normalised, type RawDelivery } from "./channel.ts";
import { readSample, type Sample } from "./sample.ts";
import { summarise } from "./summarise.ts";

/** `expected` holds one line of `summarise` for each sample: read it beside the payload. */
export type NormaliseInput = {
  readonly samples: readonly Sample[];
  readonly expected: Readonly<Record<string, string>>;
  /** Finds an id in the samples, for channels whose bodies do not begin with it: what stands before it, then the id. */
  readonly bigId?: RegExp;
};

export const now = new Date("2026-11-21T00:00:00.000Z");
export const url = "https://hub.example/webhooks/demo/demo";
export const anySecrets = { own: "a secret & its <friends>", another: "another secret" };

/** What the reading of every channel must do, pushed or pulled. Part of `channelContract` for channels that post webhooks. */
export function normaliseContract(channel: Channel, input: NormaliseInput): void {
  const { samples, expected } = input;
  const [firstSample] = samples;
  if (firstSample === undefined) throw new Error(`${channel.name} has no samples`);
  const body = readSample(channel.name, firstSample.name);

  describe(`${channel.name}: normalise`, () => {
    it("has an expected line for each sample and no other", () => {
      expect(Object.keys(expected).sort()).toEqual(samples.map(({ name }) => name).sort());
    });

    it.each(samples.map((sample) => [sample.name, sample] as const))("reads %s", (name, sample) => {
      const delivery = deliveryFor(channel, sample.topic, readSample(channel.name, name));
      const result = channel.normalise(delivery);
      expect(summarise(result)).toBe(expected[name]);
      expect(channel.normalise(delivery)).toEqual(result);
      if (result.ok) expectSound(result.value);
    });

    it("keeps an id beyond 2^53 exact", () => {
      const ids = samples.flatMap(({ name, topic }) => {
        const sample = new TextDecoder().decode(readSample(channel.name, name));
        const big = sample.replace(input.bigId ?? /^(\s*\{\s*"id":\s*)\d+/, "$19223372036854775807");
        const result = channel.normalise(deliveryFor(channel, topic, new TextEncoder().encode(big)));
        return big !== sample && result.ok && result.value.kind !== "ignored" ? [result.value] : [];
      });
      expect(ids.length).toBeGreaterThan(0);
      for (const read of ids) expect(JSON.stringify(read)).toContain('"9223372036854775807"');
    });

    it("names the problem of bytes that are not JSON", () => {
      for (const bytes of [[], [0xff, 0xfe], [...body.slice(0, 40)]]) {
        const result = channel.normalise(deliveryFor(channel, firstSample.topic, Uint8Array.from(bytes)));
        expect(result).toMatchObject({ ok: false, error: { kind: "not_json" } });
      }
    });

    it("ignores a topic it does not follow, unread, and refuses a delivery without a topic", () => {
      const unread = new TextEncoder().encode("{");
      expect(channel.normalise(deliveryFor(channel, "coffee/brewed", unread))).toMatchObject({
        value: { kind: "ignored" },
      });
      expect(channel.normalise(deliveryFor(channel, "", body))).toMatchObject({ error: { kind: "unknown_topic" } });
    });

    it("never throws, and stays sound, on any JSON and on any change to a sample", () => {
      const originals = samples.map(({ name, topic }) => ({
        topic,
        json: JSON.parse(new TextDecoder().decode(readSample(channel.name, name))) as unknown,
      }));
      const topics = [...new Set(samples.map(({ topic }) => topic))];
      const headers = new Map(topics.map((topic) => [topic, deliveryFor(channel, topic, body).headers]));
      const any = fc.record({ topic: fc.constantFrom(...topics), json: fc.jsonValue({ maxDepth: 4 }) });
      const mutated = fc
        .constantFrom(...originals)
        .chain(({ topic, json }) => mutatedJson(json).map((changed) => ({ topic, json: changed })));
      fc.assert(
        fc.property(fc.oneof({ weight: 1, arbitrary: any }, { weight: 4, arbitrary: mutated }), ({ topic, json }) => {
          const changed = new TextEncoder().encode(JSON.stringify(json));
          const delivery = { topic, body: changed, headers: headers.get(topic) ?? {}, receivedAt: now.toISOString() };
          const result = channel.normalise(delivery);
          expect(channel.normalise(delivery)).toEqual(result);
          if (result.ok) expectSound(result.value);
          else expect(result.error.detail).not.toBe("");
        }),
        { numRuns: 750 },
      );
    });
  });
}

/** Identities that hold for every order, whatever the channel: see the docstrings of `facts.ts`. */
export function expectSound(normalised: Normalised): void {
  if (normalised.kind === "ignored") return;
  if (normalised.kind === "pull") {
    const { channelOrderIds } = normalised;
    expect(channelOrderIds.length).toBeGreaterThan(0);
    expect(new Set(channelOrderIds).size).toBe(channelOrderIds.length);
    return;
  }
  const { order } = normalised;
  const { header, lines = [], refunds = [], fulfilments = [] } = order;
  expect(order.channelOrderId).not.toBe("");
  expect(Number.isSafeInteger(order.clock.at)).toBe(true);
  expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(lines.length);
  for (const line of lines) {
    expect(Number.isSafeInteger(line.quantity) && line.quantity >= 0).toBe(true);
    expect(line.removedQuantity >= 0 && line.removedQuantity <= line.quantity).toBe(true);
    const tax = header?.amounts.taxesIncluded ? 0 : line.taxMinor;
    expect(line.totalMinor).toBe(line.unitPriceMinor * line.quantity - line.discountMinor + tax);
  }
  if (header !== undefined) {
    expect(header.amounts.itemsMinor).toBe(sumOf(lines, (line) => line.unitPriceMinor * line.quantity));
    expect(header.discrepancyMinor).toBe(discrepancyOf(header.amounts));
    expect(Object.values(header.amounts).every((it) => typeof it === "boolean" || Number.isSafeInteger(it))).toBe(true);
  }
  for (const { refundId, amountMinor } of refunds)
    expect([refundId !== "", Number.isSafeInteger(amountMinor)]).toEqual([true, true]);
  for (const { fulfilmentId, at } of fulfilments) expect([fulfilmentId !== "", at.endsWith("Z")]).toEqual([true, true]);
}

function deliveryFor(channel: Channel, topic: string, body: Uint8Array): RawDelivery {
  const sample = { topic, body, secret: anySecrets.own, deliveryNo: "delivery-1", url, now };
  const headers = isWebhookChannel(channel) ? channel.sign(sample) : {};
  return { topic, body, headers, receivedAt: now.toISOString() };
}
