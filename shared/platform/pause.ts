const baseMs = 20;
const longestMs = 500;

/**
 * Waits before another attempt at something that others were writing: any time up to 20 ms after the first attempt, up to
 * twice as much after each further one, half a second at most. All of the time is chance, so that two losers of one race
 * do not meet again.
 */
export async function pauseWithJitter(attempt: number): Promise<void> {
  const upTo = Math.min(longestMs, baseMs * 2 ** (attempt - 1));
  await new Promise((wake) => setTimeout(wake, Math.random() * upTo));
}
