import { exitCodeOf, exitCodes } from "../cli/failures.ts";
import { endWithReader } from "./closed-pipe.ts";

/**
 * Runs what stands behind `npm run NAME` and sets the exit code it gives. Wrong use is said in a sentence (2), and so is
 * what the code says in a plain `Error` (1): a port that is taken, a file that is not there. Any other kind of error is
 * a bug, and comes with its stack.
 */
export async function runCommand(name: string, run: (args: readonly string[]) => Promise<number>): Promise<void> {
  endWithReader();
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (failure) {
    const code = exitCodeOf(failure);
    process.exitCode = code ?? 1;
    console.error(`${name}: ${sentenceOf(failure, code !== null)}`);
    if (code === exitCodes.wrongUse) console.error(`See: npm run ${name} -- --help`);
  }
}

function sentenceOf(failure: unknown, isExpected: boolean): string {
  if (!(failure instanceof Error)) return String(failure);
  if (isExpected || failure.name === "Error") return failure.message;
  const cause = failure.cause === undefined ? "" : `\nbecause: ${String(failure.cause)}`;
  return `${failure.stack ?? failure.message}${cause}`;
}
