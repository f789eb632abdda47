import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pulledTopic, type WebhookChannel, type WebhookRequest } from "./channel.ts";
import { anySecrets, type NormaliseInput, normaliseContract, now, url } from "./normalise.contract.ts";
import { readSample } from "./sample.ts";

export type ContractInput = NormaliseInput & {
  /** For channels whose secrets are keys of a certain kind. */
  readonly secrets?: { readonly own: string; readonly another: string };
  /** For channels that sign a time: how old, or how far ahead, it may be. */
  readonly allowedSeconds?: number;
  /** For channels that sign what stands inside an envelope: blanks around the envelope do not matter to them. */
  readonly signsInside?: true;
};

/** What every channel must do. Call it in `<channel>.test.ts`; the channel's own quirks get tests of their own there. */
export function channelContract(channel: WebhookChannel, input: ContractInput): void {
  const { allowedSeconds } = input;
  const { own: secret, another } = input.secrets ?? anySecrets;
  const pushed = input.samples.filter(({ topic }) => topic !== pulledTopic);
  const [firstSample] = pushed;
  if (firstSample === undefined) throw new Error(`${channel.name} has no sample of a webhook`);
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
      const sent = request.body;
      const changed = Uint8Array.from(sent);
      changed[5] = (changed[5] ?? 0) ^ 1;
      const longer = new Uint8Array([...sent, input.signsInside ? 0x5d : 0x20]);
      for (const tampered of [changed, longer, sent.slice(0, -1), new Uint8Array()]) {
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
      const answers = (["headers", "query"] as const).flatMap((part) =>
        Object.keys(request[part]).map((header) => {
          const { [header]: _gone, ...rest } = request[part];
          return { header, answer: channel.verify({ ...request, [part]: rest }, [secret], now) };
        }),
      );
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
      const anyOf = (names: readonly string[]) => fc.dictionary(fc.constantFrom("x-unknown", ...names), fc.string());
      const { headers, query } = request;
      fc.assert(
        fc.property(anyOf(Object.keys(headers)), anyOf(Object.keys(query)), (sent, asked) => {
          expect(channel.verify({ ...request, headers: sent, query: asked }, [secret], now).kind).not.toBe("verified");
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
      const retry = channel.describe({ ...request, body: Uint8Array.from(request.body) });
      expect(first).toMatchObject({ kind: "delivery", topic: firstSample.topic });
      expect(retry).toEqual(first);
    });

    it("gives different bodies different keys, even under one delivery id", () => {
      const keys = pushed.map(({ name, topic }) => {
        const described = channel.describe(
          requestFor(channel, { body: readSample(channel.name, name), topic, secret }),
        );
        return described.kind === "delivery" ? described.dedupeKey : described.kind;
      });
      expect(new Set(keys).size).toBe(keys.length);
    });

    it("describes a delivery without any header, so that verify can name what is missing", () => {
      const bare = { ...request, headers: {}, query: {} };
      expect(channel.describe(bare)).toMatchObject({ kind: "delivery" });
      expect(channel.verify(bare, [secret], now).kind).toBe("missing_header");
    });
  });

  normaliseContract(channel, input);
}

type Signed = { readonly body: Uint8Array; readonly topic: string; readonly secret: string };

function requestFor(channel: WebhookChannel, signed: Signed): WebhookRequest {
  const told = { deliveryNo: "delivery-1", url, now, ...signed };
  const sample = { ...told, body: channel.seal?.(told) ?? told.body };
  const headers = channel.sign(sample);
  const query = channel.signQuery?.(sample) ?? {};
  return { method: "POST", path: `/webhooks/${channel.name}/demo`, url, query, headers, body: sample.body };
}
