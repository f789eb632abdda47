import { seeded } from "../../property/seeded.ts";
import { model, type SaleResult } from "./constants.ts";

/** A transaction for each order, on one of so many items that the stock is divided over; 1 is the usual design. */
export type OneByOne = { readonly buckets: number };

type Event = { readonly at: number; readonly order: number; readonly run: () => void };

/** The sale by a design that is not ours, reduced to what it does to the hot item: attempts, locks, waits. */
export function saleOneByOne(perSecond: number, seconds: number, { buckets }: OneByOne): SaleResult {
  const { at, later, play } = agenda();
  const random = seeded(perSecond + buckets);
  const demand = perSecond * seconds;
  const stock = Math.floor(demand * model.stockShare);
  const left = Array.from({ length: buckets }, (_, no) => Math.floor(stock / buckets) + (no < stock % buckets ? 1 : 0));
  const lockedUntil = new Array<number>(buckets).fill(0);
  const result = emptyResult(demand, stock);

  const attempt = (arrivedAt: number, bucket: number, tried: number, receives: number, empty: number): void => {
    result.calls += 1;
    result.transactions += 1;
    if ((lockedUntil[bucket] ?? 0) > at()) {
      result.conflicts += 1;
      if (tried < model.tries) {
        later(model.networkMs + random() * model.baseMs * 2 ** tried, () =>
          attempt(arrivedAt, Math.floor(random() * buckets), tried + 1, receives, empty),
        );
      } else if (receives < model.receives) {
        later(model.requeueMs, () => attempt(arrivedAt, Math.floor(random() * buckets), 0, receives + 1, 0));
      } else result.deadLetters += 1;
      return;
    }
    const has = left[bucket] ?? 0;
    if (has === 0) {
      // An empty bucket says nothing of the others.
      if (empty + 1 < buckets) {
        later(model.networkMs, () => attempt(arrivedAt, (bucket + 1) % buckets, tried, receives, empty + 1));
      } else answer(result, false, arrivedAt, at() + model.networkMs);
      return;
    }
    lockedUntil[bucket] = at() + model.lockMs;
    left[bucket] = has - 1;
    answer(result, true, arrivedAt, at() + model.lockMs + model.networkMs / 2);
  };
  for (let no = 0; no < demand; no += 1) {
    const arrivedAt = ((no + random()) * 1000) / perSecond;
    // Receiving and reading come first; each order reads by itself.
    later(arrivedAt + model.receiveMs + 2 * model.readMs + model.cpuMsPerOrder, () => {
      result.calls += 2;
      attempt(arrivedAt, Math.floor(random() * buckets), 0, 1, 0);
    });
  }
  play();
  return result;
}

/** A FIFO queue with a group for the sku: one batch of ten at a time, in one transaction, and never a conflict. */
export function saleByFifo(perSecond: number, seconds: number): SaleResult {
  const random = seeded(perSecond);
  const demand = perSecond * seconds;
  const stock = Math.floor(demand * model.stockShare);
  const result = emptyResult(demand, stock);
  const arrivals = Array.from({ length: demand }, (_, no) => ((no + random()) * 1000) / perSecond).sort(
    (a, b) => a - b,
  );
  let now = 0;
  for (let no = 0; no < demand; ) {
    now = Math.max(now, arrivals[no] ?? 0) + model.receiveMs;
    let size = 0;
    while (size < 10 && no + size < demand && (arrivals[no + size] ?? 0) <= now) size += 1;
    now += 2 * model.readMs + size * model.cpuMsPerOrder + model.networkMs + model.lockMs;
    result.calls += 3;
    result.transactions += 1;
    for (const arrivedAt of arrivals.slice(no, no + size)) answer(result, result.sold < stock, arrivedAt, now);
    no += size;
  }
  return result;
}

function answer(result: Mutable, isSold: boolean, arrivedAt: number, at: number): void {
  result.latenciesMs.push(at - arrivedAt);
  if (isSold) {
    result.sold += 1;
    result.sellingMs = Math.max(result.sellingMs, at);
  } else result.refused += 1;
}

type Mutable = { -readonly [K in keyof SaleResult]: SaleResult[K] } & { latenciesMs: number[] };

function emptyResult(demand: number, stock: number): Mutable {
  return {
    ...{ demand, stock, sold: 0, refused: 0, deadLetters: 0, sellingMs: 0 },
    ...{ latenciesMs: [], calls: 0, transactions: 0, conflicts: 0 },
  };
}

/** What happens when, the earliest first. */
function agenda() {
  const buckets = new Map<number, Event[]>();
  let last = 0;
  let now = 0;
  let order = 0;
  return {
    at: () => now,
    later(ms: number, run: () => void) {
      order += 1;
      const event = { at: now + ms, order, run };
      const slot = Math.floor(event.at);
      last = Math.max(last, slot);
      const events = buckets.get(slot);
      if (events === undefined) buckets.set(slot, [event]);
      else events.push(event);
    },
    play() {
      for (let slot = 0; slot <= last; slot += 1) {
        const events = buckets.get(slot) ?? [];
        // What happens within this very millisecond may add to it.
        while (events.length > 0) {
          let first = 0;
          for (let index = 1; index < events.length; index += 1) {
            const [one, other] = [events[index], events[first]];
            if (one !== undefined && other !== undefined && one.at < other.at) first = index;
          }
          const [event] = events.splice(first, 1);
          if (event === undefined) break;
          now = event.at;
          event.run();
        }
        buckets.delete(slot);
      }
    },
  };
}
