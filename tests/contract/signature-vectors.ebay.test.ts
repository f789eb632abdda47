import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ebay } from "../../shared/channels/ebay/ebay.ts";

/** Signatures that eBay's SDK is tested with; they stay where they are and are read in place. See SOURCES.md there. */
const file = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors/ebay.json");
const isThere = existsSync(file);
const title = isThere ? "hold here as they do there" : "no file ebay.json: no published signature of eBay was checked";

type Vector = {
  readonly header_value: string;
  readonly public_key_response: { readonly key: string };
  readonly body: string;
  readonly valid: boolean;
};

describe("published signatures of eBay", () => {
  it.skipIf(!isThere)(title, () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
    for (const { header_value, public_key_response, body, valid } of vectors) {
      const { kid } = JSON.parse(Buffer.from(header_value, "base64").toString()) as { kid: string };
      const secret = `kid=${kid}\n${public_key_response.key}`;
      const request = {
        method: "POST",
        path: "/webhooks/ebay/demo",
        url: "https://hub.example/webhooks/ebay/demo",
        query: {},
        headers: { "x-ebay-signature": header_value },
        body: Buffer.from(body),
      };
      expect(ebay.verify(request, [secret], new Date(0)).kind).toBe(valid ? "verified" : "bad_signature");
      expect(ebay.verify(request, [secret.replace(kid, "another")], new Date(0)).kind).toBe("bad_signature");
    }
    expect(vectors.map(({ valid }) => valid)).toEqual([true, false]);
  });
});
