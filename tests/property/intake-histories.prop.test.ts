import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import { readStock, toStockItem } from "../../shared/inventory/stock-store.ts";
import { stockMoveWrites } from "../../shared/inventory/stock-writes.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import type { Allocation } from "../../shared/orders/allocation.ts";
import { deriveStatus, isRoutable } from "../../shared/orders/derive-status.ts";
import { isCancelled, lineQuantities, unallocatedLines } from "../../shared/orders/open-quantities.ts";
import type { Order } from "../../shared/orders/order.ts";
import { orderWrites } from "../../shared/orders/order-store.ts";
import type { Table } from "../../shared/table/port.ts";
import { aDelivery, aMerchantId, aMoment } from "../support/builders.ts";
import { intakePorts, intakeWorker, storedFacts, storedOrder, storedRecord } from "../support/intake-hub.ts";
import { message } from "../support/messages.ts";

const SKUS = ["SKU-l1", "SKU-l2"];
const WAREHOUSE = warehouseCode("SHA");
const STOCK = 100;

type Step =
  | { readonly kind: "deliver" | "repeat" | "redeliver"; readonly index: number }
  | { readonly kind: "allocate" }
  | { readonly kind: "closeDay" };

/** Every message arrives at least once, in any order, amid repetitions, routing and closings of the day. */
const history = fc.array(message, { minLength: 1, maxLength: 6 }).chain((messages) => {
  const arrivals = messages.map((_, index): Step => ({ kind: "deliver", index }));
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constantFrom("repeat" as const, "redeliver" as const), index: fc.nat(messages.length - 1) }),
    fc.constant({ kind: "allocate" as const }),
    fc.constant({ kind: "allocate" as const }),
    fc.constant({ kind: "closeDay" as const }),
  );
  return fc
    .array(step, { maxLength: 10 })
    .chain((others) => fc.shuffledSubarray([...arrivals, ...others], { minLength: arrivals.length + others.length }))
    .map((steps) => ({ messages, steps }));
});

describe("any history of one order", () => {
  it("keeps stock, books, status and records true after every step, and forgets the order of arrival", async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ messages, steps }) => {
        const deliveries = messages.map((order, index) =>
          aDelivery({ dedupeKey: `d${index}`, channel: "plain", said: { order } }),
        );
        const inOrder = await run(
          deliveries,
          messages.map((_, index): Step => ({ kind: "deliver", index })),
        );
        const shuffled = await run(deliveries, steps);
        expect(factsOf(shuffled)).toEqual(factsOf(inOrder));
      }),
      { numRuns: 200 },
    );
  });
});

async function run(deliveries: readonly QueuedDelivery[], steps: readonly Step[]): Promise<Order | null> {
  const ports = await intakePorts();
  let closedThrough: string | null = null;
  const { table } = ports;
  const closing: Table = {
    ...table,
    get: async (key) => {
      const item = await table.get(key);
      return item === null || item.sk !== "MERCHANT" ? item : { ...item, closedThrough };
    },
  };
  const stock = { merchantId: aMerchantId, warehouse: WAREHOUSE, onHand: STOCK, allocated: 0, available: STOCK };
  for (const each of SKUS) {
    const rest = {
      damaged: 0,
      onHold: 0,
      safetyStock: 0,
      lowStockThreshold: null,
      incoming: 0,
      version: 1,
      changedAt: aMoment,
    };
    await table.put(toStockItem({ sku: sku(each), ...stock, ...rest }));
  }
  const worker = intakeWorker({ ...ports, table: closing });
  const sent = new Map<number, Set<string>>();
  for (const step of steps) {
    if (step.kind === "closeDay") closedThrough = closedThrough === null ? "2026-11-21" : "2026-11-22";
    else if (step.kind === "allocate") await allocate(table);
    else {
      const delivery = deliveries[step.index];
      if (delivery === undefined) throw new Error("no such delivery");
      const seen = sent.get(step.index) ?? new Set<string>();
      sent.set(step.index, seen);
      const messageId = `m${step.index}.${step.kind === "redeliver" ? Math.max(1, seen.size) : seen.size + 1}`;
      seen.add(messageId);
      expect((await worker(delivery, messageId)).kind).not.toBe("contended");
      expect((await storedRecord(table, delivery))?.duplicates).toBe(seen.size - 1);
    }
    await checkInvariants(table);
  }
  return storedOrder(table);
}

/** What routing does in its simplest form: promises everything that is wanted from the one warehouse. */
async function allocate(table: Table): Promise<void> {
  const before = await storedOrder(table);
  if (before === null || !isRoutable(before)) return;
  const wanted = unallocatedLines(before);
  const merged = new Map(before.allocations.map((each) => [each.lineId, each]));
  for (const line of wanted) {
    const quantity = (merged.get(line.lineId)?.quantity ?? 0) + line.quantity;
    merged.set(line.lineId, { ...line, warehouse: WAREHOUSE, quantity } satisfies Allocation);
  }
  const promised = { ...before, version: before.version + 1, allocations: [...merged.values()] };
  const moves = wanted.map((line) => ({
    kind: "allocated" as const,
    sku: sku(line.sku),
    warehouse: WAREHOUSE,
    quantity: line.quantity,
    safetyStock: 0,
  }));
  const after = { ...promised, status: deriveStatus(promised) };
  const done = await table.transact([
    ...orderWrites(before, after, []),
    ...stockMoveWrites(aMerchantId, moves, aMoment, before.orderId),
  ]);
  expect(done.ok).toBe(true);
}

async function checkInvariants(table: Table): Promise<void> {
  const order = await storedOrder(table);
  for (const each of SKUS) {
    const [stock] = await readStock(table, aMerchantId, sku(each));
    const promised = (order?.allocations ?? []).filter((allocation) => allocation.sku === each);
    const units = promised.reduce((sum, allocation) => sum + allocation.quantity, 0);
    expect(stock).toMatchObject({ allocated: units, onHand: (stock?.available ?? 0) + units });
    expect(stock?.onHand).toBeLessThanOrEqual(STOCK);
  }
  if (order === null) return;
  expect(order.status).toBe(deriveStatus(order));
  for (const line of lineQuantities(order)) {
    const own = order.allocations.filter((allocation) => allocation.lineId === line.lineId);
    expect(own.reduce((sum, allocation) => sum + allocation.quantity, 0)).toBeLessThanOrEqual(line.open);
  }
  if (isCancelled(order)) expect(order.allocations).toEqual([]);
  await checkBooks(table, order);
}

/** Sale and facts together are what the order is worth now: its total, or nothing when cancelled, less what was given back. */
async function checkBooks(table: Table, order: Order): Promise<void> {
  const facts = await storedFacts(table);
  if (order.booking === null) {
    expect(facts).toEqual([]);
    return;
  }
  const booked = facts.reduce((sum, fact) => sum + fact.amountMinor, order.booking.totalMinor);
  const refunded = Object.values(order.refunds).reduce((sum, refund) => sum + refund.facts.amountMinor, 0);
  const total = order.header?.facts.amounts.totalMinor ?? 0;
  expect(booked).toBe((isCancelled(order) ? Math.min(total, refunded) : total) - refunded);
}

/** Allocations and what follows from them depend on when routing ran; everything else only on the messages. */
function factsOf(order: Order | null): unknown {
  if (order === null) return null;
  const { orderId, header, lines, payment, address, channelStatus, refunds, fulfilments, holds } = order;
  return { orderId, header, lines, payment, address, channelStatus, refunds, fulfilments, holds };
}
