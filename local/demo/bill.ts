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

/** Dollars for a million of each. */
const perMillion = {
  httpRequest: 1,
  invocation: 0.2,
  queueRequest: 0.4,
  busEvent: 1,
  topicRequest: 0.5,
  writeUnit: 0.625,
  readUnit: 0.125,
  objectWrite: 5,
  objectRead: 0.4,
};

const usdPerGbSecond = 0.0000133334;

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
    (counts.httpRequests * perMillion.httpRequest +
      invocations * perMillion.invocation +
      (of(/^sqs\./) + 2 * batches) * perMillion.queueRequest +
      counts.events * perMillion.busEvent +
      of(/^sns\./) * perMillion.topicRequest +
      writeUnits * perMillion.writeUnit +
      readUnits * perMillion.readUnit +
      of(/^s3\.(Put|Copy|Post|List)/) * perMillion.objectWrite +
      of(/^s3\.(Get|Head)/) * perMillion.objectRead) /
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
    computeUsdPerMillionOrders: perMillionOrders(gbSeconds * usdPerGbSecond, counts.orders),
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
