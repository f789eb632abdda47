import { type MerchantId, type OrderId, type Sku, sku, type WarehouseCode } from "../kernel/ids.ts";
import { allShards, listPk, orderKey, sortKeys } from "../table/keys.ts";
import type { Item, Key, Page, Table } from "../table/port.ts";
import type { Allocation } from "./allocation.ts";
import { fromApartItem, isLeaving, readApart } from "./goods-apart.ts";
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
 * Adds up the allocations of all open orders of a merchant, and the goods of large orders that stand apart, page by page, so that memory holds no more than the sums and
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
  lists.push(...allShards.map((shard) => listPk(merchant, "goods-apart", "all", shard)));
  const readNext = async (): Promise<void> => {
    for (let pk = lists.pop(); pk !== undefined; pk = lists.pop()) await readPages(table, pk, seen, places);
  };
  await Promise.all(Array.from({ length: parallelLists }, readNext));
  const unlisted = orderIds.map((id) => orderKey(merchant, id)).filter((key) => !seen.has(nameOf(key)));
  const unlistedOrders = await table.getMany(unlisted);
  for (const order of unlistedOrders) addTo(places, order);
  for (const { apart, orderId } of unlistedOrders) {
    if (apart === undefined) continue;
    const goods = await readApart(table, merchant, orderId as OrderId);
    const unseen = goods.filter(({ key }) => !seen.has(nameOf(key)));
    for (const move of unseen.flatMap(({ moves }) => moves.filter(isLeaving))) add(places, move);
  }
  const orders = [...seen].filter((name) => name.endsWith(` ${sortKeys.order}`)).length;
  return { places, orders };
}

async function readPages(table: Table, pk: string, seen: Set<string>, places: Map<string, Held>): Promise<void> {
  let page: Page | undefined;
  do {
    const query = { index: "byList", pk, limit: ordersPerPage } as const;
    page = await table.query(page?.next == null ? query : { ...query, after: page.next });
    const fresh = page.items.filter((item) => !seen.has(nameOf(item)));
    for (const item of fresh) seen.add(nameOf(item));
    for (const item of await table.getMany(fresh.map(({ pk: key, sk }) => ({ pk: key, sk })))) addTo(places, item);
  } while (page.next !== null);
}

function addTo(places: Map<string, Held>, item: Item): void {
  const isApart = item.sk.startsWith(sortKeys.apart);
  const parts = isApart
    ? fromApartItem(item).moves.filter(isLeaving)
    : ((item["allocations"] ?? []) as readonly Allocation[]);
  for (const part of parts) add(places, part);
}

function add(places: Map<string, Held>, part: Pick<Allocation, "sku" | "warehouse" | "quantity">): void {
  const article = sku(part.sku);
  const place = `${article}#${part.warehouse}`;
  const units = (places.get(place)?.units ?? 0) + part.quantity;
  places.set(place, { sku: article, warehouse: part.warehouse, units });
}

function nameOf({ pk, sk }: Key): string {
  return `${pk} ${sk}`;
}
