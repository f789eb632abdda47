import { type OutboxEvent, unpackOutbox } from "../../events/outbox-form.ts";
import { freeStockMessage } from "../../shared/inventory/free-stock-message.ts";
import type { Bundles } from "../../shared/inventory/products/bundle.ts";
import { type StockCount, setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { fromStockItem, readStock } from "../../shared/inventory/stock-store.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { type OrderId, orderIdOf, sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { retry } from "../../shared/kernel/outcome.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import { fromApartItem } from "../../shared/orders/goods-apart.ts";
import { fromLineTuples, fromOrderItem } from "../../shared/orders/order-codec.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import { makeRetryBackorders } from "../../shared/routing/retry-backorders.ts";
import { makeRouteBatch } from "../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../shared/routing/route-orders.ts";
import { defaultRules, type RoutingRules } from "../../shared/routing/rules.ts";
import { readSettings, toRulesItem, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import type { Warehouse } from "../../shared/routing/warehouse.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import type { Item, Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aConnectionId, aLine, aMerchant, aMerchantId, aMoment, anIncomingOrder } from "../support/builders.ts";
import { CrashError } from "../support/crashing.ts";
import { memoryQueue } from "../support/memory-ports.ts";

/** Work that a queue or stream would bring to a function; it may come again and in any order. */
export type Job =
  | { readonly kind: "route"; readonly orderId: OrderId }
  | { readonly kind: "watch"; readonly change: StockChange }
  | { readonly kind: "retry_backorders"; readonly body: string };

export type WorldOptions = {
  readonly rules?: Partial<RoutingRules>;
  readonly warehouses?: readonly (Partial<Warehouse> & { readonly code: Warehouse["code"] })[];
  readonly bundles?: Bundles;
  /** Wraps the table the functions see, e.g. to crash or to let others go first. */
  readonly wrap?: (table: Table) => Table;
};

/** One merchant with its warehouses, and the functions around its orders and stock wired as in production. */
export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function makeWorld(options: WorldOptions = {}) {
  const items = new Map<string, Item>();
  const jobs: Job[] = [];
  const events: OutboxEvent[] = [];
  const oversold: string[] = [];
  const bare = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const item = fromAttributes(record.newImage ?? record.keys);
        const id = `${item.pk} ${item.sk}`;
        const old = items.get(id) ?? null;
        if (record.newImage === null) items.delete(id);
        else items.set(id, item);
        if (record.newImage !== null) announce(item, old, record.sequence);
      }
    },
  });
  const table = options.wrap?.(bare) ?? bare;

  function announce(item: Item, old: Item | null, sequence: string): void {
    const published = unpackOutbox((item["outbox"] ?? []) as unknown as readonly OutboxEvent[]);
    events.push(...published);
    for (const event of published) {
      if (event.type === "order.approved.v1" || event.type === "order.unbound.v1")
        jobs.push({ kind: "route", orderId: event.subject as OrderId });
    }
    if (!item.sk.startsWith(sortKeys.stock)) return;
    const change = stockChangeOf(sequence, old, item);
    if (change === null) return;
    const { before, after } = change;
    jobs.push({ kind: "watch", change });
    if (after.allocated > (before?.allocated ?? 0) && after.available < after.safetyStock) {
      oversold.push(`${after.sku}@${after.warehouse} v${after.version}: ${after.available} left`);
    }
  }

  await bare.put(toMerchantItem(aMerchant()));
  const rules: RoutingRules = { ...defaultRules, ...options.rules };
  await bare.put(toRulesItem(aMerchantId, rules));
  const warehouses = (options.warehouses ?? [{ code: warehouseCode("SHA") }]).map(aWarehouse);
  for (const warehouse of warehouses) await bare.put(toWarehouseItem(aMerchantId, warehouse));

  let moment = Date.parse(aMoment);
  const now = (): Date => {
    moment += 1;
    return new Date(moment);
  };
  const pause = async (): Promise<void> => undefined;
  const queue = memoryQueue();
  const settings = async () => readSettings(bare, aMerchantId);
  const routeDeps = { table, readSettings: settings, now, pause };
  const routeOrder = makeRouteOrder(routeDeps);
  const routeOrders = makeRouteOrders({ ...routeDeps, turn: pause });
  const routeBatch = makeRouteBatch({
    routeOrders,
    routeOrder,
    guard: async (run) => {
      try {
        return await run();
      } catch (error) {
        if (error instanceof CrashError) return retry("killed");
        throw error;
      }
    },
    onGroupFault: (fault) => {
      if (!(fault instanceof CrashError)) throw fault;
    },
  });
  const retryBackorders = makeRetryBackorders({ table, routeOrder, backorders: queue });
  const watchStock = makeWatchStock({ table, backorders: queue, now });
  const readMerchant = async () => aMerchant();
  const upsertOrder = makeUpsertOrder({
    table,
    readMerchant,
    readBundles: async () => options.bundles ?? {},
    now,
    pause,
  });

  async function run(job: Job): Promise<"done" | "again"> {
    switch (job.kind) {
      case "route":
        return (await routeOrder(aMerchantId, job.orderId)).kind === "contended" ? "again" : "done";
      case "watch": {
        const unfinished = await watchStock([job.change]);
        takeMessages();
        return unfinished.size > 0 ? "again" : "done";
      }
      case "retry_backorders": {
        const message = freeStockMessage.parse(JSON.parse(job.body));
        const result = await retryBackorders(message, () => true);
        takeMessages();
        return result.kind === "contended" ? "again" : "done";
      }
    }
  }

  /** A killed worker acknowledges nothing: its message comes again. */
  async function survive(job: Job): Promise<"done" | "again"> {
    try {
      return await run(job);
    } catch (error) {
      if (error instanceof CrashError) return "again";
      throw error;
    }
  }

  /** Takes up to `size` of the routes that are due as one batch of the worker; what fails comes again. */
  async function runBatch(size: number): Promise<void> {
    const due = jobs.filter((job) => job.kind === "route").slice(0, size);
    for (const job of due) jobs.splice(jobs.indexOf(job), 1);
    const records = due.map(({ orderId }, index) => ({
      messageId: `${index}`,
      input: { merchantId: aMerchantId, orderId },
    }));
    const outcomes = await routeBatch(records, () => true);
    jobs.push(...due.filter((_, index) => !["done", "skipped"].includes(outcomes.get(`${index}`)?.kind ?? "")));
  }

  function takeMessages(): void {
    for (const { body } of queue.sent.splice(0)) jobs.push({ kind: "retry_backorders", body });
  }

  /** Brings work until there is none; what asks for it, or is killed, comes again. */
  async function settle(next: () => number = () => 0): Promise<void> {
    for (let steps = 0; jobs.length > 0; steps += 1) {
      if (steps > 20_000) throw new Error("the work never ends");
      const [job] = jobs.splice(next(), 1);
      if (job !== undefined && (await survive(job)) === "again") jobs.push(job);
    }
  }

  async function apply(incoming: IncomingOrder): Promise<OrderId> {
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    const result = await upsertOrder(request, () => []);
    if (result.kind !== "decided") throw new Error(`the order was ${result.kind}`);
    return orderIdOf(aConnectionId, incoming.channelOrderId);
  }

  async function count(article: string, warehouse: string, onHand: number, more: Partial<StockCount> = {}) {
    const where = { merchantId: aMerchantId, sku: sku(article), warehouse: warehouseCode(warehouse) };
    const countKey = `count-${moment}`;
    return setOnHand(table, { ...where, onHand, countKey, ...more }, now().toISOString());
  }

  /** Lines that stand in items of their own; null when they stand in the order's. */
  const linesOf = (order: Item) =>
    order["linesHash"] === undefined
      ? null
      : itemsOf((sk) => sk.startsWith(sortKeys.lines))
          .filter(({ pk }) => pk === order.pk)
          .sort((a, b) => (a.sk < b.sk ? -1 : 1))
          .flatMap((item) => fromLineTuples(item["lines"] as Parameters<typeof fromLineTuples>[0]));

  const itemsOf = (isWanted: (sk: string) => boolean): Item[] =>
    [...items.values()].filter((item) => isWanted(item.sk));

  return {
    table,
    bare,
    rules,
    warehouses,
    items,
    jobs,
    events,
    /** Writes that promised units which were not free. */
    oversold,
    run: survive,
    runBatch,
    settle,
    apply,
    count,
    routeOrder,
    routeOrders,
    takeMessages,
    retryBackorders,
    now,
    stock: (article: string) => readStock(bare, aMerchantId, sku(article)),
    orders: () => itemsOf((sk) => sk === sortKeys.order).map((item) => fromOrderItem(item, linesOf(item)).order),
    /** Goods of large orders that stand beside their allocations. */
    apart: () => itemsOf((sk) => sk.startsWith(sortKeys.apart)).map(fromApartItem),
    stocks: () => itemsOf((sk) => sk.startsWith(sortKeys.stock)).map(fromStockItem),
    waiting: () => itemsOf((sk) => sk.startsWith(sortKeys.waiting)),
  };
}

function aWarehouse(over: Partial<Warehouse> & { readonly code: Warehouse["code"] }): Warehouse {
  const place = { country: "CN", region: "31", regionName: "上海市" };
  return { name: over.code, ...place, serves: [], priority: 1, isActive: true, ...over };
}

/** One message of a paid order; `wants` gives sku and quantity of its lines. */
export function anOrderOf(no: number, wants: readonly (readonly [sku: string, quantity: number])[]): IncomingOrder {
  const lines = wants.map(([article, quantity], index) =>
    aLine({ lineId: `l${index + 1}`, sku: article, quantity, totalMinor: quantity * 10_000 }),
  );
  return anIncomingOrder({ channelOrderId: String(1000 + no), lines });
}
