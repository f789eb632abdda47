import type { ObjectFiles } from "../platform/ports.ts";

const TRIES = 5;

/** What `latest.json` says: which version is current. */
export type Pointer = { readonly version: number; readonly manifestKey: string; readonly manifestSha256: string };

/**
 * Makes `latest.json` name the version, unless it names a later one already. Each write is conditional on what was read, so
 * that a worker that comes late can never turn the pointer back.
 */
export async function pointToLatest<P extends Pointer>(files: ObjectFiles, key: string, pointer: P): Promise<void> {
  const body = `${JSON.stringify(pointer, null, 2)}\n`;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const there = await files.get(key);
    if (there !== null && versionIn(there.body) >= pointer.version) return;
    const condition = there === null ? { onlyIfAbsent: true } : { onlyIfEtag: there.etag };
    const written = await files.put(key, body, { contentType: "application/json", ...condition });
    if (written.ok) return;
  }
  throw new Error(`others kept changing ${key}`);
}

/** The current version by `latest.json`; null before the first. */
export async function latestVersion(files: ObjectFiles, key: string): Promise<number | null> {
  const there = await files.get(key);
  return there === null ? null : versionIn(there.body);
}

function versionIn(body: Uint8Array): number {
  return (JSON.parse(new TextDecoder().decode(body)) as Pointer).version;
}
