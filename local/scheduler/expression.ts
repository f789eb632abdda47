import { type Cron, type LocalTime, nextLocalTime, parseCron } from "./cron.ts";
import { instantOf, localTimeAt } from "./zone.ts";

export type Expression =
  | { readonly kind: "cron"; readonly cron: Cron }
  | { readonly kind: "rate"; readonly everyMs: number }
  | { readonly kind: "at"; readonly local: LocalTime; readonly second: number };

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `cron(0 2 * * ? *)`, `rate(5 minutes)` or `at(2026-03-01T10:00:00)`; null if it is none of them. */
export function parseExpression(text: string): Expression | null {
  const [, kind, inner = ""] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === "cron") {
    const cron = parseCron(inner);
    return cron && { kind, cron };
  }
  if (kind === "rate") return parseRate(inner);
  return kind === "at" ? parseAt(inner) : null;
}

/** One minute, five minutes: the unit must agree with the number, as EventBridge demands. */
function parseRate(text: string): Expression | null {
  const [, count, unit = "", plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text) ?? [];
  if (count === undefined || (count === "1") !== (plural === "")) return null;
  return { kind: "rate", everyMs: Number(count) * (unitMs[unit] ?? 0) };
}

function parseAt(text: string): Expression | null {
  const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text);
  if (!form || Number.isNaN(Date.parse(`${text}Z`))) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = form.slice(1).map(Number);
  return { kind: "at", local: { year, month, day, hour, minute }, second };
}

/**
 * When a schedule fires next, strictly after `after` (epoch ms); null if never again. Local times that clocks jump over
 * are skipped, those that come twice fire once. Rates count from `start`, which is their first time.
 */
export function nextFire(
  expression: Expression,
  after: number,
  { zone, start }: { zone: string; start: number },
): number | null {
  switch (expression.kind) {
    case "rate": {
      const passed = Math.max(Math.floor((after - start) / expression.everyMs) + 1, 0);
      return start + passed * expression.everyMs;
    }
    case "at": {
      const minute = instantOf(zone, expression.local);
      const at = minute === null ? null : minute + expression.second * 1000;
      return at !== null && at > after ? at : null;
    }
    case "cron":
      return nextOfCron(expression.cron, after, zone);
  }
}

function nextOfCron(cron: Cron, after: number, zone: string): number | null {
  let local: LocalTime | null = localTimeAt(zone, after);
  for (;;) {
    local = nextLocalTime(cron, local);
    if (!local) return null;
    const at = instantOf(zone, local);
    if (at !== null && at > after) return at;
  }
}
