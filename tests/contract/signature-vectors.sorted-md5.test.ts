import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sortedMd5 } from "../../shared/channels/signed-form.ts";

/** Signatures that others published; they stay where they are and are read in place. See SOURCES.md there. */
const folder = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors");
const isThere = existsSync(folder);

type Vector = {
  readonly secret: string;
  readonly params: Readonly<Record<string, string>>;
  readonly expected: string;
  readonly valid: boolean;
};

/** JD signs alike; nobody has published a signature of its API. */
describe.each(["taobao", "pinduoduo"])("published signatures of the API of %s", (channel) => {
  const title = isThere
    ? "hold here as they do there"
    : "no folder _signature_vectors: no published signature was checked";

  it.skipIf(!isThere)(title, () => {
    const vectors: readonly Vector[] = JSON.parse(readFileSync(join(folder, `${channel}.json`), "utf8"));
    expect(vectors.length).toBeGreaterThan(0);
    for (const { secret, params, expected, valid } of vectors) {
      expect(sortedMd5(params, secret) === expected).toBe(valid);
      expect(sortedMd5({ ...params, another: "1" }, secret)).not.toBe(expected);
      expect(sortedMd5(params, `${secret}x`)).not.toBe(expected);
    }
  });
});
