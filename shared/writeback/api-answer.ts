import type { ApiProblem, Written } from "../channels/api.ts";
import { never, type Result } from "../kernel/result.ts";

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

const SIGN_IN_SECONDS = 900;

/** What the answer to a write means. `PAUSED` and other refusals of our own are waits, not the channel's no. */
export function answerOf(result: Result<Written, ApiProblem>, pausedCode: string): ApiAnswer {
  if (result.ok) return result.value;
  const problem = result.error;
  switch (problem.kind) {
    case "refused":
      if (problem.code === pausedCode) return later(problem.detail, SIGN_IN_SECONDS, false);
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

function later(why: string, afterSeconds: number | null, isAttempt: boolean): ApiAnswer {
  return { kind: "later", why, afterSeconds, isAttempt };
}
