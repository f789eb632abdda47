import { writeQuickBooks, writeXero } from "./invoices.ts";
import { writeKingdee } from "./kingdee.ts";
import type { LedgerFormat } from "./ledger-file.ts";
import { writeYonyouNc, writeYonyouU8 } from "./yonyou.ts";

/** Every ledger that vouchers are written for, by the name people ask for it. */
export const ledgerFormats = {
  kingdee: writeKingdee,
  "yonyou-nc": writeYonyouNc,
  "yonyou-u8": writeYonyouU8,
  xero: writeXero,
  quickbooks: writeQuickBooks,
} as const satisfies Readonly<Record<string, LedgerFormat>>;

export type LedgerName = keyof typeof ledgerFormats;

export const ledgerNames = Object.keys(ledgerFormats) as readonly LedgerName[];

export function isLedgerName(text: string): text is LedgerName {
  return Object.hasOwn(ledgerFormats, text);
}
