import { readFileSync } from "node:fs";

/** A body a channel could send, kept as `<channel>/samples/<name>.json`, with the topic that goes with it. */
export type Sample = { readonly name: string; readonly topic: string; readonly about: string };

/** The very bytes to be signed and posted. For tests and commands: the deployed functions carry no samples. */
export function readSample(channel: string, name: string): Uint8Array {
  return readFileSync(new URL(`./${channel}/samples/${name}.json`, import.meta.url));
}
