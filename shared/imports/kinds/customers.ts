import { OWN_SOURCE } from "../../customers/customer.ts";
import { changeCustomer } from "../../customers/customer-store.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Connection } from "../../settings/connection.ts";
import type { FileInHand } from "../apply-orders.ts";
import { type CustomerRow, changedCustomer, readCustomerRows } from "../customer-rows.ts";
import type { CustomerLayout } from "../layouts/layout.ts";
import type { RowReason } from "../reasons.ts";
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
  read: (rows, { columns, layout }) => {
    const form = layout?.customers ?? null;
    return unitsOf(readCustomerRows(rows, columns, form), (tools, file, row) => stateCustomer(tools, file, row, form));
  },
};

async function stateCustomer(
  { table, now }: ImportTools,
  file: FileInHand,
  row: CustomerRow,
  form: CustomerLayout | null,
): Promise<RowFate> {
  const source = sourceOf(await connectedShops(table, file), row.buyer.source, form);
  if (!source.ok) return { kind: "failed", reasons: [source.error] };
  const buyer = { ...row.buyer, source: source.value };
  const saved = await changeCustomer(table, file.merchantId, buyer, (before) => changedCustomer(before, row), {
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

/**
 * Who knows a buyer: the merchant, one of its shops, or their channel. A platform's own file does not say which shop it is of:
 * it is the only one there is, and where there is none yet, whichever of the platform comes.
 */
function sourceOf(shops: readonly Connection[], said: string, form: CustomerLayout | null): Result<string, RowReason> {
  if (said !== "") {
    const isKnown =
      said === OWN_SOURCE || shops.some(({ connectionId, channel }) => said === connectionId || said === channel);
    return isKnown ? ok(said) : fail({ code: "unknown_shop", column: "shop", found: said });
  }
  const platform = form?.platform ?? OWN_SOURCE;
  const own = shops.filter(({ channel }) => channel === platform).map(({ connectionId }) => connectionId);
  const [only] = own;
  if (only !== undefined && own.length === 1) return ok(only);
  if (own.length === 0 || form?.areNumbersOfAllShops === true) return ok(platform);
  return fail({ code: "shop_needed", column: "shop", found: own.join(", ") });
}
