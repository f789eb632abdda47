import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { magento } from "../../shared/channels/magento/magento.ts";

/** Signatures that others published or computed; they stay where they are and are read in place. See SOURCES.md there. */
const folder = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors");
const isThere = existsSync(folder);
const title = isThere
  ? "hold here as they do there"
  : "no folder _signature_vectors: no published signature was checked";

type AdobeVector = {
  readonly headers: Readonly<Record<string, string>>;
  readonly public_key_pem_base64: string;
  readonly body: string;
  readonly valid: boolean;
};

describe("published signatures of Adobe I/O Events", () => {
  it.skipIf(!isThere)(title, () => {
    const vectors: readonly AdobeVector[] = JSON.parse(readFileSync(join(folder, "magento.json"), "utf8"));
    for (const { headers, public_key_pem_base64, body, valid } of vectors) {
      const pem = Buffer.from(public_key_pem_base64, "base64").toString();
      const request = {
        method: "POST",
        path: "/webhooks/magento/demo",
        url: "https://hub.example/webhooks/magento/demo",
        query: {},
        headers: { "x-adobe-event-code": "observer.sales_order_save_commit_after", ...headers },
        body: Buffer.from(body),
      };
      const answer = (secret: string): string => magento.verify(request, [secret], new Date(0)).kind;

      expect(answer(`recipient_client_id=client_id1\n${pem}`)).toBe(valid ? "verified" : "bad_signature");
      expect(answer(`recipient_client_id=client_id2\n${pem}`)).toBe("bad_signature");
      expect(answer(pem)).toBe("bad_signature");
    }
    expect(vectors.map(({ valid }) => valid)).toEqual([true, false]);
  });
});
