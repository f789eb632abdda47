import { minorFromDecimalRounded } from "../../kernel/money.ts";
import { ok } from "../../kernel/result.ts";
import { cellText, type RawCell } from "../../sheets/rows.ts";
import { tidy, tidyNumber } from "../cell-habits.ts";
import { type Read, readAmount } from "../read-cell.ts";

/** Platforms write more digits than the currency has (`12.5000`, `3.3333`): those are rounded half away from zero. */
export function readMoney(cell: RawCell, currency: string): Read<number> {
  const read = readAmount(cell, currency);
  if (read.ok || read.error !== "too_precise") return read;
  const rounded = minorFromDecimalRounded(tidyNumber(tidy(cellText(cell)).text, currency).text, currency);
  return rounded.ok && rounded.value >= 0 ? ok(rounded.value) : read;
}

/** A minus is how some platforms write a discount. */
export function unsigned(cell: RawCell): RawCell {
  return cell.kind === "text" || cell.kind === "number"
    ? { ...cell, text: cell.text.replace(/^\s*-(?=\d)/, "") }
    : cell;
}
