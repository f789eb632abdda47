import { clip, displayWidth, pad } from "./text-width.ts";

/** Where a command writes: results to stdout, what is under way to stderr. */
export type Printer = {
  /** With `--json` only this is printed, as one JSON document. */
  readonly wantsJson: boolean;
  /** For people; silent with `--json`. */
  say(text: string): void;
  json(value: unknown): void;
  /** A bar that is redrawn in place; on a pipe only its end is shown. */
  bar(title: string): ProgressBar;
};

export type ProgressBar = {
  /** `total` 0: not known yet. */
  set(done: number, total: number, note?: string): void;
  end(note: string): void;
};

type Stream = { readonly isTTY?: boolean; write(text: string): unknown };

const BAR = 24;
const LINE = 98;

export function makePrinter(wantsJson: boolean, out: Stream, progress: Stream): Printer {
  return {
    wantsJson,
    say: (text) => void (wantsJson || out.write(`${text}\n`)),
    json: (value) => void out.write(`${JSON.stringify(value, null, 2)}\n`),
    bar: (title) => makeBar(title, progress, wantsJson),
  };
}

function makeBar(title: string, stream: Stream, isSilent: boolean): ProgressBar {
  const isLive = stream.isTTY === true && !isSilent;
  let last = "";
  const draw = (line: string): void => {
    if (!isLive || line === last) return;
    stream.write(`\r${pad(line, Math.max(displayWidth(last), displayWidth(line)))}`);
    last = line;
  };
  return {
    set: (done, total, note = "") => draw(barLine(title, done, total, note)),
    end: (note) => {
      if (isSilent) return;
      if (isLive) stream.write(`\r${" ".repeat(displayWidth(last))}\r`);
      stream.write(`${clip(`${title}  ${note}`, LINE)}\n`);
    },
  };
}

function barLine(title: string, done: number, total: number, note: string): string {
  const filled = total === 0 ? 0 : Math.min(BAR, Math.floor((done / total) * BAR));
  const figures = total === 0 ? "…" : `${done}/${total}`;
  return clip(`${title}  ${"█".repeat(filled)}${"░".repeat(BAR - filled)}  ${figures}  ${note}`.trimEnd(), LINE);
}
