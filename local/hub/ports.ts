/**
 * Starts something on a port: the one asked for, or fails with a sentence; else the usual one, or any other when that is
 * taken (a second hub). 0 takes any.
 */
export async function onPort<T>(
  wanted: number | undefined,
  usual: number,
  start: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await start(wanted ?? usual);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    if (wanted === undefined) return start(0);
    throw new Error(`port ${wanted} is taken; choose another with --port, or leave it out`, { cause: error });
  }
}
