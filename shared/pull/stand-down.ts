import type { ApiProblem, Credentials } from "../channels/api.ts";
import type { Shop } from "./shop.ts";

/**
 * Spares a channel, and functions that would wait for it, calls that are known to be in vain: for some seconds after a shop
 * was not let in or the channel failed several times in a row, the same problem is answered without asking.
 */
export type StandDown = {
  /** The problem to answer instead of asking; null when the channel may be asked. */
  problemOf(shop: Shop, credentials: Credentials): ApiProblem | null;
  /** How a piece of work ended; null when it went well. */
  note(shop: Shop, credentials: Credentials, problem: ApiProblem | null): void;
};

type Trouble = {
  readonly problem: ApiProblem;
  readonly failures: number;
  readonly untilMs: number;
  /** Other credentials may be let in. */
  readonly credentials: string;
};

const FAILURES = 3;
const UNAVAILABLE_MS = 15_000;
const UNAUTHORISED_MS = 60_000;

export function makeStandDown(now: () => Date): StandDown {
  const troubles = new Map<string, Trouble>();
  const nameOf = ({ merchantId, connectionId }: Shop): string => `${merchantId}/${connectionId}`;
  return {
    problemOf(shop, credentials) {
      const trouble = troubles.get(nameOf(shop));
      if (trouble === undefined || now().getTime() >= trouble.untilMs) return null;
      const isOther = textOf(credentials) !== trouble.credentials;
      return trouble.problem.kind === "unauthorised" && isOther ? null : trouble.problem;
    },
    note(shop, credentials, problem) {
      const name = nameOf(shop);
      const isUnavailable = problem?.kind === "unavailable";
      if (problem === null || (!isUnavailable && problem.kind !== "unauthorised")) {
        troubles.delete(name);
        return;
      }
      const before = troubles.get(name);
      const failures = before?.problem.kind === problem.kind ? before.failures + 1 : 1;
      const restMs = isUnavailable ? (failures >= FAILURES ? UNAVAILABLE_MS : 0) : UNAUTHORISED_MS;
      const untilMs = now().getTime() + restMs;
      troubles.set(name, { problem, failures, untilMs, credentials: textOf(credentials) });
    },
  };
}

/** All of them: which one was refused is the channel's business. */
function textOf(credentials: Credentials): string {
  return JSON.stringify(Object.entries(credentials).sort(([a], [b]) => (a < b ? -1 : 1)));
}
