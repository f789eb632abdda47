import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bigcommerce } from "../../shared/channels/bigcommerce/bigcommerce.ts";

/** Signatures that others published; they stay where they are and are read in place. See SOURCES.md there. */
const file = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors/bigcommerce.json");
const isThere = existsSync(file);
const title = isThere
  ? "hold here as they do there"
  : "no file _signature_vectors/bigcommerce.json: no published signature was checked";

type Vector = {
  readonly key: string;
  readonly webhook_id: string;
  readonly webhook_timestamp: string;
  readonly body: string;
  readonly expected: string;
};

describe("published signatures of Standard Webhooks", () => {
  it.skipIf(!isThere)(title, () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
    for (const { key, webhook_id, webhook_timestamp, body, expected } of vectors) {
      const sentAt = new Date(Number(webhook_timestamp) * 1000);
      const signed = {
        "webhook-id": webhook_id,
        "webhook-timestamp": webhook_timestamp,
        "webhook-signature": `v1,${"A".repeat(43)}= ${expected}`,
      };
      const kindOf = (secret: string, sent: string, now: Date): string =>
        bigcommerce.verify(
          {
            method: "POST",
            path: "/webhooks/bigcommerce/demo",
            url: "https://hub.example/webhooks/bigcommerce/demo",
            query: {},
            headers: signed,
            body: Buffer.from(sent),
          },
          [secret],
          now,
        ).kind;

      expect(kindOf(key, body, sentAt)).toBe("verified");
      expect(kindOf(key, `${body} `, sentAt)).toBe("bad_signature");
      expect(kindOf(`${key.slice(0, -4)}AAAA`, body, sentAt)).toBe("bad_signature");
      expect(kindOf(key, body, new Date(sentAt.getTime() + 301_000))).toBe("stale");
    }
    expect(vectors.length).toBeGreaterThan(0);
  });
});
