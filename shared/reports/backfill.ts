import { nextDay } from "../kernel/business-day.ts";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import { readMerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import { readSealings, type Sealing } from "./facts/cut-state.ts";
import { readSeals, type Seal } from "./seal-store.ts";

/** More than a year at once, so that a span of accounts fits. */
const MOST_DAYS = 400;

export type Span = { readonly from: string; readonly to: string };

export type SpanRefused =
  | { readonly kind: "unknown_merchant" }
  | { readonly kind: "backwards" }
  | { readonly kind: "too_long"; readonly most: number }
  /** The last day that is closed; null when none is. */
  | { readonly kind: "not_closed"; readonly closedThrough: string | null };

/**
 * Asks for every day of a span to be sealed, or verified where it is; `stamps`: also to be converted where there was no rate.
 * Asked twice, nothing happens twice. Gives how many days that are.
 */
export async function askForDays(
  deps: { readonly table: Table; readonly seals: QueueSender },
  merchantId: MerchantId,
  span: Span,
  options: { readonly stamps: boolean },
): Promise<Result<number, SpanRefused>> {
  const days = daysOf(span);
  if (!days.ok) return days;
  const merchant = await readMerchantSettings(deps.table, merchantId);
  if (merchant === null) return fail({ kind: "unknown_merchant" });
  const { closedThrough } = merchant;
  if (closedThrough === null || span.to > closedThrough) return fail({ kind: "not_closed", closedThrough });
  await deps.seals.send(days.value.map((day) => ({ body: JSON.stringify({ merchantId, day, ...options }) })));
  return ok(days.value.length);
}

export type DayProgress = {
  readonly day: string;
  readonly state: "sealed" | "failed_tie_out" | "under_way" | "waiting";
  readonly version: number;
  /** Facts that are sealed, or read so far. */
  readonly rows: number;
  readonly note: string;
};

/** How far each day of a span is, oldest first. */
export async function readProgress(
  table: Table,
  merchantId: MerchantId,
  span: Span,
): Promise<Result<readonly DayProgress[], SpanRefused>> {
  const days = daysOf(span);
  if (!days.ok) return days;
  const [seals, sealings] = await Promise.all([
    readSeals(table, merchantId),
    readSealings(table, merchantId, span.from, span.to),
  ]);
  const byDay = Map.groupBy(seals, ({ day }) => day);
  const underWay = new Map(sealings.map((sealing) => [sealing.day, sealing]));
  return ok(days.value.map((day) => progressOf(day, byDay.get(day) ?? [], underWay.get(day) ?? null)));
}

/** A day is sealed when its facts and all reports made from them are. */
function progressOf(day: string, seals: readonly Seal[], sealing: Sealing | null): DayProgress {
  const newest = new Map(seals.map((seal) => [seal.report, seal]));
  const failed = [...newest.values()].find(({ state }) => state === "failed_tie_out");
  if (failed !== undefined) {
    const { version, rows, note } = failed;
    return { day, state: "failed_tie_out", version, rows, note: `${failed.report}: ${note}` };
  }
  const facts = newest.get("facts");
  const isDone = sealing?.step === "done";
  if (facts === undefined) {
    return sealing === null || isDone
      ? { day, state: "waiting", version: 0, rows: 0, note: "" }
      : { day, state: "under_way", version: sealing.version, rows: sealing.rows, note: `reading ${sealing.step}` };
  }
  const { version, rows } = facts;
  if (isDone && sealing.version === version) return { day, state: "sealed", version, rows, note: facts.note };
  return { day, state: "under_way", version, rows, note: `${newest.size - 1} reports are made` };
}

function daysOf({ from, to }: Span): Result<readonly string[], SpanRefused> {
  if (to < from) return fail({ kind: "backwards" });
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) {
    if (days.length === MOST_DAYS) return fail({ kind: "too_long", most: MOST_DAYS });
    days.push(day);
  }
  return ok(days);
}
