import { accountId, region } from "../hub/arns.ts";
import type { Services } from "../hub/services.ts";

/** Services that only write down what the template asked of them, for tests of the interpreter. */
export function makeRecordingServices(): {
  readonly services: Services;
  readonly calls: [name: string, argument: unknown][];
} {
  const calls: [string, unknown][] = [];
  const record =
    (name: string) =>
    (argument: unknown): void => {
      calls.push([name, argument]);
    };
  const services: Services = {
    region,
    accountId,
    clock: { now: () => 0, schedule: () => () => undefined, advance: async () => undefined, stop: () => undefined },
    tables: {
      create: record("table"),
      readStream: () => [],
      streamEnd: () => null,
      onStreamRecords: () => () => undefined,
    },
    queues: {
      create(queue) {
        calls.push(["queue", queue]);
        return { url: `http://127.0.0.1/${accountId}/${queue.name}` };
      },
      take: () => [],
      onAvailable: () => () => undefined,
      delete: () => undefined,
      counts: () => ({ visible: 0, inFlight: 0, delayed: 0 }),
    },
    buckets: { create: record("bucket") },
    events: { create: record("bus"), putRule: record("rule"), matches: () => true },
    scheduler: { createGroup: record("group"), create: record("schedule") },
    topics: {
      create: record("topic"),
      subscribe(subscription) {
        calls.push(["subscription", subscription]);
        return { arn: `${subscription.topicArn}:1` };
      },
    },
    secrets: {
      create(secret) {
        calls.push(["secret", secret]);
        return { arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${secret.name}-AbCdEf` };
      },
    },
  };
  return { services, calls };
}
