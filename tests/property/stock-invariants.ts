import { rearmAbove } from "../../shared/inventory/decide-alert.ts";
import { isExplained } from "../../shared/inventory/ledger.ts";
import { readEntriesAfter } from "../../shared/inventory/ledger-store.ts";
import { afterMovement, availableOf, balanceOf, emptyBalance, isSameBalance } from "../../shared/inventory/movement.ts";
import type { Stock } from "../../shared/inventory/stock.ts";
import { sku } from "../../shared/kernel/ids.ts";
import { isRoutable } from "../../shared/orders/derive-status.ts";
import { isLeaving } from "../../shared/orders/goods-apart.ts";
import { coveredUnits, isCancelled, lineQuantities, unallocatedLines } from "../../shared/orders/open-quantities.ts";
import { decideRouting } from "../../shared/routing/decide-routing.ts";
import { readSettings } from "../../shared/routing/settings-store.ts";
import { aMerchantId } from "../support/builders.ts";
import type { World } from "./warehouse-world.ts";

/**
 * What must hold after every write: all goods are accounted for, what stock promises is what orders hold, nobody holds
 * more than is open. Gives the sentences that are not true.
 */
export function brokenNow(world: World): string[] {
  const broken = [...world.oversold];
  const open = new Set(world.warehouses.filter(({ isActive }) => isActive).map(({ code }) => code));
  const held = new Map<string, number>();
  for (const order of world.orders()) {
    for (const { sku: article, warehouse, quantity } of order.allocations) {
      const place = `${sku(article)}@${warehouse}`;
      held.set(place, (held.get(place) ?? 0) + quantity);
      if (!open.has(warehouse)) broken.push(`${order.channelOrderId} leaves from ${warehouse}, which is not active`);
      if (quantity <= 0) broken.push(`${order.channelOrderId} holds ${quantity} of ${place}`);
    }
    for (const line of lineQuantities(order)) {
      const has = coveredUnits(order, line);
      if (has > line.open)
        broken.push(`${order.channelOrderId} holds ${has} of line ${line.lineId}, ${line.open} are open`);
    }
    if (isCancelled(order) && order.allocations.length > 0)
      broken.push(`${order.channelOrderId} is cancelled and holds`);
  }
  for (const { moves } of world.apart()) {
    for (const { sku: article, warehouse, quantity } of moves.filter(isLeaving)) {
      const place = `${article}@${warehouse}`;
      held.set(place, (held.get(place) ?? 0) + quantity);
    }
  }
  for (const stock of world.stocks()) {
    const place = `${stock.sku}@${stock.warehouse}`;
    const { onHand, allocated, available, damaged, onHold } = stock;
    if (available !== availableOf(stock))
      broken.push(`${place}: ${onHand} ≠ ${allocated} + ${available} + ${damaged} + ${onHold}`);
    if (allocated < 0) broken.push(`${place}: ${allocated} allocated`);
    if (allocated !== (held.get(place) ?? 0))
      broken.push(`${place}: promises ${allocated}, held ${held.get(place) ?? 0}`);
    held.delete(place);
  }
  for (const [place, quantity] of held)
    if (quantity > 0) broken.push(`${quantity} held at ${place}, which has no stock`);
  return broken;
}

/** One alert for each crossing: told as often opened as resolved, but for the one that is open, and true by now. */
function brokenAlerts(world: World): string[] {
  const told = new Map(world.events.map((event) => [event.id, event]));
  const tellings = (type: string, place: string): number =>
    [...told.values()].filter((event) => event.type === type && event.subject === place).length;
  return world.stocks().flatMap(({ sku: article, warehouse, available, lowStockThreshold }) => {
    const place = `${article}@${warehouse}`;
    const open = tellings("stock.low.v1", place) - tellings("stock.replenished.v1", place);
    if (open !== 0 && open !== 1) return [`${place}: ${open} alerts are open`];
    if (lowStockThreshold === null) return open === 0 ? [] : [`${place} has an alert that nobody wants`];
    if (available <= lowStockThreshold && open === 0) return [`${place}: no alert at ${available}`];
    return available > rearmAbove(lowStockThreshold) && open === 1 ? [`${place}: an alert at ${available}`] : [];
  });
}

/** The ledger tells every write of a position once, and its movements add up to the numbers. */
async function brokenLedger(world: World, stock: Stock): Promise<string[]> {
  const place = `${stock.sku}@${stock.warehouse}`;
  const entries = await readEntriesAfter(world.bare, stock, 0);
  const versions = [...new Set(entries.map(({ version }) => version))];
  const broken = entries
    .filter(({ kind }) => !isExplained(kind) && kind !== "unchanged")
    .map(({ kind, version }) => `${place}: ${kind} at version ${version}`);
  if (versions.length !== stock.version || versions.some((version, at) => version !== at + 1))
    broken.push(`${place}: the ledger has the versions ${versions.join(", ")} of ${stock.version}`);
  const told = entries.reduce(
    (balance, { kind, quantity }) => (isExplained(kind) ? afterMovement(balance, { kind, quantity }) : balance),
    emptyBalance,
  );
  if (!isSameBalance(told, balanceOf(stock)))
    broken.push(`${place}: the ledger adds up to ${JSON.stringify(told)}, not ${JSON.stringify(balanceOf(stock))}`);
  return broken;
}

/** What must hold as well once all work is done: the ledger tells all, nobody waits for goods that are there, or waits unseen. */
export async function brokenAtRest(world: World): Promise<string[]> {
  const broken = [...brokenNow(world), ...brokenAlerts(world)];
  for (const stock of world.stocks()) broken.push(...(await brokenLedger(world, stock)));
  if (world.apart().length > 0) broken.push(`${world.apart().length} notes of goods apart were left behind`);
  for (const { channelOrderId, apart } of world.orders()) if (apart) broken.push(`${channelOrderId} is still ${apart}`);
  const settings = await readSettings(world.bare, aMerchantId);
  if (settings === null) return ["the merchant is gone"];
  const queued = new Set(world.waiting().map((entry) => `${entry["orderId"]} ${entry["sku"]}`));
  for (const order of world.orders()) {
    const name = `${order.channelOrderId} (${order.status})`;
    if (!isRoutable(order)) {
      if (order.backorder.length > 0) broken.push(`${name} waits for nothing to route`);
      continue;
    }
    const decision = decideRouting({ order, stocks: world.stocks(), settings, now: order.changedAt });
    const waitsFor = new Set(order.backorder.map((part) => part.sku));
    if (decision.kind === "route") {
      if (decision.plan.allocations.length > 0) broken.push(`${name} could be routed and was not`);
      // A whole order is woken by any of what it lacks, and so is a set; else a partial one must be woken by each.
      const lacks = decision.plan.short.map((part) => part.sku);
      const inSets = new Set(Object.values(order.bundles ?? {}).flatMap((parts) => parts.map((part) => `${part.sku}`)));
      const isWoken =
        settings.rules.backorder === "partial" && lacks.some((one) => !inSets.has(one))
          ? lacks.every((one) => waitsFor.has(one) || inSets.has(one))
          : lacks.some((one) => waitsFor.has(one));
      if (!isWoken) broken.push(`${name} lacks ${lacks.join(", ")} and waits for ${[...waitsFor].join(", ")}`);
    }
    const unallocated = new Set(unallocatedLines(order).map((line) => line.sku));
    for (const article of waitsFor) if (!unallocated.has(article)) broken.push(`${name} waits for ${article} in vain`);
    for (const { sku: article } of order.backorder) {
      if (!queued.has(`${order.orderId} ${sku(article)}`)) broken.push(`${name} waits for ${article} in no queue`);
    }
  }
  return broken;
}
