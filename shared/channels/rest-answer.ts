import { type Json, parseJson } from "../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest, HttpResponse } from "./api.ts";
import { type JsonReader, readJson } from "./json-reader.ts";

/** What an API that means its HTTP statuses answered: the text as it came, and the same read. `json` is null for no body. */
export type RestAnswer = { readonly response: HttpResponse; readonly text: string; readonly json: Json };

/** The channel's own code and words for an error; null when the body has none. Never personal data. */
export type ReadRefusal = (at: JsonReader) => { readonly code: string | null; readonly detail: string | null } | null;

/** Sends, and tells a 2xx with JSON (or nothing) from the kinds of failure. */
export async function askForJson(
  call: Pick<ApiCall, "http">,
  request: HttpRequest,
  readRefusal: ReadRefusal,
): Promise<Result<RestAnswer, ApiProblem>> {
  const sent = await call.http.send(request);
  if (!sent.ok) return sent;
  const response = sent.value;
  const problem = problemOfStatus(request, response, readRefusal);
  if (problem !== null) return fail(problem);
  const text = textOf(response);
  if (text.trim() === "") return ok({ response, text, json: null });
  const json = parseJson(text);
  return json.ok ? ok({ response, text, json: json.value }) : fail(unreadable("", json.error.detail));
}

/**
 * For APIs that tell errors of their own inside the body, under whatever status: those win over the status, except where the
 * gateway answered (too many calls, or nobody there), whatever stands in the body then.
 */
export async function askForOwnErrors(
  call: Pick<ApiCall, "http">,
  request: HttpRequest,
  readProblem: (at: JsonReader) => ApiProblem | null,
): Promise<Result<RestAnswer, ApiProblem>> {
  const sent = await call.http.send(request);
  if (!sent.ok) return sent;
  const response = sent.value;
  const problem = problemOfStatus(request, response, () => null);
  if (problem !== null && (response.status === 429 || response.status >= 500)) return fail(problem);
  const text = textOf(response);
  const json = parseJson(text);
  const said = json.ok ? readAnswer(json.value, readProblem) : null;
  if (said?.ok && said.value !== null) return fail(said.value);
  if (problem !== null) return fail(problem);
  return json.ok ? ok({ response, text, json: json.value }) : fail(unreadable("", json.error.detail));
}

/**
 * null for 2xx. A 5xx after a write that may not be repeated leaves it in doubt: half of such answers come from a gateway
 * behind which the work was done.
 */
export function problemOfStatus(
  request: HttpRequest,
  response: HttpResponse,
  readRefusal: ReadRefusal,
): ApiProblem | null {
  const { status } = response;
  if (status >= 200 && status < 300) return null;
  const said = refusalOf(response, readRefusal);
  const detail = `${status} ${said.detail ?? said.code ?? "without a reason"}`.slice(0, 300);
  if (status === 401 || status === 403) return { kind: "unauthorised", detail };
  if (status === 404 || status === 410) return { kind: "not_found", detail };
  if (status === 429) return { kind: "rate_limited", retryAfterMs: retryAfterMs(response) };
  if (status >= 500 || status === 408) {
    const isSafe = request.method === "GET" || request.isRepeatable === true;
    return { kind: isSafe ? "unavailable" : "in_doubt", detail };
  }
  return { kind: "refused", code: said.code ?? String(status), detail };
}

/** Reads an answer field by field; what is not as documented is `unreadable`, with its place. */
export function readAnswer<T>(json: Json, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  const read = readJson(json, map);
  return read.ok ? read : fail(unreadable(read.error.at, read.error.detail));
}

export function unreadable(at: string, detail: string): ApiProblem {
  return { kind: "unreadable", at, detail };
}

/** What the connection must have been given; the first that is missing is named. */
export function needCredentials<const N extends string>(
  call: Pick<ApiCall, "credentials">,
  names: readonly N[],
): Result<Readonly<Record<N, string>>, ApiProblem> {
  const missing = names.find((name) => (call.credentials[name] ?? "") === "");
  if (missing !== undefined) {
    return fail({ kind: "unauthorised", detail: `the connection has no ${missing}` });
  }
  return ok(Object.fromEntries(names.map((name) => [name, call.credentials[name] ?? ""])) as Record<N, string>);
}

export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  return `${url}?${new URLSearchParams(query).toString()}`;
}

/**
 * The address a connection was given, or the channel's own; without a slash at its end. Whether it may be spoken to at all is
 * the port's business. A shop that has no address cannot be asked.
 */
export function addressOf(call: Pick<ApiCall, "credentials">, usual: string | null): Result<string, ApiProblem> {
  const given = call.credentials["apiUrl"] ?? "";
  const address = given === "" ? (usual ?? "") : given;
  if (URL.canParse(address)) return ok(address.replace(/\/+$/, ""));
  return fail({ kind: "unauthorised", detail: "the connection has no address (apiUrl)" });
}

/** Several JSON lists as one, without reading their numbers: `[1][2,3]` is `[1,2,3]`. */
export function joinListTexts(lists: readonly string[]): string {
  const inner = lists.map((text) => text.trim().replace(/^\[|\]$/g, "")).filter((text) => text.trim() !== "");
  return `[${inner.join(",")}]`;
}

export function textOf(response: HttpResponse): string {
  return new TextDecoder().decode(response.body);
}

function refusalOf(response: HttpResponse, readRefusal: ReadRefusal): NonNullable<ReturnType<ReadRefusal>> {
  const json = parseJson(response.body);
  const nothing = { code: null, detail: null };
  if (!json.ok) return nothing;
  const read = readJson(json.value, readRefusal);
  return read.ok ? (read.value ?? nothing) : nothing;
}

/** `Retry-After` in seconds, or what BigCommerce says instead. A date there is left to the port's own patience. */
function retryAfterMs({ headers }: HttpResponse): number | null {
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  const ms = Number.isNaN(seconds) ? Number(headers["x-rate-limit-time-reset-ms"] ?? Number.NaN) : seconds * 1000;
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
