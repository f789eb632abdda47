import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutatedJson } from "../../tests/contract/mutated-json.ts";
import { discrepancyOf, sumOf } from "./amounts.ts";
import type { Channel, Normalised, RawDelivery, WebhookRequest } from "./channel.ts";
import { readSample, type Sample } from "./sample.ts";
import { summarise } from "./summarise.ts";

/** `expected` holds one line of `summarise` for each sample: read it beside the payload. */
export type ContractInput = {
  readonly samples: readonly Sample[];
  readonly expected: Readonly<Record<string, string>>;
  /** For channels whose secrets are keys of a certain kind. */
  readonly secrets?: { readonly own: string; readonly another: string };
  /** Finds an id in the samples, for channels whose bodies do not begin with it: what stands before it, then the id. */
  readonly bigId?: RegExp;
  /** For channels that sign a time: how old, or how far ahead, it may be. */
  readonly allowedSeconds?: number;
};

const now = new Date("2026-11-21T00:00:00.000Z");
const anySecrets = { own: "a secret & its <friends>", another: "another secret" };

/** What every channel must do. Call it in `<channel>.test.ts`; the channel's own quirks get tests of their own there. */
export function channelContract(channel: Channel, input: ContractInput): void {
  const { samples, expected, allowedSeconds } = input;
  const { own: secret, another } = input.secrets ?? anySecrets;
  const [firstSample] = samples;
  if (firstSample === undefined) throw new Error(`${channel.name} has no samples`);
  const body = readSample(channel.name, firstSample.name);
  const request = requestFor(channel, { body, topic: firstSample.topic, secret });

  describe(`${channel.name}: verify`, () => {
    it("accepts what the channel signs", () => {
      expect(channel.verify(request, [secret], now)).toEqual({ kind: "verified" });
    });

    it("accepts any bytes that were signed, text or not", () => {
      const bytes = fc.uint8Array({ maxLength: 400 });
      fc.assert(
        fc.property(bytes, (signed) => {
          const sent = requestFor(channel, { body: signed, topic: firstSample.topic, secret });
          expect(channel.verify(sent, [secret], now)).toEqual({ kind: "verified" });
        }),
        { numRuns: 50 },
      );
    });

    it("refuses a body of which one byte was changed, added or taken away", () => {
      const changed = Uint8Array.from(body);
      changed[5] = (changed[5] ?? 0) ^ 1;
      for (const tampered of [changed, new Uint8Array([...body, 0x20]), body.slice(0, -1), new Uint8Array()]) {
        expect(channel.verify({ ...request, body: tampered }, [secret], now)).toEqual({ kind: "bad_signature" });
      }
    });

    it("refuses another secret, an empty secret and no secret at all", () => {
      const signedWithNothing = requestFor(channel, { body, topic: firstSample.topic, secret: "" });
      expect(channel.verify(request, [another], now)).toEqual({ kind: "bad_signature" });
      expect(channel.verify(request, [], now)).toEqual({ kind: "bad_signature" });
      expect(channel.verify(signedWithNothing, [""], now)).toEqual({ kind: "bad_signature" });
    });

    it("accepts each of two live secrets while they are being rotated", () => {
      for (const secrets of [
        [secret, another],
        [another, secret],
      ]) {
        expect(channel.verify(request, secrets, now)).toEqual({ kind: "verified" });
      }
    });

    it("names the header that is missing", () => {
      const answers = Object.keys(request.headers).map((header) => {
        const { [header]: _gone, ...headers } = request.headers;
        return { header, answer: channel.verify({ ...request, headers }, [secret], now) };
      });
      for (const { header, answer } of answers) {
        expect([{ kind: "verified" }, { kind: "missing_header", header }]).toContainEqual(answer);
      }
      expect(answers.some(({ answer }) => answer.kind === "missing_header")).toBe(true);
    });

    if (allowedSeconds !== undefined) {
      it("refuses what was signed too long ago, or far ahead of our clock", () => {
        for (const age of [-allowedSeconds - 1, -allowedSeconds, allowedSeconds, allowedSeconds + 1]) {
          const later = new Date(now.getTime() + age * 1000);
          const isFine = Math.abs(age) <= allowedSeconds;
          const answer = isFine ? { kind: "verified" } : { kind: "stale", ageSeconds: age, allowedSeconds };
          expect(channel.verify(request, [secret], later)).toEqual(answer);
          expect(channel.verify(request, [another], later)).toEqual({ kind: "bad_signature" });
        }
      });
    }

    it("answers, and does not throw, whatever stands in the headers", () => {
      const headers = fc.dictionary(fc.constantFrom(...Object.keys(request.headers)), fc.string());
      fc.assert(
        fc.property(headers, (sent) => {
          expect(channel.verify({ ...request, headers: sent }, [secret], now).kind).not.toBe("verified");
        }),
        { numRuns: 50 },
      );
    });
  });

  describe(`${channel.name}: acknowledge`, () => {
    it("takes a delivery with 2xx and hands out its receipt", () => {
      const answer = channel.acknowledge({ kind: "accepted", deliveryId: "dlv_demo_1" });
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(300);
      expect(`${JSON.stringify(answer.headers)}${answer.body}`).toContain("dlv_demo_1");
    });

    it("answers a trial call with exactly 200", () => {
      expect(channel.acknowledge({ kind: "pong" }).status).toBe(200);
    });

    it("refuses with 401 and says why", () => {
      for (const why of ["bad_signature", "missing_header", "stale"] as const) {
        const answer = channel.acknowledge({ kind: "refused", why, detail: "said plainly" });
        expect(answer.status).toBe(401);
        expect(answer.body).toContain("said plainly");
      }
    });

    it("asks to be sent again with 503", () => {
      expect(channel.acknowledge({ kind: "unavailable" }).status).toBe(503);
    });
  });

  describe(`${channel.name}: describe`, () => {
    it("finds the topic and gives a retry the same key", () => {
      const first = channel.describe(request);
      const retry = channel.describe({ ...request, body: Uint8Array.from(body) });
      expect(first).toMatchObject({ kind: "delivery", topic: firstSample.topic });
      expect(retry).toEqual(first);
    });

    it("gives different bodies different keys, even under one delivery id", () => {
      const keys = samples.map(({ name, topic }) => {
        const described = channel.describe(
          requestFor(channel, { body: readSample(channel.name, name), topic, secret }),
        );
        return described.kind === "delivery" ? described.dedupeKey : described.kind;
      });
      expect(new Set(keys).size).toBe(keys.length);
    });

    it("describes a delivery without any header, so that verify can name what is missing", () => {
      const bare = { ...request, headers: {} };
      expect(channel.describe(bare)).toMatchObject({ kind: "delivery", topic: "", channelDeliveryId: null });
      expect(channel.verify(bare, [secret], now).kind).toBe("missing_header");
    });
  });

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
        return big !== sample && result.ok && result.value.kind === "order" ? [result.value.order] : [];
      });
      expect(ids.length).toBeGreaterThan(0);
      for (const order of ids) expect(JSON.stringify(order)).toContain('"9223372036854775807"');
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

function requestFor(
  channel: Channel,
  sent: { readonly body: Uint8Array; readonly topic: string; readonly secret: string },
): WebhookRequest {
  const headers = channel.sign({ deliveryNo: "delivery-1", now, ...sent });
  return { method: "POST", path: `/webhooks/${channel.name}/demo`, query: {}, headers, body: sent.body };
}

function deliveryFor(channel: Channel, topic: string, body: Uint8Array): RawDelivery {
  const headers = channel.sign({ topic, body, secret: anySecrets.own, deliveryNo: "delivery-1", now });
  return { topic, body, headers, receivedAt: now.toISOString() };
}
