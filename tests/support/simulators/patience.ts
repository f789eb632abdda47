import type { ApiProblem, Credentials } from "../../../shared/channels/api.ts";
import type { Result } from "../../../shared/kernel/result.ts";

/** What passes by itself; the rest is the channel's last word. */
const passing: readonly ApiProblem["kind"][] = ["rate_limited", "unavailable"];

/**
 * Tries again what passes, as the hub's port and its schedule do, without waiting. `credentials` is handed on from attempt
 * to attempt; `refresh` replaces it when the channel says that the token is used up. `in_doubt` is repeated only when the
 * test says that it may be.
 */
export async function patiently<T>(
  attempt: (credentials: Credentials) => Promise<Result<T, ApiProblem>>,
  options: {
    readonly credentials: Credentials;
    readonly refresh?: (credentials: Credentials) => Promise<Result<Credentials, ApiProblem>>;
    readonly repeatsInDoubt?: boolean;
    readonly times?: number;
  },
): Promise<{ readonly result: Result<T, ApiProblem>; readonly credentials: Credentials; readonly attempts: number }> {
  const times = options.times ?? 100;
  let { credentials } = options;
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt(credentials);
    if (result.ok || attempts >= times) return { result, credentials, attempts };
    const { kind } = result.error;
    if (kind === "unauthorised" && options.refresh !== undefined) {
      const refreshed = await options.refresh(credentials);
      if (refreshed.ok) credentials = refreshed.value;
      else if (!passing.includes(refreshed.error.kind)) return { result: refreshed, credentials, attempts };
    } else if (!passing.includes(kind) && !(kind === "in_doubt" && options.repeatsInDoubt === true)) {
      return { result, credentials, attempts };
    }
  }
}
