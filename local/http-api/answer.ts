import { Buffer } from "node:buffer";
import type { InvokeResult } from "../lambda/worker-messages.ts";

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};

/** API Gateway's own answers: `{"message": …}`. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * What a function's result becomes: an object with `statusCode` is the answer; anything else is the body of a 200 in
 * JSON; a failed invocation, or an answer that is none, is a 500.
 */
export function toAnswer(result: InvokeResult): HttpAnswer {
  if (!result.ok) return gatewayAnswer(500, "Internal Server Error");
  const value: unknown = JSON.parse(result.payload);
  if (typeof value !== "object" || value === null || !("statusCode" in value)) return inferred(value);
  const { statusCode, headers, cookies, body, isBase64Encoded } = value as Readonly<Record<string, unknown>>;
  const status = Number(statusCode);
  const isSound =
    Number.isInteger(status) &&
    status >= 100 &&
    status <= 599 &&
    (body === undefined || body === null || typeof body === "string");
  if (!isSound) return gatewayAnswer(500, "Internal Server Error");
  return {
    status,
    headers: { "content-type": "text/plain;charset=UTF-8", ...headersOf(headers) },
    cookies: Array.isArray(cookies) ? cookies.map(String) : [],
    body: Buffer.from(typeof body === "string" ? body : "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function inferred(value: unknown): HttpAnswer {
  const body = Buffer.from(typeof value === "string" ? value : JSON.stringify(value ?? null));
  return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body };
}

function headersOf(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
