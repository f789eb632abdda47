import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ObjectFiles } from "../../platform/ports.ts";
import type { FactKind, Facts } from "./fact.ts";
import { decodeFact, encodeFact } from "./fact-fields.ts";
import type { FactsPart } from "./facts-manifest.ts";

/** Facts of one file: some megabytes of text, so that a reader of any day holds no more than this. */
export const FACTS_PER_PART = 5_000;

/**
 * Stores the facts as one file under a name made from its content: two workers that seal the same facts store the same file,
 * and a worker that was killed finds what it stored.
 */
export async function writePart<Kind extends FactKind>(
  files: ObjectFiles,
  prefix: string,
  kind: Kind,
  facts: readonly Facts[Kind][],
): Promise<FactsPart> {
  const text = facts.map((fact) => `${encodeFact(kind, fact)}\n`).join("");
  const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const body = new Uint8Array(gzipSync(text, { level: 4 }));
  const key = `${prefix}${kind}-${name}.jsonl.gz`;
  await files.put(key, body, { contentType: "application/gzip", onlyIfAbsent: true });
  return {
    kind,
    key,
    rows: facts.length,
    bytes: body.byteLength,
    sha256: createHash("sha256").update(body).digest("hex"),
  };
}

/** Throws when the file is gone or is not what was sealed. */
export async function readPart<Kind extends FactKind>(
  files: ObjectFiles,
  part: FactsPart & { readonly kind: Kind },
): Promise<readonly Facts[Kind][]> {
  const stored = await files.get(part.key);
  if (stored === null) throw new Error(`the facts ${part.key} of a sealed day are gone`);
  const found = createHash("sha256").update(stored.body).digest("hex");
  if (found !== part.sha256) throw new Error(`the facts ${part.key} are not what was sealed: ${found}`);
  const lines = gunzipSync(stored.body).toString("utf8").split("\n");
  return lines.slice(0, -1).map((line) => decodeFact(part.kind, line));
}
