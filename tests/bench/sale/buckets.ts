import { causedMoveWrites } from "../../../shared/inventory/stock-writes.ts";
import { orderIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { turnMs } from "../../../shared/platform/pause.ts";
import { seeded } from "../../property/seeded.ts";
import { aConnectionId, aMerchantId, aMoment } from "../../support/builders.ts";
import { model, type SaleResult } from "./constants.ts";
import { unitsOf } from "./contended-table.ts";
import { receiveAll, type Workers } from "./receivers.ts";
import { makeVirtualTime } from "./virtual-time.ts";

/** Stock of one sku divided over so many items, each in a partition of its own; 1 is the design that is built. */
export type Buckets = Workers & { readonly buckets: number };

type Bucket = { left: number; isHeld: boolean; units: number; paidAt: number };
type Message = { readonly arrivedAt: number };

/**
 * The sale by group commit on several items, reduced to what it does to them: the receivers are those of the real worker, a
 * batch reads orders and stock, takes all its units from one bucket that has as many, or else from several, and asks another
 * one when it meets somebody. Every plan knows what all buckets have, which no real one would for long.
 */
export async function saleInBuckets(perSecond: number, seconds: number, design: Buckets): Promise<SaleResult> {
  const time = makeVirtualTime();
  const random = seeded(perSecond);
  const demand = perSecond * seconds;
  const stock = Math.floor(demand * model.stockShare);
  const buckets = Array.from({ length: design.buckets }, (_, no): Bucket => {
    const left = Math.floor(stock / design.buckets) + (no < stock % design.buckets ? 1 : 0);
    return { left, isHeld: false, units: model.partitionUnits, paidAt: 0 };
  });
  const queue: Message[] = [];
  const latenciesMs: number[] = [];
  const result = { sold: 0, refused: 0, sellingMs: 0, calls: 0, transactions: 0, conflicts: 0 };
  let open = demand;

  async function arrive(): Promise<void> {
    for (let no = 0; no < demand; no += 1) {
      const at = ((no + random()) * 1000) / perSecond;
      if (at > time.now()) await time.sleep(at - time.now());
      queue.push({ arrivedAt: time.now() });
    }
  }

  async function work(messages: readonly Message[]): Promise<void> {
    await time.sleep(messages.length * model.cpuMsPerOrder + 2 * model.readMs);
    result.calls += 2;
    let rest = messages;
    while (rest.length > 0) {
      const parts = chosen(buckets, rest.length, random);
      if (parts.length === 0) {
        await refuse(rest);
        return;
      }
      result.calls += 1;
      result.transactions += 1;
      await time.sleep(model.networkMs / 2);
      if (!isFree(parts, time.now())) {
        result.conflicts += 1;
        await time.sleep(model.networkMs / 2 + turnMs(random));
        continue;
      }
      for (const { bucket } of parts) bucket.isHeld = true;
      await time.sleep(model.lockMs);
      for (const { bucket, units } of parts) {
        bucket.isHeld = false;
        bucket.left -= units;
      }
      await time.sleep(model.networkMs / 2);
      const sold = parts.reduce((sum, { units }) => sum + units, 0);
      result.sold += sold;
      result.sellingMs = time.now();
      answer(rest.slice(0, sold));
      rest = rest.slice(sold);
    }
  }

  /** They are written as waiting, and the stock is read once more. */
  async function refuse(messages: readonly Message[]): Promise<void> {
    result.calls += 2;
    result.transactions += 1;
    await time.sleep(model.networkMs + model.lockMs + model.readMs);
    result.refused += messages.length;
    answer(messages);
  }

  function answer(messages: readonly Message[]): void {
    open -= messages.length;
    for (const { arrivedAt } of messages) latenciesMs.push(time.now() - arrivedAt);
  }

  const receiving = { queue, random: seeded(perSecond + 1), isOpen: () => open > 0, work };
  await time.run(Promise.all([arrive(), receiveAll(time, receiving, design)]));
  return { ...result, stock, demand, deadLetters: 0, latenciesMs };
}

type Part = { readonly bucket: Bucket; readonly units: number };

/** Any bucket that has all of it; where none has, what there is in several. Empty when nothing is left. */
function chosen(buckets: readonly Bucket[], wanted: number, random: () => number): readonly Part[] {
  const filled = buckets.filter(({ left }) => left > 0);
  const enough = filled.filter(({ left }) => left >= wanted);
  const one = enough[Math.floor(random() * enough.length)];
  if (one !== undefined) return [{ bucket: one, units: wanted }];
  const parts: Part[] = [];
  let missing = wanted;
  for (const bucket of filled) {
    const units = Math.min(missing, bucket.left);
    if (units > 0) parts.push({ bucket, units });
    missing -= units;
  }
  return parts;
}

/** Does nobody hold them, and have their partitions units left for what is written? */
function isFree(parts: readonly Part[], now: number): boolean {
  if (parts.some(({ bucket, units }) => bucket.isHeld || bucket.left < units)) return false;
  return parts.every(({ bucket, units }) => {
    const has = bucket.units + ((now - bucket.paidAt) * model.partitionUnits) / 1000;
    const asked = unitsFor(units);
    bucket.paidAt = now;
    bucket.units = Math.min(model.partitionUnits, has) - (has < asked ? 0 : asked);
    return has >= asked;
  });
}

const known = new Map<number, number>();

/** What the real write of a position costs that names so many orders. */
function unitsFor(orders: number): number {
  const cached = known.get(orders);
  if (cached !== undefined) return cached;
  const move = {
    kind: "allocated",
    sku: sku("TEA"),
    warehouse: warehouseCode("SHA"),
    quantity: 1,
    safetyStock: 0,
  } as const;
  const caused = Array.from({ length: orders }, (_, no) => ({
    cause: orderIdOf(aConnectionId, `${no}`),
    moves: [move],
  }));
  const writes = causedMoveWrites(aMerchantId, caused, aMoment);
  const units = writes.reduce((sum, write) => sum + (write.kind === "update" ? unitsOf(write) : 0), 0);
  known.set(orders, units);
  return units;
}
