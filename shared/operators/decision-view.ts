import type { MerchantId } from "../kernel/ids.ts";
import { makeReceipt } from "../routing/receipt/make-receipt.ts";
import type { Receipt } from "../routing/receipt/receipt.ts";
import type { Decision } from "../routing/receipt/receipt-store.ts";
import { setVersionOf } from "../routing/receipt/snapshot.ts";
import { readRuleSets } from "../rules/rule-store.ts";
import type { Table } from "../table/port.ts";

/** The receipts of decisions, in their order; one whose rule set is gone cannot be made and is left out. */
export async function receiptsOf(
  table: Table,
  merchant: MerchantId,
  decisions: readonly Decision[],
): Promise<readonly Receipt[]> {
  const versions = decisions.flatMap(({ snapshot }) => setVersionOf(snapshot) ?? []);
  const sets = await readRuleSets(table, merchant, versions);
  return decisions.flatMap(({ snapshot }) => {
    const version = setVersionOf(snapshot);
    const set = sets.find((each) => each.version === version) ?? null;
    return version !== null && set === null ? [] : makeReceipt(snapshot, set);
  });
}
