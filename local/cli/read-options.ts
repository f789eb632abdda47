import { isDay } from "../../shared/kernel/business-day.ts";
import type { CommandOptions } from "./command.ts";
import { WrongUse } from "./failures.ts";

export function limitOf(options: CommandOptions, usual: number): number {
  const text = options.text("limit");
  if (text === undefined) return usual;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new WrongUse(`--limit ${text} is not a number from 1 to 999999`);
  return Number(text);
}

/** The argument at `at`, or a sentence that says which one is missing. */
export function needed(args: readonly string[], at: number, what: string): string {
  const arg = args[at];
  if (arg === undefined || arg === "") throw new WrongUse(`${what} is missing`);
  return arg;
}

/** The argument at `at`, which must be a business day. */
export function neededDay(args: readonly string[], at: number, what: string): string {
  const day = needed(args, at, what);
  if (!isDay(day)) throw new WrongUse(`"${day}" is no day: write it as 2026-11-21`);
  return day;
}

/** One of `allowed`; `what` names the option in the sentence. */
export function oneOf<const T extends string>(text: string | undefined, allowed: readonly T[], what: string): T {
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  const said = text === undefined ? "is missing" : `cannot be "${text}"`;
  throw new WrongUse(`${what} ${said}: give ${allowed.join(" or ")}`);
}
