import type { ApiProblem, Credentials, Http, HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { fail, ok, type Result } from "../../../shared/kernel/result.ts";
import { seeded } from "../../property/seeded.ts";
import type { BookFaults } from "./order-book.ts";

/**
 * A channel's own API as one function, without a network: it checks signatures and tokens as the real one would, speaks its
 * shapes, and holds orders that a test puts and replaces. One file for each channel: `make<Name>Simulator({ now })`.
 */
export type Simulator = {
  readonly name: string;
  /** What a connection of this shop is given at first; a refresh makes others. */
  readonly credentials: Credentials;
  respond(request: HttpRequest): Promise<HttpResponse>;
  /** Puts or replaces an order: what `readOrder` of the channel gives, as JSON; see the simulator's file. */
  put(order: unknown): void;
  /** What it was told of parcels, in the channel's own shape and in the order of arrival. */
  readonly shipments: readonly unknown[];
  /** Sellable quantity by the key the channel knows it under (see the simulator's file); a test may put listings in. */
  readonly stock: Map<string, number>;
  /** Every access token given so far is refused from now on; the refresh token still works. */
  expireTokens(): void;
  /** What its lists do wrong: those of `makeOrderBook`, which a test or `misbehaving` changes. */
  readonly faults: BookFaults;
  /** How this channel says "too many calls"; 429 with `retry-after: 1` when left out. */
  tooMany?(): HttpResponse;
};

/** Shares (0 to 1) are of the requests that come; everything else is off when left out. The same seed, the same day. */
export type Misbehaviour = {
  readonly seed: number;
  /** Refused before anything was done, in the channel's own way of saying "too many". */
  readonly rateLimited?: number;
  /** 500, 502 or 503 with a page of HTML; half of them have done what was asked all the same. */
  readonly broken?: number;
  /** No answer in time; half of them have done what was asked all the same. */
  readonly silent?: number;
  /** Each page but the first begins with the last row of the page before, as when rows move while they are read. */
  readonly repeatsPages?: boolean;
  /** An order is listed only so long after it was put, under the time it had then. */
  readonly commitsLateMs?: number;
  /** After so many requests, and after as many again, every token given so far expires. */
  readonly expiresTokenAfter?: number;
};

/** Thrown by `respond` where the real thing would leave the caller without an answer. */
export class NoAnswerError extends Error {}

/** The same simulator on a bad day. */
export function misbehaving(simulator: Simulator, plan: Misbehaviour): Simulator {
  const random = seeded(plan.seed);
  let requests = 0;
  simulator.faults.repeatsPages = plan.repeatsPages ?? simulator.faults.repeatsPages;
  simulator.faults.commitsLateMs = plan.commitsLateMs ?? simulator.faults.commitsLateMs;

  const respond = async (request: HttpRequest): Promise<HttpResponse> => {
    requests += 1;
    if (plan.expiresTokenAfter !== undefined && requests % plan.expiresTokenAfter === 0) simulator.expireTokens();
    if (random() < (plan.rateLimited ?? 0)) return simulator.tooMany?.() ?? tooManyRequests;
    const isBroken = random() < (plan.broken ?? 0);
    const isSilent = random() < (plan.silent ?? 0);
    const isDoneAnyway = random() < 0.5;
    if (!isBroken && !isSilent) return await simulator.respond(request);
    if (isDoneAnyway) await simulator.respond(request);
    if (isSilent) throw new NoAnswerError("no answer in time");
    return brokenAnswer([500, 502, 503][Math.floor(random() * 3)] ?? 500);
  };

  // A proxy and not a copy: a simulator may compute `credentials` or keep methods on itself.
  return new Proxy(simulator, { get: (target, key) => (key === "respond" ? respond : Reflect.get(target, key)) });
}

/** The simulator as the port that `api.ts` of the channel sends through. Nothing is repeated and nothing is slowed. */
export function httpOf(simulator: Pick<Simulator, "respond">): Http {
  return {
    async send(request: HttpRequest): Promise<Result<HttpResponse, ApiProblem>> {
      try {
        return ok(await simulator.respond(request));
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        const isSafe = request.method === "GET" || request.isRepeatable === true;
        return fail({ kind: isSafe ? "unavailable" : "in_doubt", detail: error.message });
      }
    },
  };
}

/** The same port, with what was sent through it. */
export function recorded(http: Http): { readonly http: Http; readonly sent: readonly HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const send = (request: HttpRequest): ReturnType<Http["send"]> => {
    sent.push(request);
    return http.send(request);
  };
  return { http: { send }, sent };
}

/** JSON as an API answers it: text is sent as it is, so that a simulator can keep numbers exact. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: new TextEncoder().encode(text),
  };
}

/** The body of a request as text, whichever way it was given. */
export function bodyText(request: HttpRequest): string {
  return typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body);
}

const tooManyRequests = jsonAnswer(429, { message: "Too many requests" }, { "retry-after": "1" });

function brokenAnswer(status: number): HttpResponse {
  const body = new TextEncoder().encode(`<html><body><h1>${status}</h1></body></html>`);
  return { status, headers: { "content-type": "text/html" }, body };
}
