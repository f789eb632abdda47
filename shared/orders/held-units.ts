import { type MerchantId, type OrderId, type Sku, sku, type WarehouseCode } from "../kernel/ids.ts";
import { allShards, listPk, orderKey } from "../table/keys.ts";
import type { Item, Page, Table } from "../table/port.ts";
import type { Allocation } from "./allocation.ts";
import { type OrderStatus, orderStatuses } from "./order.ts";

/** What open orders hold of one sku in one warehouse. */
export type Held = { readonly sku: Sku; readonly warehouse: WarehouseCode; readonly units: number };

export type HeldUnits = {
  /** By `sku#warehouse`. */
  readonly places: ReadonlyMap<string, Held>;
  /** How many open orders there are. */
  readonly orders: number;
};

/** In these nothing is open any more, so nothing is held (`settle-allocations.ts`); they grow without end. */
const finished: readonly OrderStatus[] = ["shipped", "completed", "cancelled"];
const ordersPerPage = 100;
const parallelLists = 8;

/**
 * Adds up the allocations of all open orders of a merchant, page by page, so that memory holds no more than the sums and
 * the ids. The lists are read from an index that lags and orders change their list meanwhile: whoever acts on a sum reads
 * it twice, with the position unchanged between, and names the orders that may be too new to be listed.
 */
export async function readHeldUnits(
  table: Table,
  merchant: MerchantId,
  orderIds: readonly OrderId[],
): Promise<HeldUnits> {
  const places = new Map<string, Held>();
  const seen = new Set<string>();
  const lists = orderStatuses
    .filter((status) => !finished.includes(status))
    .flatMap((status) => allShards.map((shard) => listPk(merchant, "orders", status, shard)));
  const readNext = async (): Promise<void> => {
    for (let pk = lists.pop(); pk !== undefined; pk = lists.pop()) await readPages(table, pk, seen, places);
  };
  await Promise.all(Array.from({ length: parallelLists }, readNext));
  const unlisted = orderIds.map((id) => orderKey(merchant, id)).filter(({ pk }) => !seen.has(pk));
  for (const order of await table.getMany(unlisted)) addTo(places, order);
  return { places, orders: seen.size };
}

async function readPages(table: Table, pk: string, seen: Set<string>, places: Map<string, Held>): Promise<void> {
  let page: Page | undefined;
  do {
    const query = { index: "byList", pk, limit: ordersPerPage } as const;
    page = await table.query(page?.next == null ? query : { ...query, after: page.next });
    const fresh = page.items.filter(({ pk: order }) => !seen.has(order));
    for (const { pk: order } of fresh) seen.add(order);
    for (const order of await table.getMany(fresh.map(({ pk: key, sk }) => ({ pk: key, sk })))) addTo(places, order);
  } while (page.next !== null);
}

function addTo(places: Map<string, Held>, order: Item): void {
  for (const { sku: spelled, warehouse, quantity } of (order["allocations"] ?? []) as readonly Allocation[]) {
    const article = sku(spelled);
    const place = `${article}#${warehouse}`;
    const units = (places.get(place)?.units ?? 0) + quantity;
    places.set(place, { sku: article, warehouse, units });
  }
}
