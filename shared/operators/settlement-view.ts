import * as z from "zod/mini";
import { decimalFromMinor } from "../kernel/money.ts";
import { whyText } from "../reconciliation/explain.ts";
import type { Told } from "../reconciliation/line-changes.ts";
import type { OpenEntry } from "../reconciliation/read-entries.ts";
import { differenceClasses } from "../reconciliation/settlement.ts";
import type { Settlement } from "../reconciliation/settlement-store.ts";
import { pageQuery } from "./page-query.ts";

export const entriesQuery = z.object({ ...pageQuery, class: z.optional(z.enum(differenceClasses)) });

export const closingBody = z.object({ note: z.string().check(z.minLength(1), z.maxLength(500)) });

/** Amounts are decimal text; `difference` = `payout` − `expected` = the sum of the classes' differences. */
export function settlementView(settlement: Settlement): Readonly<Record<string, unknown>> {
  const { id, settlementId, channel, shop, currency, from, to, openedAt, explained, matched } = settlement;
  const money = (minor: number): string => decimalFromMinor(minor, currency);
  return {
    ...{ id, settlementId, channel, shop, currency, from, to, openedAt },
    explained:
      explained === null
        ? null
        : {
            at: explained.at,
            payout: money(explained.payoutMinor),
            expected: money(explained.expectedMinor),
            difference: money(explained.payoutMinor - explained.expectedMinor),
            classes: explained.classes.map(({ class: name, entries, amountMinor, differenceMinor }) => ({
              ...{ class: name, lines: entries, amount: money(amountMinor), difference: money(differenceMinor) },
            })),
          },
    matched: matched == null ? null : { ...matched, after: undefined, isWhole: matched.after === null },
  };
}

export function entryView(entry: OpenEntry, currency: string): Readonly<Record<string, unknown>> {
  const { line, orderNo, orderId, day, sku, kind, feeKind, text, confidence, why, closing, changes } = entry;
  return {
    ...{ line, class: entry.class, confidence, orderNo, orderId: orderId === "" ? null : orderId, day, sku, kind },
    ...{ feeKind, text },
    amount: decimalFromMinor(entry.amountMinor, currency),
    expected: decimalFromMinor(entry.expectedMinor, currency),
    difference: decimalFromMinor(entry.differenceMinor, currency),
    why: { code: why.code, en: whyText(why, "en"), zh: whyText(why, "zh") },
    closing,
    changes: changes.map(({ at, by, from, to }) => ({
      at,
      by,
      from: toldView(from, currency),
      to: toldView(to, currency),
    })),
  };
}

function toldView(told: Told | null, currency: string): Readonly<Record<string, unknown>> | null {
  if (told === null) return null;
  const { why, confidence } = told;
  const difference = decimalFromMinor(told.differenceMinor, currency);
  return { class: told.class, confidence, difference, why: { en: whyText(why, "en"), zh: whyText(why, "zh") } };
}
