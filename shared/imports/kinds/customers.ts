import { OWN_SOURCE } from "../../customers/customer.ts";
import { changeCustomer } from "../../customers/customer-store.ts";
import type { Table } from "../../table/port.ts";
import type { FileInHand } from "../apply-orders.ts";
import { type CustomerRow, changedCustomer, readCustomerRows } from "../customer-rows.ts";
import type { RowFate } from "../row-fate.ts";
import { connectedShops } from "./connected-shops.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** Buyers, by their number in a shop, in a channel, or with the merchant. What a file does not say stays as it is known. */
export const customers: KindOfImport = {
  kind: "customers",
  neededCells: ["customer_no"],
  keyFields: ["shop", "customer_no"],
  isOfItsDay: false,
  read: (rows, { columns }) => unitsOf(readCustomerRows(rows, columns), stateCustomer),
};

async function stateCustomer({ table, now }: ImportTools, file: FileInHand, row: CustomerRow): Promise<RowFate> {
  const { source } = row.buyer;
  if (!(await isKnownSource(table, file, source)))
    return { kind: "failed", reasons: [{ code: "unknown_shop", column: "shop", found: source }] };
  const saved = await changeCustomer(table, file.merchantId, row.buyer, (before) => changedCustomer(before, row), {
    now: now().toISOString(),
    changedBy: `${file.content}#${row.rowNumber}`,
  });
  if (saved.ok) {
    const { kind, customer } = saved.value;
    return { kind: storedKind(kind, file), result: customer.customerId };
  }
  const reason =
    saved.error.kind === "erased"
      ? ({ code: "customer_erased", column: "customer_no", found: saved.error.at.slice(0, 10) } as const)
      : ({ code: "not_applied", column: null, found: saved.error.kind } as const);
  return { kind: "failed", reasons: [reason] };
}

/** Who may know a buyer: the merchant, its shops, and their channels. */
async function isKnownSource(table: Table, file: FileInHand, source: string): Promise<boolean> {
  const shops = await connectedShops(table, file);
  return (
    source === OWN_SOURCE || shops.some(({ connectionId, channel }) => source === connectionId || source === channel)
  );
}
