import { createHmac } from "node:crypto";
import { compareText } from "../../kernel/compare-text.ts";

/** Capitals of hex(HMAC-SHA256(app secret, path + names and values sorted by name and run together)). */
export function lazadaSignature(path: string, params: Readonly<Record<string, string>>, appSecret: string): string {
  const sorted = Object.entries(params).sort(([a], [b]) => compareText(a, b));
  const text = path + sorted.map(([name, value]) => name + value).join("");
  return createHmac("sha256", appSecret).update(text).digest("hex").toUpperCase();
}
