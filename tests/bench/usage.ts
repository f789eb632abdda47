import { prices } from "./price-list.ts";

/** What AWS bills: requests by name (`dynamodb.GetItem`, `lambda.Invoke` …) and the table's units, indexes included. */
export type Usage = {
  readonly requests: Readonly<Record<string, number>>;
  readonly writeUnits: number;
  readonly readUnits: number;
};

export const noUsage: Usage = { requests: {}, writeUnits: 0, readUnits: 0 };

export function addUsage(usage: Usage, more: Partial<Usage>): Usage {
  const requests = { ...usage.requests };
  for (const [name, count] of Object.entries(more.requests ?? {})) requests[name] = (requests[name] ?? 0) + count;
  return {
    requests,
    writeUnits: usage.writeUnits + (more.writeUnits ?? 0),
    readUnits: usage.readUnits + (more.readUnits ?? 0),
  };
}

export function totalUsage(usages: readonly Usage[]): Usage {
  return usages.reduce(addUsage, noUsage);
}

/** The same for one of `count` orders. */
export function perOrder(usage: Usage, count: number): Usage {
  const requests = Object.fromEntries(Object.entries(usage.requests).map(([name, used]) => [name, used / count]));
  return { requests, writeUnits: usage.writeUnits / count, readUnits: usage.readUnits / count };
}

/** What is not counted as a request: how long functions ran, and what they wrote to the log. */
export type RunningCost = { readonly gbSeconds: number; readonly logKb: number };

/** USD for a million orders, by service; `usage` and `running` are those of one order. */
export function usdPerMillion(usage: Usage, running: RunningCost): Readonly<Record<string, number>> {
  const count = (begins: string): number =>
    Object.entries(usage.requests).reduce((sum, [name, used]) => (name.startsWith(begins) ? sum + used : sum), 0);
  return {
    "HTTP API": count("http-api.") * prices.httpApiRequest,
    Lambda: count("lambda.") * prices.lambdaRequest + running.gbSeconds * prices.lambdaGbSecond * 1_000_000,
    SQS: count("sqs.") * prices.sqsRequest,
    "DynamoDB writes": usage.writeUnits * prices.writeUnit,
    "DynamoDB reads": usage.readUnits * prices.readUnit,
    EventBridge: count("events.") * prices.eventPublished,
    S3: count("s3.PutObject") * prices.s3Put,
    Logs: running.logKb * prices.logsGb,
  };
}
