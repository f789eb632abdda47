import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { magento } from "./magento.ts";

const keys = (modulusLength = 2048) =>
  generateKeyPairSync("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
const first = keys();
const second = keys();
const body = Buffer.from('{"event_id":"e-1","recipient_client_id":"ours"}');
const signatureBy = ({ privateKey }: { privateKey: string }): string =>
  sign("rsa-sha256", body, privateKey).toString("base64");

const requestWith = (headers: Readonly<Record<string, string>>, method = "POST"): WebhookRequest => ({
  method,
  path: "/webhooks/magento/demo",
  url: "https://hub.example/webhooks/magento/demo",
  query: {},
  headers: { "x-adobe-event-code": "com.adobe.commerce.observer.sales_order_save_commit_after", ...headers },
  body,
});
const ours = ({ publicKey }: { publicKey: string }): string => `recipient_client_id=ours\n${publicKey}`;
const answer = (headers: Readonly<Record<string, string>>, ...secrets: string[]): string =>
  magento.verify(requestWith(headers), secrets, new Date(0)).kind;

describe("Adobe's two signatures", () => {
  const one = { "x-adobe-digital-signature-1": signatureBy(first) };
  const two = { "x-adobe-digital-signature-2": signatureBy(second) };

  it("suffice one by one, whichever key it was", () => {
    expect(answer({ ...one, ...two }, ours(first), ours(second))).toBe("verified");
    expect(answer({ ...one, "x-adobe-digital-signature-2": "broken" }, ours(second), ours(first))).toBe("verified");
    expect(answer(two, ours(first), ours(second))).toBe("verified");
    expect(answer({ ...one, ...two }, ours(keys()))).toBe("bad_signature");
  });

  it("prove nothing to whom the event was not sent: Adobe signs for all its customers alike", () => {
    expect(answer(one, `recipient_client_id=theirs\n${first.publicKey}`)).toBe("bad_signature");
    expect(answer(one, first.publicKey)).toBe("bad_signature");
    expect(answer(one, `recipient_client_id=theirs\n${first.privateKey}`)).toBe("bad_signature");
  });

  it("are refused for secrets that are no RSA keys of 2048 bits", () => {
    const short = keys(1024);
    const curve = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const torn = first.publicKey.replace(/[A-Z]{2}/, "!!");
    for (const secret of [ours(short), ours(curve), ours({ publicKey: torn }), "recipient_client_id=ours\n", "word"]) {
      expect(answer({ "x-adobe-digital-signature-1": signatureBy(short), ...two }, secret)).toBe("bad_signature");
    }
  });

  it("must be there: the HMAC of synchronous Commerce webhooks is none", () => {
    expect(
      magento.verify(requestWith({ "x-adobe-commerce-webhook-signature": "x" }), [ours(first)], new Date(0)),
    ).toEqual({
      kind: "missing_header",
      header: "x-adobe-digital-signature-1",
    });
  });
});

describe("Adobe's challenge", () => {
  const challenged = (challenge: string): string => {
    const described = magento.describe({ ...requestWith({}, "GET"), query: { challenge } });
    if (described.kind !== "ping") throw new Error("no ping");
    return magento.acknowledge({ ...described, kind: "pong" }).body;
  };

  it("is repeated as JSON", () => {
    const challenge = "8ec8d794-e0ab-42df-9017-e3dada8e84f7";
    expect(magento.describe({ ...requestWith({}, "GET"), query: { challenge } })).toEqual({ kind: "ping", challenge });
    expect(challenged(challenge)).toBe(`{"challenge":"${challenge}"}`);
    expect(magento.acknowledge({ kind: "pong", challenge }).headers["content-type"]).toBe("application/json");
  });

  it("is not repeated when it is anything but a word", () => {
    expect(challenged("<script>")).toBe('{"ok":true}');
    expect(challenged("x".repeat(101))).toBe('{"ok":true}');
  });
});
