import { makeReadBuyerTags } from "../customers/buyer-tags.ts";
import { makeProductReaders } from "../inventory/products/product-readers.ts";
import { makeChangeOrder } from "../orders/change-order.ts";
import { makeShipOrder } from "../orders/ship-order.ts";
import { makeUpsertOrder, type UpsertDeps } from "../orders/upsert-order.ts";
import { makeCachedRules } from "../rules/cached-rules.ts";
import type { Table } from "../table/port.ts";
import { makeApplyOrder } from "./apply-orders.ts";
import { makeApplyParcel } from "./apply-parcels.ts";
import type { ImportTools } from "./kinds/kind-of-import.ts";

export type RowToolsDeps = Pick<UpsertDeps, "table" | "readMerchant" | "now" | "pause">;

/** What is cached comes from the real table; what is read and written for a row goes to the table it is tried on. */
export function makeRowTools({ table, readMerchant, now, pause }: RowToolsDeps): (own: Table) => ImportTools {
  const cached: Omit<UpsertDeps, "table"> = {
    now,
    pause,
    readMerchant,
    readRules: makeCachedRules(table, now),
    ...makeProductReaders(table, now),
    readBuyerTags: makeReadBuyerTags(table),
  };
  return (own) => ({
    table: own,
    applyOrder: makeApplyOrder({ table: own, upsertOrder: makeUpsertOrder({ ...cached, table: own }), now }),
    applyParcel: makeApplyParcel({ table: own, shipOrder: makeShipOrder(makeChangeOrder({ ...cached, table: own })) }),
    now,
    pause,
  });
}
