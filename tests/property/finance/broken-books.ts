import { dayWindow } from "../../../shared/kernel/business-day.ts";
import { orderIdOf } from "../../../shared/kernel/ids.ts";
import { paidMinor } from "../../../shared/orders/book-day-facts.ts";
import { isBookable } from "../../../shared/orders/book-facts.ts";
import { saleShares, saleWorth } from "../../../shared/orders/line-shares.ts";
import { readOrder } from "../../../shared/orders/order-store.ts";
import type { FactKind } from "../../../shared/reports/facts/fact.ts";
import { openDays } from "../../../shared/reports/facts/sealed-facts.ts";
import { aConnectionId, aMerchantId } from "../../support/builders.ts";
import type { SimulatedBooks } from "./simulated-books.ts";
import type { ZoneCase } from "./zones.ts";

type OrderSums = { total: number; lines: number; units: Map<string, number>; paid: number; shipped: number };

/**
 * What is wrong with the files of all sealed days together: a fact that stands twice or on no day of its own, an order that
 * they do not add up to. The local day of each sale is found out by the runtime's own calendar, not by ours.
 */
export async function brokenBooks(books: SimulatedBooks, place: ZoneCase): Promise<readonly string[]> {
  const { table, files, days, orderIds, answers } = books;
  const broken: string[] = [];
  for (const answer of answers) if (answer.kind !== "done") broken.push(JSON.stringify(answer));
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: place.zone });
  const seen = new Map<string, string>();
  const orders = new Map<string, OrderSums>();
  const of = (orderId: string): OrderSums => {
    const sums = orders.get(orderId) ?? { total: 0, lines: 0, units: new Map(), paid: 0, shipped: 0 };
    orders.set(orderId, sums);
    return sums;
  };
  const sealed: string[] = [];
  for await (const facts of openDays(files, aMerchantId, days[0] ?? "", days.at(-1) ?? "")) {
    const { day } = facts.manifest;
    sealed.push(day);
    const once = (kind: FactKind, id: string): void => {
      const other = seen.get(`${kind} ${id}`);
      if (other !== undefined) broken.push(`${kind} ${id} stands in ${other} and in ${day}`);
      seen.set(`${kind} ${id}`, day);
    };
    for await (const batch of facts.read("entries")) {
      for (const entry of batch) {
        once("entries", entry.id);
        of(entry.orderId).total += entry.totalMinor;
        const { startsAt, endsAt } = dayWindow(entry.originalDay, place.zone, place.cutoffMinutes);
        if (entry.at < startsAt || entry.at >= endsAt)
          broken.push(`${entry.id} of ${entry.at} is not of ${entry.originalDay}`);
        if (place.cutoffMinutes === 0 && calendar.format(Date.parse(entry.at)) !== entry.originalDay)
          broken.push(`${entry.id} of ${entry.at} says ${entry.originalDay}, the calendar does not`);
        if (entry.day !== day || entry.originalDay > day) broken.push(`${entry.id} is out of place in ${day}`);
      }
    }
    for await (const batch of facts.read("lines")) {
      for (const line of batch) {
        once("lines", line.id);
        const sums = of(line.orderId);
        sums.lines += line.totalMinor;
        if (line.kind !== "refund") sums.units.set(line.lineId, (sums.units.get(line.lineId) ?? 0) + line.quantity);
      }
    }
    for await (const batch of facts.read("payments")) {
      for (const payment of batch) {
        once("payments", payment.id);
        of(payment.orderId).paid += payment.amountMinor;
      }
    }
    for await (const batch of facts.read("shipments")) {
      for (const shipment of batch) {
        once("shipments", shipment.id);
        of(shipment.orderId).shipped += shipment.units;
      }
    }
  }
  if (sealed.join() !== days.join()) broken.push(`sealed are ${sealed.length} of ${days.length} days`);
  for (const id of orderIds) {
    const order = (await readOrder(table, aMerchantId, orderIdOf(aConnectionId, id)))?.order ?? null;
    if (!isBookable(order)) {
      broken.push(`order ${id} is not there`);
      continue;
    }
    const sums = of(order.orderId);
    const refunds = Object.values(order.refunds).reduce((sum, { facts }) => sum + facts.amountMinor, 0);
    const worth = saleWorth(order).minor - refunds;
    if (sums.total !== worth) broken.push(`order ${id} is worth ${worth}, its entries ${sums.total}`);
    if (sums.lines !== worth) broken.push(`order ${id} is worth ${worth}, its lines ${sums.lines}`);
    if (sums.paid !== paidMinor(order))
      broken.push(`order ${id} is paid ${paidMinor(order)}, by the files ${sums.paid}`);
    const shipped = Object.values(order.fulfilments).flatMap(({ facts }) => facts.lines);
    const units = shipped.reduce((sum, { quantity }) => sum + quantity, 0);
    if (sums.shipped !== units) broken.push(`order ${id} shipped ${units} units, by the files ${sums.shipped}`);
    for (const { lineId, quantity } of saleShares(order)) {
      const told = sums.units.get(lineId) ?? 0;
      if (told !== quantity) broken.push(`line ${lineId} of order ${id} sold ${quantity}, by the files ${told}`);
    }
  }
  return broken;
}
