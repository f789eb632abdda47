import type { Gateway } from "../http-api/gateway.ts";
import type { Issuer } from "../http-api/issuer.ts";
import type { Access, Refusal } from "../iam/access.ts";
import type { Site } from "../template/site.ts";
import type { Meter } from "./bill.ts";
import type { Cloud } from "./cloud.ts";
import type { Foundation } from "./foundation.ts";
import type { Hub } from "./hub.ts";
import type { LocalJson } from "./local-json.ts";
import { makeSettling, type Worker, waitUntilQuiet } from "./quiet.ts";
import { signToken } from "./tokens.ts";
import type { Workload } from "./workload.ts";

export type HubParts = {
  readonly foundation: Foundation;
  readonly cloud: Cloud;
  readonly site: Site;
  readonly workload: Workload;
  readonly gateway: Gateway;
  readonly access: Access;
  readonly refusals: readonly Refusal[];
  readonly meter: Meter;
  readonly issuer: Issuer;
  readonly audience: string;
  readonly localJson: LocalJson;
  readonly stop: () => Promise<void>;
};

const idleLimitMs = 120_000;

/** The running parts as the one thing that tests and commands hold. */
export function makeHub(parts: HubParts): Hub {
  const { foundation, cloud, site, workload, access, localJson } = parts;
  const { clock, logs, faults } = foundation;
  const workers = workersOf(parts);
  return {
    url: localJson.api,
    localJson,
    clock,
    logs,
    site,
    cloud,
    faults,
    async advance(ms) {
      await clock.advance(ms, makeSettling(workers));
      foundation.tellTime();
    },
    idle: (limitMs = idleLimitMs) => waitUntilQuiet(workers, limitMs),
    metrics: () => ({
      counters: logs.metrics(),
      queues: Object.fromEntries(site.queues.map(({ name }) => [name, cloud.sqs.countsOf(name)])),
    }),
    bill: parts.meter.bill,
    token: (wish) => signToken(parts.issuer, parts.audience, wish),
    refusals: () => [...parts.refusals],
    unusedGrants: access.unused,
    runtimeOf: (label) => [...workload.runtimes.values()].find((one) => one.spec.label === label),
    stop: parts.stop,
  };
}

function workersOf({ cloud, workload, gateway }: HubParts): readonly Worker[] {
  const deliveries = [cloud.events, cloud.scheduler, cloud.sns];
  return [
    ...deliveries.map(({ name, idle }) => ({ title: name, isQuiet: () => true, settle: idle })),
    { title: "open requests", isQuiet: () => gateway.openRequests() === 0 },
    { title: "asynchronous events", isQuiet: workload.asyncInvoker.isQuiet },
    ...workload.mappings,
    ...[...workload.runtimes.values()].map((one) => ({ title: one.spec.label, isQuiet: () => !one.isBusy() })),
  ];
}
