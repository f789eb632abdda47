import { createHash } from "node:crypto";
import { compareText } from "../kernel/compare-text.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "./api.ts";
import type { JsonReader } from "./json-reader.ts";
import { askForJson, type RestAnswer, readAnswer } from "./rest-answer.ts";

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

/** Sends such a form. The platforms that sign so tell their errors under status 200, in `error_response`. */
export async function askSignedForm(
  call: Pick<ApiCall, "http">,
  ask: Parameters<typeof signedForm>[0],
  problemOf: (error: JsonReader) => ApiProblem,
): Promise<Result<RestAnswer, ApiProblem>> {
  const answer = await askForJson(call, signedForm(ask), () => null);
  if (!answer.ok) return answer;
  const problem = readAnswer(answer.value.json, (at) => {
    const error = at.child("error_response");
    return error === null ? null : problemOf(error);
  });
  if (!problem.ok) return problem;
  return problem.value === null ? ok(answer.value) : fail(problem.value);
}

/** Reads what stands under `key`, where their answers have everything. */
export function readUnder<T>(answer: RestAnswer, key: string, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  return readAnswer(answer.json, (at) => {
    const response = at.child(key);
    if (response === null) at.refuse("missing_field", key, "the answer has neither this nor an error");
    return map(response ?? at);
  });
}
