import { movementsOf } from "../../../shared/inventory/movement.ts";
import type { Stock } from "../../../shared/inventory/stock.ts";
import { deriveStatus } from "../../../shared/orders/derive-status.ts";
import { allocatedTo, isCancelled, lineQuantities } from "../../../shared/orders/open-quantities.ts";
import type { Order } from "../../../shared/orders/order.ts";
import { orderFromItem } from "../../../shared/orders/order-codec.ts";
import { sortKeys } from "../../../shared/table/keys.ts";
import type { Item } from "../../../shared/table/port.ts";
import type { ItemChange } from "./plain-table.ts";

/** The items as they stand, and what was ever moved; brought up to date and checked with every write. */
export type StateWatch = {
  readonly items: ReadonlyMap<string, Item>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly stocks: ReadonlyMap<string, Stock>;
  readonly see: (changes: readonly ItemChange[]) => void;
};

type Breaks = (invariant: string, says: string) => void;

/** What must hold after every single write; the invariant's id stands with each check. */
export function makeStateWatch(breaks: Breaks): StateWatch {
  const items = new Map<string, Item>();
  const orders = new Map<string, Order>();
  const stocks = new Map<string, Stock>();
  const held = new Map<string, number>();
  /** Where each stock is, as the allocations of orders name it; `there` has the same for all of them. */
  const places = new Map<string, string>();
  let there: ReadonlySet<string> = new Set();
  const taken = new Map<string, number>();
  const shipped = { byOrders: 0, byStock: 0 };
  const counts = new Set<string>();

  function hold(order: Order | undefined, sign: 1 | -1): void {
    if (order === undefined) return;
    for (const { sku, warehouse, quantity } of order.allocations) {
      const place = `${sku.trim()}@${warehouse}`;
      held.set(place, (held.get(place) ?? 0) + sign * quantity);
    }
  }

  function seeOrder(id: string, { before, after }: ItemChange): void {
    if (after === null) {
      breaks("I7", `order ${id} is gone`);
      return;
    }
    const order = orderFromItem(after, null);
    hold(orders.get(id), -1);
    hold(order, 1);
    orders.set(id, order);
    const nowTaken = takenFromStock(order);
    shipped.byOrders += nowTaken - (taken.get(id) ?? 0);
    taken.set(id, nowTaken);
    const had = before === null ? 0 : Number(before["version"]);
    if (order.version !== had + 1) breaks("I10", `order version ${had} became ${order.version}`);
    checkOrder(order, breaks);
  }

  function seeStock(id: string, { before, after }: ItemChange): void {
    if (after === null) {
      breaks("I3", `stock ${id} is gone`);
      return;
    }
    const stock = stockOf(after);
    stocks.set(id, stock);
    const place = `${stock.sku}@${stock.warehouse}`;
    if (places.get(id) !== place) {
      places.set(id, place);
      there = new Set(places.values());
    }
    const old = before === null ? null : stockOf(before);
    checkStock(id, old, stock, after, breaks);
    for (const { kind, quantity, cause } of movementsOf(after)) {
      if (kind === "counted" && counts.has(`${id} ${cause}`)) breaks("I22", `count ${cause} moved ${id} twice`);
      if (kind === "counted") counts.add(`${id} ${cause}`);
      if (kind === "shipped") shipped.byStock += quantity;
      if (kind === "returned") shipped.byStock -= quantity;
    }
  }

  return {
    items,
    orders,
    stocks,
    see(changes) {
      for (const change of changes) {
        const { key, before, after } = change;
        const id = `${key.pk} ${key.sk}`;
        if (after === null) items.delete(id);
        else items.set(id, after);
        if (key.sk === sortKeys.order) seeOrder(id, change);
        else if (key.sk.startsWith(sortKeys.stock)) seeStock(id, change);
        else if (key.sk === sortKeys.delivery) checkRecord(before, after, breaks);
      }
      for (const [id, { allocated }] of stocks) {
        const wanted = held.get(places.get(id) ?? "") ?? 0;
        if (wanted !== allocated) breaks("I1", `${id} promises ${allocated}, orders hold ${wanted}`);
      }
      for (const [place, quantity] of held) {
        if (quantity !== 0 && !there.has(place))
          breaks("I1", `orders hold ${quantity} of ${place}, which has no stock`);
      }
      if (shipped.byOrders !== shipped.byStock)
        breaks("I8", `orders shipped ${shipped.byOrders} units out of stock, stock says ${shipped.byStock}`);
    },
  };
}

/** The item's own numbers: no schema is asked, which would cost more than the check. */
function stockOf(item: Item): Stock {
  const stock = item as unknown as Stock;
  const isWhole = stock.damaged !== undefined && stock.onHold !== undefined;
  return isWhole ? stock : { ...stock, damaged: stock.damaged ?? 0, onHold: stock.onHold ?? 0 };
}

function checkOrder(order: Order, breaks: Breaks): void {
  const name = `order ${order.channelOrderId} v${order.version}`;
  const status = deriveStatus(order);
  if (status !== order.status) breaks("I10", `${name} is ${order.status}, its facts say ${status}`);
  if (isCancelled(order) && order.allocations.length > 0) breaks("I11", `${name} is cancelled and holds goods`);
  for (const { lineId, open } of lineQuantities(order)) {
    const has = allocatedTo(order, lineId);
    if (has > open) breaks("I11", `${name} holds ${has} for line ${lineId}, ${open} are open`);
  }
  const lines = order.lines?.facts ?? [];
  for (const { lineId, sku, quantity } of order.allocations) {
    if (quantity <= 0) breaks("I12", `${name} holds ${quantity} for line ${lineId}`);
    if (!lines.some((line) => line.lineId === lineId && line.sku === sku))
      breaks("I12", `${name} holds ${sku} for line ${lineId}, which does not ask for it`);
  }
}

function checkStock(id: string, old: Stock | null, stock: Stock, item: Item, breaks: Breaks): void {
  const { onHand, allocated, available, damaged, onHold, safetyStock, version } = stock;
  if (allocated < 0) breaks("I2", `${id} has ${allocated} allocated`);
  if (available !== onHand - allocated - damaged - onHold)
    breaks("I4", `${id}: ${onHand} on hand ≠ ${allocated} + ${available} + ${damaged} + ${onHold}`);
  const promisedMore = allocated > (old?.allocated ?? 0);
  if (promisedMore && available < safetyStock)
    breaks("I2", `${id} promised units that were not free: ${available} left`);
  if (version !== (old?.version ?? 0) + 1) breaks("I10", `${id} went from version ${old?.version ?? 0} to ${version}`);
  const moves = movementsOf(item);
  for (const name of ["onHand", "allocated", "damaged", "onHold", "incoming"] as const) {
    let told = old?.[name] ?? 0;
    for (const { kind, quantity } of moves) told += quantity * (effects[kind]?.[name] ?? 0);
    if (told === stock[name]) continue;
    const said = moves.map(({ kind, quantity }) => `${kind} ${quantity}`).join(", ");
    breaks("I3", `${id}: ${name} is ${stock[name]}, not ${told} as "${said}" makes it`);
  }
}

/** What each movement does, told here once more, so that a wrong table in the hub does not judge itself. */
const effects: Readonly<Record<string, Partial<Record<keyof Stock, number>>>> = {
  counted: { onHand: 1 },
  allocated: { allocated: 1 },
  released: { allocated: -1 },
  shipped: { onHand: -1, allocated: -1 },
  returned: { onHand: 1 },
  expected: { incoming: 1 },
};

/** Units that left with an allocation; those without one are told in the timeline and took no stock. */
function takenFromStock(order: Order): number {
  let units = 0;
  for (const { shipped } of lineQuantities(order)) units += shipped;
  for (const { what, note } of order.timeline) {
    if (what === "shipped without allocation") units -= Number.parseInt(note ?? "0", 10);
  }
  return units;
}

/** A delivery has one fate; only one that is parked or has failed may get another. */
function checkRecord(before: Item | null, after: Item | null, breaks: Breaks): void {
  if (before === null || after === null || before["outcome"] === "parked" || before["outcome"] === "failed") return;
  if (before["outcome"] !== after["outcome"])
    breaks("I7", `delivery ${after["deliveryId"]} was ${before["outcome"]} and became ${after["outcome"]}`);
  if (before["appliedAt"] !== after["appliedAt"]) breaks("I7", `delivery ${after["deliveryId"]} was applied twice`);
}
