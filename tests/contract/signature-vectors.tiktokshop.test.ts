import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tiktokshop } from "../../shared/channels/tiktokshop/tiktokshop.ts";

/** Signatures that others published or computed; they stay where they are and are read in place. See SOURCES.md there. */
const file = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors/tiktokshop.json");
const isThere = existsSync(file);

type Vector = {
  readonly app_key: string;
  readonly app_secret: string;
  readonly body: string;
  readonly expected: string;
  readonly valid: boolean;
};

describe("published signatures of TikTok Shop", () => {
  it.skipIf(!isThere)(
    isThere ? "hold here as they do there" : "no file tiktokshop.json: no signature was checked",
    () => {
      const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
      for (const { app_key, app_secret, body, expected, valid } of vectors) {
        const headers = { authorization: expected };
        const request = {
          method: "POST",
          path: "/",
          url: "https://hub.example",
          query: {},
          headers,
          body: Buffer.from(body),
        };
        const answer = (key: string): string =>
          tiktokshop.verify(request, [`app_key=${key};app_secret=${app_secret}`], new Date(0)).kind;
        expect(answer(app_key)).toBe(valid ? "verified" : "bad_signature");
        expect(answer("another")).toBe("bad_signature");
      }
      expect(vectors.map(({ valid }) => valid)).toEqual([true]);
    },
  );
});
