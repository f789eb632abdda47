import type { ApiProblem, Http, HttpRequest, HttpResponse } from "../channels/api.ts";
import { fail, type Result } from "../kernel/result.ts";
import type { RateGate } from "./rate-gate.ts";

export type CarefulDeps = {
  readonly http: Http;
  readonly gate: RateGate;
  readonly pause: (ms: number) => Promise<void>;
  /** How much time may still be spent; with 0 nothing is sent any more. */
  readonly msLeft: () => number;
  /** The longest wait for a turn under the rate limit; all the time there is when left out. */
  readonly mostWaitMs?: number;
  /** From 0 to 1: how much of a back-off is waited. */
  readonly random: () => number;
};

const TRIES = 4;
const BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 8_000;
/** A channel that wants a longer pause gets it from the queue, not from a function that waits. */
const MOST_RETRY_AFTER_MS = 900_000;

/**
 * A port that keeps the shop's rate limit and tries again what may be tried again: what the channel refused to look at (429),
 * and what failed on its side when sending it twice does no harm. The last answer is given as it is.
 */
export function makeCarefulHttp(deps: CarefulDeps): Http {
  return {
    send: async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        const turn = await deps.gate.take(Math.min(deps.msLeft(), deps.mostWaitMs ?? Number.POSITIVE_INFINITY));
        if (!turn.ok) return turn;
        if (deps.msLeft() <= 0) return fail({ kind: "unavailable", detail: "there was no time left to ask" });
        const result = await deps.http.send(request);
        const waitMs = await waitOf(deps, request, result, attempt);
        if (waitMs === null || attempt === TRIES || waitMs >= deps.msLeft()) return result;
        await deps.pause(waitMs);
      }
    },
  };
}

/** How long to wait before the same request may be sent again; null when it may not or need not be. */
async function waitOf(
  deps: CarefulDeps,
  request: HttpRequest,
  result: Result<HttpResponse, ApiProblem>,
  attempt: number,
): Promise<number | null> {
  const backOffMs = deps.random() * Math.min(LONGEST_BACK_OFF_MS, BACK_OFF_MS * 2 ** (attempt - 1));
  // `unavailable` is said only of what was not done or may be done twice.
  if (!result.ok) return result.error.kind === "unavailable" ? backOffMs : null;
  const { status, headers } = result.value;
  if (status === 429) {
    const askedMs = retryAfterMs(headers["retry-after"], headers["date"]);
    await deps.gate.slowDown(askedMs ?? BACK_OFF_MS);
    return (askedMs ?? BACK_OFF_MS) + backOffMs;
  }
  const isSafe = request.method === "GET" || request.isRepeatable === true;
  return status >= 500 && isSafe ? backOffMs : null;
}

/** Seconds, or a date that is compared with the channel's own. Made-up lengths are cut to a quarter of an hour. */
function retryAfterMs(asked: string | undefined, date: string | undefined): number | null {
  if (asked === undefined) return null;
  const ms = /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - Date.parse(date ?? "");
  return Number.isFinite(ms) ? Math.min(MOST_RETRY_AFTER_MS, Math.max(0, ms)) : null;
}
