import type { ApiProblem, Written } from "../channels/api.ts";
import { never, type Result } from "../kernel/result.ts";
import { PAUSED } from "../pull/use-channel-api.ts";

/** How one attempt to tell a channel something ended, with "their no" apart from all that passes by itself. */
export type ApiAnswer =
  | { readonly kind: "done" | "already"; readonly reference: string | null }
  | { readonly kind: "refused"; readonly why: string }
  /** It may have been done: ask before it is tried again. */
  | { readonly kind: "in_doubt"; readonly why: string }
  | {
      readonly kind: "later";
      readonly why: string;
      /** null: a longer wait after each attempt. */
      readonly afterSeconds: number | null;
      /** False where the channel was never reached: waiting is no attempt. */
      readonly isAttempt: boolean;
    };

export type ApiFailure = Exclude<ApiAnswer, { readonly kind: "done" | "already" }>;

const SIGN_IN_SECONDS = 900;

/** What the answer to a write means. */
export function answerOf(result: Result<Written, ApiProblem>): ApiAnswer {
  return result.ok ? result.value : failureOf(result.error);
}

/** A pause of our own is a wait, and not the channel's no. */
export function failureOf(problem: ApiProblem): ApiFailure {
  switch (problem.kind) {
    case "refused":
      if (problem.code === PAUSED) return later(problem.detail, SIGN_IN_SECONDS, false);
      return { kind: "refused", why: `${problem.code}: ${problem.detail}` };
    case "not_found":
      return { kind: "refused", why: `not found: ${problem.detail}` };
    case "unauthorised":
      return later(`the shop needs a sign-in: ${problem.detail}`, SIGN_IN_SECONDS, false);
    case "rate_limited":
      return later("rate limit", Math.max(1, Math.ceil((problem.retryAfterMs ?? 15_000) / 1_000)), false);
    case "unavailable":
      return later(`unavailable: ${problem.detail}`, null, true);
    case "in_doubt":
      return { kind: "in_doubt", why: problem.detail };
    case "unreadable":
      return { kind: "in_doubt", why: `unreadable answer at ${problem.at}: ${problem.detail}` };
    default:
      return never(problem);
  }
}

/** Waits between attempts in seconds; the last is repeated. */
const waits = [15, 30, 60, 120, 300, 600, 900] as const;

export function backOffSeconds(attempts: number): number {
  return waits[Math.min(Math.max(0, attempts - 1), waits.length - 1)] ?? 900;
}

function later(why: string, afterSeconds: number | null, isAttempt: boolean): ApiFailure {
  return { kind: "later", why, afterSeconds, isAttempt };
}
