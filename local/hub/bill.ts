import type { Seen } from "../cloud/front-door.ts";
import type { FunctionRuntime, FunctionStats } from "../lambda/runtime.ts";
import { readS3Request } from "../s3/request.ts";

/** What AWS would count since the start. */
export type Bill = {
  /** By `service.Operation`: `dynamodb.TransactWriteItems`, `sqs.SendMessage`, `s3.PutObject`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** By the function's construct name. */
  readonly functions: Readonly<Record<string, FunctionStats & { readonly requests: Readonly<Record<string, number>> }>>;
};

export type Meter = {
  seen(one: Seen): void;
  bill(): Bill;
};

export type MeterDeps = {
  /** Name of the function that owns the key, or null for a caller from outside. */
  readonly labelOf: (accessKeyId: string) => string | null;
  readonly runtimes: () => readonly FunctionRuntime[];
  readonly capacity: () => { readonly readUnits: number; readonly writeUnits: number };
};

type Counts = Record<string, number>;

export function makeMeter({ labelOf, runtimes, capacity }: MeterDeps): Meter {
  const whole: Counts = {};
  const byFunction = new Map<string, Counts>();

  function add(counts: Counts, name: string): void {
    counts[name] = (counts[name] ?? 0) + 1;
  }

  return {
    seen(one) {
      const name = `${one.service}.${operationOf(one)}`;
      add(whole, name);
      const label = labelOf(one.request.accessKeyId);
      if (label === null) return;
      const counts = byFunction.get(label) ?? {};
      byFunction.set(label, counts);
      add(counts, name);
    },
    bill() {
      const { readUnits, writeUnits } = capacity();
      const functions = runtimes().map((runtime) => {
        const requests = { ...byFunction.get(runtime.spec.label) };
        return [runtime.spec.label, { ...runtime.stats(), requests }] as const;
      });
      return { requests: sorted(whole), writeUnits, readUnits, functions: Object.fromEntries(functions) };
    },
  };
}

function operationOf({ service, request }: Seen): string {
  if (request.operation !== "") return request.operation;
  if (service === "sns") return new URLSearchParams(request.body.toString("utf8")).get("Action") ?? "Unknown";
  if (service === "scheduler") return schedulerOperation(request.method, request.path);
  try {
    return readS3Request(request).operation;
  } catch {
    return "Unknown";
  }
}

/** `POST /schedules/close-day-demo` is CreateSchedule. */
function schedulerOperation(method: string, path: string): string {
  const verbs: Readonly<Record<string, string>> = { POST: "Create", PUT: "Update", DELETE: "Delete", GET: "Get" };
  return `${verbs[method] ?? method}${path.startsWith("/schedule-groups") ? "ScheduleGroup" : "Schedule"}`;
}

function sorted(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).sort(([left], [right]) => left.localeCompare(right)));
}
