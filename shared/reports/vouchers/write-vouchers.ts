import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ObjectFiles } from "../../platform/ports.ts";
import type { Table } from "../../table/port.ts";
import { openNewestFacts, type SealedFacts } from "../facts/sealed-facts.ts";
import { readAccounts } from "./account-store.ts";
import type { LedgerFile } from "./ledger-file.ts";
import { type LedgerName, ledgerFormats } from "./ledger-formats.ts";
import { makeDayPostings } from "./post-day.ts";
import type { DayVouchers, Unposted, Voucher } from "./voucher.ts";

export type WrittenVouchers = {
  readonly day: string;
  /** Of the facts they were made from: the same version gives the same files. */
  readonly version: number;
  readonly vouchers: readonly Voucher[];
  readonly unposted: readonly Unposted[];
  readonly files: readonly LedgerFile[];
};

export type VouchersRefused = { readonly kind: "not_sealed" } | { readonly kind: "no_accounts" };

/** The vouchers of a sealed day for one ledger. Reads the sealed facts only, so it can be asked for at any time, and again. */
export async function writeVouchers(
  { table, exports }: { readonly table: Table; readonly exports: ObjectFiles },
  merchant: MerchantId,
  { day, ledger }: { readonly day: string; readonly ledger: LedgerName },
): Promise<Result<WrittenVouchers, VouchersRefused>> {
  const accounts = await readAccounts(table, merchant);
  if (accounts === null) return fail({ kind: "no_accounts" });
  const facts = await openNewestFacts(exports, merchant, day);
  if (facts === null) return fail({ kind: "not_sealed" });
  const { vouchers, unposted } = await postDay(facts);
  const files = ledgerFormats[ledger](vouchers, accounts);
  return ok({ day, version: facts.manifest.version, vouchers, unposted, files });
}

async function postDay(facts: SealedFacts): Promise<DayVouchers> {
  const postings = makeDayPostings(facts.manifest);
  for await (const entries of facts.read("entries")) for (const entry of entries) postings.entry(entry);
  for await (const payments of facts.read("payments")) for (const payment of payments) postings.payment(payment);
  for await (const fees of facts.read("fees")) for (const fee of fees) postings.fee(fee);
  return postings.vouchers();
}
