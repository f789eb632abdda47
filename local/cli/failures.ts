/** What the command line ends with; the same for every command, so that scripts can rely on it. */
export const exitCodes = { ok: 0, refused: 1, wrongUse: 2, unreachable: 3 } as const;

/** A mistake of whoever typed the command. The message says what is wrong and what would be right. */
export class WrongUse extends Error {}

/** The hub answered no, or what it holds is not what was asked for. */
export class Refused extends Error {}

/** Nobody answered at the address. */
export class Unreachable extends Error {}

/** The exit code of a failure that has a sentence for people; null for a bug, which is shown with its stack. */
export function exitCodeOf(failure: unknown): number | null {
  if (failure instanceof WrongUse || isParseArgsError(failure)) return exitCodes.wrongUse;
  if (failure instanceof Refused) return exitCodes.refused;
  return failure instanceof Unreachable ? exitCodes.unreachable : null;
}

function isParseArgsError(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && String(failure.code).startsWith("ERR_PARSE_ARGS");
}
