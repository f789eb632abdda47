import { daysAfter } from "../kernel/business-day.ts";
import type { SettlementHead } from "./settlement.ts";

/** Days of the sales that a settlement pays out by the usual course; `due` ends when all of them should have been. */
export type Window = {
  readonly from: string;
  readonly to: string;
  /** Sales from `from` up to this day should be in it; each is due in exactly one of settlements that follow one another. */
  readonly dueTo: string;
};

export function windowOf({ from, to, graceDays }: Pick<SettlementHead, "from" | "to" | "graceDays">): Window {
  return { from: daysAfter(from, -graceDays), to, dueTo: daysAfter(to, -graceDays) };
}

export function isInWindow(day: string, { from, to }: Window): boolean {
  return day >= from && day <= to;
}
