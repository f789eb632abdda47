import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { once } from "./client-options.ts";
import type { SignableRequest } from "./s3-signature.ts";

/** A call that is ready to go, with all of its headers. */
export type S3Call = {
  readonly method: SignableRequest["method"];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export type S3Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The name of the error as S3 gives it, e.g. "NoSuchKey"; empty when all went well. */
  readonly code: string;
};

const attempts = 3;
const silenceMs = 10_000;
const httpsAgent = once(() => new HttpsAgent({ keepAlive: true }));
/**
 * Plain HTTP is for other endpoints than AWS, and loaded only then: an ES import of node:http runs its getters, one of which
 * loads a WebSocket client and costs every cold start 28 ms.
 */
const plainHttp = once(() => {
  const http = process.getBuiltinModule("node:http");
  return { request: http.request, agent: new http.Agent({ keepAlive: true }) };
});

/**
 * Makes the call, and makes it again when the connection broke or S3 was busy; `makeCall` signs afresh each time. What S3
 * answered at last is given back, a broken connection thrown.
 */
export async function callS3(makeCall: () => Promise<S3Call>): Promise<S3Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await exchange(await makeCall());
      if (attempt === attempts || !isPassing(answer)) return answer;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
    await sleep(Math.random() * 100 * 2 ** attempt);
  }
}

/** A conditional write that met another write of the same key is to be tried again, says S3. */
const passing: ReadonlySet<string> = new Set([
  "ConditionalRequestConflict",
  "RequestTimeout",
  "InternalError",
  "SlowDown",
]);

function isPassing({ status, code }: S3Answer): boolean {
  return status >= 500 || status === 429 || passing.has(code);
}

async function exchange({ method, url, headers, body }: S3Call): Promise<S3Answer> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = begun(url, { method, headers, timeout: silenceMs });
    outgoing.on("response", resolve).on("error", reject);
    outgoing.on("timeout", () => outgoing.destroy(new Error(`S3 was silent for ${silenceMs} ms`)));
    outgoing.end(body);
  });
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  return answerOf(message, Buffer.concat(parts), method);
}

function begun(url: string, options: RequestOptions): ClientRequest {
  if (url.startsWith("https:")) return httpsRequest(url, { ...options, agent: httpsAgent() });
  const { request, agent } = plainHttp();
  return request(url, { ...options, agent });
}

function answerOf(message: IncomingMessage, body: Buffer, method: S3Call["method"]): S3Answer {
  const status = message.statusCode ?? 0;
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value[0] : value;
  // An upload may fail after S3 has answered 200, and then says so in the body.
  const isWell = status < 300 && (method !== "POST" || !body.includes("<Error>"));
  const code = isWell ? "" : (/<Code>(\w+)<\/Code>/.exec(body.toString("utf8"))?.[1] ?? "");
  return { status, headers, body, code };
}
