import { type LookupAddress, lookup } from "node:dns";
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { isIP, type LookupFunction } from "node:net";
import type { ApiProblem, Http, HttpRequest, HttpResponse } from "../channels/api.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { isPublicAddress } from "./public-address.ts";

export type HttpOptions = {
  /** Lets `http://127.0.0.1` in: for the local hub, whose channels are simulators on this machine. Never on AWS. */
  readonly allowsThisMachine: boolean;
  /** From the first byte sent to the last received. */
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
};

const usualTimeoutMs = 15_000;
/** The largest order of any channel is far below; what is larger is not an order. */
const usualMostBytes = 8_000_000;

/**
 * Requests to channels. The addresses are those that merchants and credentials name, so nothing but public hosts is spoken
 * to: the address is checked where the connection is made, hence a name that resolves to another address a moment later
 * gains nothing. Redirects are answers, never followed: a signed request is for one host.
 */
export function httpsHttp(options: HttpOptions): Http {
  return {
    send: async (request) => {
      const target = targetOf(request.url, options);
      if (!target.ok) return target;
      return await exchange(target.value, request, options);
    },
  };
}

type Target = { readonly url: URL; readonly isLocal: boolean };

function targetOf(text: string, { allowsThisMachine }: HttpOptions): Result<Target, ApiProblem> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return notAllowed("it is no address");
  const isLocal = allowsThisMachine && url.hostname === "127.0.0.1";
  if (isLocal) return ok({ url, isLocal });
  if (url.protocol !== "https:") return notAllowed("only https is spoken");
  if (url.username !== "" || url.password !== "") return notAllowed("it carries a user name");
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) return notAllowed("it is not a public host");
  return ok({ url, isLocal });
}

function notAllowed(why: string): Result<never, ApiProblem> {
  return fail({ kind: "refused", code: "address_not_allowed", detail: `the channel's address cannot be used: ${why}` });
}

class ClosedAddressError extends Error {}
class TooLargeError extends Error {}

/** Resolves as usual, and refuses a name of which any address is not public. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error !== null || first === undefined) return done(error ?? new Error("the name has no address"), "", 0);
    if (!found.every(({ address }) => isPublicAddress(address))) return done(new ClosedAddressError(), "", 0);
    if (options.all === true) return done(null, found);
    return done(null, first.address, first.family);
  });
};

async function exchange(
  { url, isLocal }: Target,
  request: HttpRequest,
  { timeoutMs = usualTimeoutMs, mostBytes = usualMostBytes }: HttpOptions,
): Promise<Result<HttpResponse, ApiProblem>> {
  const { request: begin } = url.protocol === "http:" ? await import("node:http") : await import("node:https");
  const body = request.body === undefined ? null : Buffer.from(request.body);
  const options: RequestOptions = {
    method: request.method,
    headers: {
      "user-agent": "orderhub",
      "accept-encoding": "identity",
      ...request.headers,
      ...(body === null ? {} : { "content-length": String(body.byteLength) }),
    },
    signal: AbortSignal.timeout(timeoutMs),
    ...(isLocal ? {} : { lookup: publicLookup }),
  };
  const progress = { isSent: false };
  try {
    const answer = await answerOf(begin(url, options), body, progress);
    return ok({ status: answer.statusCode ?? 0, headers: headersOf(answer), body: await bodyOf(answer, mostBytes) });
  } catch (error) {
    return fail(problemOf(error, request, progress.isSent));
  }
}

function answerOf(
  request: ClientRequest,
  body: Buffer | null,
  progress: { isSent: boolean },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on("socket", (socket) => {
      const isReady = request.protocol === "https:" ? "secureConnect" : "connect";
      if (socket.connecting) socket.once(isReady, () => (progress.isSent = true));
      else progress.isSent = true;
    });
    request.on("response", resolve).on("error", reject);
    request.end(body ?? undefined);
  });
}

async function bodyOf(answer: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new TooLargeError(`an answer may have ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The first of repeated headers; lower-case names are Node's own. */
function headersOf(answer: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[name] = first;
  }
  return headers;
}

/** What was never sent has done nothing. A write that was sent and not answered may have been done. */
function problemOf(error: unknown, request: HttpRequest, isSent: boolean): ApiProblem {
  if (error instanceof TooLargeError) return { kind: "unreadable", at: "the body", detail: error.message };
  if (error instanceof ClosedAddressError) {
    return {
      kind: "refused",
      code: "address_not_allowed",
      detail: "the channel's name leads to a host that is not public",
    };
  }
  const detail = isTimeout(error) ? "no answer in time" : `no answer: ${codeOf(error)}`;
  const isSafe = !isSent || request.method === "GET" || request.isRepeatable === true;
  return { kind: isSafe ? "unavailable" : "in_doubt", detail };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === "string" ? code : error instanceof Error ? error.name : "unknown";
}
