const baseMs = 20;
const longestMs = 500;
const longestTurnMs = 5;

/**
 * Waits before another attempt at something that others were writing: any time up to 20 ms after the first attempt, up to
 * twice as much after each further one, half a second at most. All of the time is chance, so that two losers of one race
 * do not meet again.
 */
export async function pauseWithJitter(attempt: number): Promise<void> {
  await new Promise((wake) => setTimeout(wake, pauseMs(attempt, Math.random)));
}

/** How long that is, by a source of chance between 0 and 1. */
export function pauseMs(attempt: number, random: () => number): number {
  return random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1));
}

/**
 * Waits for its turn at items that another transaction holds right now, which takes some milliseconds: any time up to 5 ms.
 * It is never longer after further attempts: whoever waited longest would be overtaken by everybody who comes new.
 */
export async function pauseForTurn(): Promise<void> {
  await new Promise((wake) => setTimeout(wake, turnMs(Math.random)));
}

export function turnMs(random: () => number): number {
  return random() * longestTurnMs;
}
