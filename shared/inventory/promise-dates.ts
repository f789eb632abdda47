import type { MerchantId, OrderId, Sku } from "../kernel/ids.ts";
import { allShards, listPk } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { outstanding } from "./documents/decide-inbound.ts";
import type { Inbound } from "./documents/document.ts";
import { fromDocumentItem } from "./documents/document-store.ts";
import { readWaiting, type WaitingEntry } from "./waiting-store.ts";

/** When goods are expected for what an order waits for; null while nobody has announced enough. */
export type Promised = { readonly sku: Sku; readonly quantity: number; readonly expectedAt: string | null };

export type Arrival = { readonly sku: Sku; readonly quantity: number; readonly expectedAt: string };

const entriesPerPage = 200;
const inboundKinds = ["purchase", "transfer"] as const;
/** Of each list and shard; what was announced before these has come, or is not believed any more. */
const newestPerList = 50;

/**
 * For each sku the date on which the purchases and transfers that are open now will have brought enough for all who stand
 * before the order, and for itself. An announcement without a date promises nothing.
 */
export async function promiseDates(
  table: Table,
  merchant: MerchantId,
  orderId: OrderId,
  waitsFor: readonly { readonly sku: Sku; readonly quantity: number }[],
): Promise<readonly Promised[]> {
  if (waitsFor.length === 0) return [];
  const arrivals = await openArrivals(table, merchant);
  return Promise.all(
    waitsFor.map(async ({ sku, quantity }) => {
      const own = arrivals.filter((arrival) => arrival.sku === sku);
      if (own.length === 0) return { sku, quantity, expectedAt: null };
      const ahead = await unitsAhead(table, merchant, sku, orderId);
      return { sku, quantity, expectedAt: dateOf(own, ahead + quantity) };
    }),
  );
}

/** The date on which arrivals add up to `units`; null when they never do. */
export function dateOf(arrivals: readonly Arrival[], units: number): string | null {
  let sum = 0;
  for (const { quantity, expectedAt } of [...arrivals].sort((a, b) => (a.expectedAt < b.expectedAt ? -1 : 1))) {
    sum += quantity;
    if (sum >= units) return expectedAt;
  }
  return null;
}

async function openArrivals(table: Table, merchant: MerchantId): Promise<readonly Arrival[]> {
  const newest = (kind: string, shard: number) =>
    table.query({
      index: "byList",
      pk: listPk(merchant, "stock-documents", kind, shard),
      descending: true,
      limit: newestPerList,
    });
  const pages = await Promise.all(inboundKinds.flatMap((kind) => allShards.map((shard) => newest(kind, shard))));
  const keys = pages.flatMap(({ items }) => items.map(({ pk, sk }) => ({ pk, sk })));
  const documents = (await table.getMany(keys)).map(fromDocumentItem);
  const inbound = documents.filter(
    (document): document is Inbound => document.kind === "purchase" || document.kind === "transfer",
  );
  return inbound.flatMap(({ state, expectedAt, lines }) =>
    state !== "open" || expectedAt === null
      ? []
      : lines.map((line) => ({ sku: line.sku, quantity: outstanding(line), expectedAt })),
  );
}

async function unitsAhead(table: Table, merchantId: MerchantId, sku: Sku, orderId: OrderId): Promise<number> {
  let units = 0;
  for (let after: string | null = null; ; ) {
    const page: { readonly waiting: readonly WaitingEntry[]; readonly next: string | null } = await readWaiting(
      table,
      { merchantId, sku, after },
      entriesPerPage,
    );
    for (const entry of page.waiting) {
      if (entry.orderId === orderId) return units;
      units += entry.quantity;
    }
    if (page.next === null) return units;
    after = page.next;
  }
}
