import type { JsonReader } from "../json-reader.ts";

export const zone = "Asia/Shanghai";

/** JD writes the first year, or the first day of 1970, where others write nothing. */
export function instantOrNull(at: JsonReader, key: string): string | null {
  const text = at.textOrNull(key) ?? "";
  return /^\s*(0001|1970)-01-01/.test(text) ? null : at.instantOrNull(key, zone);
}
