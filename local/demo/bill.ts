import { prices } from "../../tests/bench/price-list.ts";
import type { Bill } from "../hub/bill.ts";

/** What a span of work would have cost, by AWS's list prices (us-east-1, November 2026). */
export type DayBill = {
  readonly requests: Readonly<Record<string, number>>;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly invocations: number;
  readonly httpRequests: number;
  readonly events: number;
  /** Requests and units only. */
  readonly usdPerMillionOrders: number;
  /** Lambda's time on top, by the time it took on this machine: an upper bound, AWS is not as busy. */
  readonly computeUsdPerMillionOrders: number;
};

export type Counts = {
  readonly orders: number;
  readonly httpRequests: number;
  readonly events: number;
  /** Functions that a queue drives: AWS receives and deletes once for each of their batches, and bills it. */
  readonly queueWorkers: readonly string[];
};

/** The difference of two readings, priced. */
export function billBetween(before: Bill, after: Bill, counts: Counts): DayBill {
  const requests = difference(before.requests, after.requests);
  const writeUnits = after.writeUnits - before.writeUnits;
  const readUnits = after.readUnits - before.readUnits;
  const invocations = sumOver(after, (stats) => stats.invocations) - sumOver(before, (stats) => stats.invocations);
  const batches = sumOver(after, workers(counts)) - sumOver(before, workers(counts));
  const of = (pattern: RegExp): number =>
    Object.entries(requests).reduce((sum, [name, count]) => (pattern.test(name) ? sum + count : sum), 0);
  const dollars =
    (counts.httpRequests * prices.httpApiRequest +
      invocations * prices.lambdaRequest +
      (of(/^sqs\./) + 2 * batches) * prices.sqsRequest +
      counts.events * prices.eventPublished +
      writeUnits * prices.writeUnit +
      readUnits * prices.readUnit +
      of(/^s3\.Put/) * prices.s3Put) /
    1_000_000;
  const gbSeconds = sumOver(after, (stats) => stats.gbSeconds) - sumOver(before, (stats) => stats.gbSeconds);
  return {
    requests,
    writeUnits,
    readUnits,
    invocations,
    httpRequests: counts.httpRequests,
    events: counts.events,
    usdPerMillionOrders: perMillionOrders(dollars, counts.orders),
    computeUsdPerMillionOrders: perMillionOrders(gbSeconds * prices.lambdaGbSecond, counts.orders),
  };
}

type Stats = Bill["functions"][string];

function workers({ queueWorkers }: Counts): (stats: Stats, name: string) => number {
  return (stats, name) => (queueWorkers.includes(name) ? stats.invocations : 0);
}

function sumOver(bill: Bill, amountOf: (stats: Stats, name: string) => number): number {
  return Object.entries(bill.functions).reduce((sum, [name, stats]) => sum + amountOf(stats, name), 0);
}

function perMillionOrders(dollars: number, orders: number): number {
  return orders === 0 ? 0 : Math.round((dollars / orders) * 100_000_000) / 100;
}

function difference(before: Bill["requests"], after: Bill["requests"]): Readonly<Record<string, number>> {
  const entries = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}
