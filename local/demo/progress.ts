import { makePrinter, type ProgressBar } from "../cli/printer.ts";
import { pad } from "../cli/text-width.ts";

/** What the demo shows while it works: one tidy line for each step, with its figures and seconds. */
export type Progress = {
  say(text: string): void;
  /** Runs one step; what it returns as `found` stands behind its title. */
  step<T>(title: string, run: (bar: ProgressBar) => Promise<{ readonly found: string; readonly value: T }>): Promise<T>;
  seconds(): number;
};

const TITLE = 34;

export function makeProgress(stream: { readonly isTTY?: boolean; write(text: string): unknown }): Progress {
  const startedMs = performance.now();
  const printer = makePrinter(false, stream, stream);
  const seconds = (): number => Math.round((performance.now() - startedMs) / 100) / 10;
  return {
    say: (text) => void stream.write(`${text}\n`),
    async step(title, run) {
      const beganMs = performance.now();
      const bar = printer.bar(pad(title, TITLE));
      bar.set(0, 0);
      const { found, value } = await run(bar);
      bar.end(`${pad(found, 50)} ${((performance.now() - beganMs) / 1000).toFixed(1).padStart(5)} s`);
      return value;
    },
    seconds,
  };
}
