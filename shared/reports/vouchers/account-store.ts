import type { MerchantId } from "../../kernel/ids.ts";
import type { Table } from "../../table/port.ts";
import { ledgerAccountsKey } from "../../table/report-keys.ts";
import { type AccountMap, accountMapSchema } from "./account-map.ts";

/** null while nobody has said which accounts there are. Strongly consistent. */
export async function readAccounts(table: Table, merchant: MerchantId): Promise<AccountMap | null> {
  const item = await table.get(ledgerAccountsKey(merchant));
  return item === null ? null : accountMapSchema.parse(item["map"]);
}

/** Counts for vouchers that are written from now on; those that a ledger has taken in are its own. */
export async function saveAccounts(table: Table, merchant: MerchantId, map: AccountMap): Promise<void> {
  await table.put({ ...ledgerAccountsKey(merchant), schemaVersion: 1, map });
}
