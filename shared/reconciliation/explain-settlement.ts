import { nextDay } from "../kernel/business-day.ts";
import type { ImportId, MerchantId, OrderId } from "../kernel/ids.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import type { Books } from "../orders/books.ts";
import type { Order } from "../orders/order.ts";
import { readOrders } from "../orders/order-store.ts";
import { allShards, dayPk, importKey } from "../table/keys.ts";
import { type PageKey, queryAll, type Table } from "../table/port.ts";
import { orderSettledPk, settlementSortKeys } from "../table/settlement-keys.ts";
import { expectedOf } from "./expected-order.ts";
import { reconcile } from "./reconcile.ts";
import { hasNoLines, type KeptOrder, settledOrders, writeSettledOrder } from "./settled-order-store.ts";
import { nothingElsewhere } from "./settlement.ts";
import { readSettlement, type Settlement, saveExplained } from "./settlement-store.ts";
import { readShopRates, shopRatesKey } from "./shop-rates.ts";
import type { UsualRates } from "./usual-rates.ts";
import { windowOf } from "./window.ts";

const ORDERS_AT_ONCE = 100;
/** A large shop has tens of thousands of orders in the days of a settlement. */
const ASKED_AT_ONCE = 25;

type Call = { readonly merchantId: MerchantId; readonly books: Books; readonly now: string };

/** Explains every settlement that an import has brought lines of; again, it says the same. */
export async function explainImported(table: Table, importId: ImportId, call: Call): Promise<void> {
  const { pk } = importKey(call.merchantId, importId);
  const sk = { kind: "beginsWith", prefix: settlementSortKeys.touched } as const;
  for (const item of await queryAll(table, { pk, sk }))
    await explainSettlement(table, String(item["settlement"]), call);
}

export async function explainSettlement(table: Table, id: string, call: Call): Promise<void> {
  const { merchantId, now } = call;
  const settlement = await readSettlement(table, merchantId, id);
  if (settlement === null) return;
  const shop = await readShopRates(table, merchantId, settlement);
  await noteDueOrders(table, settlement, shop.since, call);
  const told = settlement.explained?.told ?? shop.rates;
  const orders = () => settledOrders(table, merchantId, id);
  const { learnt, ...sums } = await reconcile(settlement, orders, told);
  await saveExplained(table, merchantId, id, { at: now, ...sums, told });
  if (settlement.to < shop.until) return;
  const { from, to } = settlement;
  const since = from < shop.since ? from : shop.since;
  const rates: UsualRates = { ...shop.rates, ...learnt };
  await table.put({ ...shopRatesKey(merchantId, settlement), schemaVersion: 1, since, until: to, rates });
}

/**
 * Orders that have left, whose money is due in this settlement and in none, get a place in it without lines. Sales of the time
 * before the first settlement that the hub has seen are not missed.
 */
async function noteDueOrders(table: Table, settlement: Settlement, since: string, call: Call): Promise<void> {
  const { merchantId, books } = call;
  const { shop, currency } = settlement;
  const window = windowOf(settlement);
  for (let day = window.from < since ? since : window.from; day <= window.dueTo; day = nextDay(day)) {
    for (const shard of allShards) {
      for await (const orders of salesOf(table, merchantId, dayPk(merchantId, day, shard))) {
        const due = orders.flatMap((order) => dueOf(order, { shop, currency, books }) ?? []);
        for (const some of inChunks(due, ASKED_AT_ONCE))
          await Promise.all(some.map((order) => noteDue(table, merchantId, settlement, order)));
      }
    }
  }
}

/** Null: its money is not due, as far as the order itself says. */
function dueOf(
  order: Order,
  { shop, currency, books }: Pick<Settlement, "shop" | "currency"> & { readonly books: Books },
): KeptOrder | null {
  const orderNo = order.header?.facts.channelOrderNo ?? "";
  const hasLeft = order.status === "shipped" || order.status === "completed";
  if (order.connectionId !== shop || !hasLeft || orderNo === "") return null;
  const expected = expectedOf(order, currency, books);
  if (expected === null || expected.saleMinor <= 0) return null;
  return { orderNo, lines: [], expected, elsewhere: nothingElsewhere, by: "due" };
}

/** Unless any settlement of the shop has it, or gets it at this moment. */
async function noteDue(table: Table, merchant: MerchantId, settlement: Settlement, due: KeptOrder): Promise<void> {
  const { items } = await table.query({ pk: orderSettledPk(merchant, settlement.shop, due.orderNo), limit: 1 });
  if (items.length === 0) await writeSettledOrder(table, merchant, settlement, due, hasNoLines);
}

/** The orders that were sold on a day, some at a time. */
async function* salesOf(table: Table, merchant: MerchantId, pk: string): AsyncGenerator<readonly Order[]> {
  let after: PageKey | undefined;
  do {
    const sk = { kind: "beginsWith", prefix: "sale#" } as const;
    const query = { index: "byDay", pk, sk, limit: ORDERS_AT_ONCE } as const;
    const page = await table.query(after === undefined ? query : { ...query, after });
    const ids = page.items.map((item) => String(item["daySk"]).slice("sale#".length) as OrderId);
    yield [...(await readOrders(table, merchant, ids)).values()];
    after = page.next ?? undefined;
  } while (after !== undefined);
}
