import { compareKeys } from "./bucket.ts";

export type ListRequest = {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what sorts after this key or common prefix. */
  readonly after: string;
  readonly max: number;
};

export type Listed = {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or prefix of the page if there is more; undefined otherwise. */
  readonly next: string | undefined;
};

/** One page of sorted keys, those that share a part up to the delimiter rolled into one common prefix. */
export function listKeys(sorted: readonly string[], { prefix, delimiter, after, max }: ListRequest): Listed {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (const key of sorted) {
    if (!key.startsWith(prefix)) continue;
    const name = rolledUp(key, prefix, delimiter);
    const isPrefix = name !== key;
    if (compareKeys(key, after) <= 0 || (isPrefix && (name === last || name === after))) continue;
    if (keys.length + commonPrefixes.length === max) return { keys, commonPrefixes, next: last };
    (isPrefix ? commonPrefixes : keys).push(name);
    last = name;
  }
  return { keys, commonPrefixes, next: undefined };
}

function rolledUp(key: string, prefix: string, delimiter: string): string {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? key : key.slice(0, at + delimiter.length);
}
