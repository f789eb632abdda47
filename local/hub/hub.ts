import type { Clock } from "../cloud/service.ts";
import type { Refusal, UnusedGrant } from "../iam/access.ts";
import type { Logs, MetricSum } from "../lambda/logs.ts";
import type { FunctionRuntime } from "../lambda/runtime.ts";
import type { MerchantFile } from "../seed/merchant-file.ts";
import type { Site } from "../template/site.ts";
import type { Bill } from "./bill.ts";
import type { Cloud } from "./cloud.ts";
import type { HubFaults } from "./faults.ts";
import type { LocalJson } from "./local-json.ts";
import type { TokenWish } from "./tokens.ts";

export type HubOptions = {
  /** Of the HTTP API; fails when taken. Absent: 4510, or any when that is taken. 0: any. */
  readonly port?: number;
  /** Keeps everything in `orderhub.sqlite` in this folder; absent: in memory. */
  readonly dataDir?: string;
  /** Lets things go wrong on purpose, repeatably. */
  readonly faultsSeed?: number;
  /** Refuse AWS calls that the calling function's role does not allow, and wiring that AWS would refuse. Default true. */
  readonly strict?: boolean;
  /** No warnings on the terminal. */
  readonly quiet?: boolean;
  /** Merchants to set up; null for none. Default: the demo merchant. */
  readonly seed?: MerchantFile | null;
  /** Write `.orderhub/local.json` for scripts and the command line. Default false. */
  readonly announce?: boolean;
  /** Where each function's log lines go; absent: kept in memory only. */
  readonly logFolder?: string;
  /** A synthesised assembly to run; absent: the project's own, built first when it is stale. */
  readonly assembly?: string;
};

/** A whole hub on 127.0.0.1, brought to life from the synthesised template. */
export type Hub = {
  /** Of the HTTP API. */
  readonly url: string;
  /** What `.orderhub/local.json` says. */
  readonly localJson: LocalJson;
  readonly clock: Clock;
  /** Moves the hub's time forward, running what falls due on the way, each with what it sets going, at its own time. */
  advance(ms: number): Promise<void>;
  /** Resolves when queues, streams and functions are quiet; messages that are delayed or wait for a retry do not count. */
  idle(limitMs?: number): Promise<void>;
  metrics(): HubMetrics;
  bill(): Bill;
  /** A token of the local issuer. */
  token(wish: TokenWish): Promise<string>;
  /** Calls that the caller's role did not allow, each once. */
  refusals(): readonly Refusal[];
  /** Grants in the template that no call has used yet. */
  unusedGrants(): readonly UnusedGrant[];
  readonly logs: Logs;
  readonly site: Site;
  /** The services in their own process, for tests that look inside. */
  readonly cloud: Cloud;
  readonly faults: HubFaults | null;
  /** A function by its construct name, to invoke it directly. */
  runtimeOf(label: string): FunctionRuntime | undefined;
  /** Ends every thread, closes every port and file, and removes `local.json`. */
  stop(): Promise<void>;
};

export type HubMetrics = {
  /** What functions counted in CloudWatch's embedded metric format. */
  readonly counters: Readonly<Record<string, MetricSum>>;
  /** Messages by queue name. */
  readonly queues: Readonly<
    Record<string, { readonly visible: number; readonly inFlight: number; readonly delayed: number }>
  >;
};
