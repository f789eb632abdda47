import type { Hub } from "./hub.ts";
import type { Printer } from "./printer.ts";

/** One word of the command line, e.g. `orders`. */
export type Command = {
  readonly name: string;
  /** What follows the name: `ID [--why]`. */
  readonly takes: string;
  readonly about: string;
  /** Options besides those of every command (`--json`, `--api`, `--token`, `--port`, `--as`, `--help`). */
  readonly options?: Readonly<Record<string, { readonly type: "string" | "boolean"; readonly about: string }>>;
  /** Whose token a local hub lends for it; `operator` unless said. */
  readonly role?: string;
  run(call: CommandCall): Promise<void>;
};

export type CommandCall = {
  readonly args: readonly string[];
  readonly options: CommandOptions;
  readonly print: Printer;
  /** Found at first use: what needs no hub works without one. */
  readonly hub: () => Hub;
  /** Where the command was typed; files are read from and written to there. */
  readonly folder: string;
};

export type CommandOptions = {
  text(name: string): string | undefined;
  flag(name: string): boolean;
};
