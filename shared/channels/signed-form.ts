import { createHash } from "node:crypto";
import { compareText } from "../kernel/compare-text.ts";
import type { HttpRequest } from "./api.ts";

export type FormParams = Readonly<Record<string, string>>;

/**
 * Upper-case hex MD5 over secret, names and values sorted by name, secret: how Taobao, JD and Pinduoduo sign what they are
 * asked. MD5 is theirs to choose.
 */
export function sortedMd5(params: FormParams, secret: string): string {
  const sorted = Object.entries(params).sort(([a], [b]) => compareText(a, b));
  const text = secret + sorted.map(([name, value]) => name + value).join("") + secret;
  return createHash("md5").update(text).digest("hex").toUpperCase();
}

/** A POST whose parameters are signed so and sent as a form. */
export function signedForm(ask: {
  readonly url: string;
  readonly params: FormParams;
  readonly secret: string;
  readonly isRepeatable: boolean;
}): HttpRequest {
  const signed = { ...ask.params, sign: sortedMd5(ask.params, ask.secret) };
  return {
    method: "POST",
    url: ask.url,
    headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
    body: new URLSearchParams(signed).toString(),
    isRepeatable: ask.isRepeatable,
  };
}
