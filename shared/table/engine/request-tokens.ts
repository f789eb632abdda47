import { EngineError } from "./errors.ts";
import type { RequestToken } from "./requests.ts";

const tokenLifeMs = 10 * 60 * 1000;

/** Client request tokens of finished transactions, each remembered for ten minutes. */
export type RequestTokens = {
  /** True when this very request was done before; throws when the token was used for another one. */
  isDone(request: RequestToken, now: number): boolean;
  done(request: RequestToken, now: number): void;
};

export function makeRequestTokens(): RequestTokens {
  const known = new Map<string, { readonly fingerprint: string; readonly at: number }>();

  function forget(now: number): void {
    for (const [token, { at }] of known) {
      if (at + tokenLifeMs > now) return;
      known.delete(token);
    }
  }

  return {
    isDone({ token, fingerprint }, now) {
      forget(now);
      const earlier = known.get(token);
      if (earlier === undefined) return false;
      if (earlier.fingerprint === fingerprint) return true;
      throw new EngineError(
        "IdempotentParameterMismatchException",
        "The request uses the same client token as a previous, but non-identical request.",
      );
    },
    done({ token, fingerprint }, now) {
      known.set(token, { fingerprint, at: now });
    },
  };
}
