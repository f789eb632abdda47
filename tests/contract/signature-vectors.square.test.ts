import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { square } from "../../shared/channels/square/square.ts";

/** Signatures that others published; they stay where they are and are read in place. See SOURCES.md there. */
const file = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors/square.json");
const isThere = existsSync(file);
const title = isThere
  ? "hold here as they do there"
  : "no file _signature_vectors/square.json: no published signature was checked";

type Vector = {
  readonly signature_key: string;
  readonly notification_url: string;
  readonly body: string;
  readonly expected: string;
};

describe("published signatures of Square", () => {
  it.skipIf(!isThere)(title, () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
    for (const { signature_key, notification_url, body, expected } of vectors) {
      const kindOf = (secret: string, url: string, sent: string): string =>
        square.verify(
          {
            method: "POST",
            path: "/webhooks/square/demo",
            url,
            query: {},
            headers: { "x-square-hmacsha256-signature": expected },
            body: Buffer.from(sent),
          },
          [secret],
          new Date(0),
        ).kind;

      expect(kindOf(signature_key, notification_url, body)).toBe("verified");
      expect(kindOf(signature_key, `${notification_url}/`, body)).toBe("bad_signature");
      expect(kindOf(signature_key, notification_url, `${body} `)).toBe("bad_signature");
      expect(kindOf(`${signature_key}x`, notification_url, body)).toBe("bad_signature");
      const signed = square.sign({
        topic: "push",
        body: Buffer.from(body),
        secret: signature_key,
        deliveryNo: "1",
        url: notification_url,
      });
      expect(signed["x-square-hmacsha256-signature"]).toBe(expected);
    }
    expect(vectors.length).toBeGreaterThan(0);
  });
});
