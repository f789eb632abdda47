import * as z from "zod/mini";
import { makeEvent } from "../../events/catalog.ts";
import type { OutboxEvent } from "../../events/outbox-form.ts";
import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import { networkAlertKey } from "../table/article-keys.ts";
import { alertKey, listKeys } from "../table/keys.ts";
import type { Condition, Item, Key, Table, Value } from "../table/port.ts";
import type { Threshold } from "./alerts/thresholds.ts";
import { stockOutAt } from "./alerts/usage.ts";
import type { AlertLevel, AlertMemory } from "./decide-alert.ts";

/** What an alert is about: a sku in one warehouse, or (null) in all of them together. */
export type AlertPlace = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly warehouse: WarehouseCode | null;
};

/** The low-stock alert of one place; it stays, resolved, as the memory of the last crossing. */
export type Alert = AlertPlace &
  AlertMemory & {
    /** As of `stockVersion`. */
    readonly available: number;
    readonly threshold: number | null;
    readonly reason: Threshold["reason"];
    /** Units a day that orders took lately, as of the last crossing; null where nobody counts them. */
    readonly unitsPerDay: number | null;
    /** When the stock ends at that rate; null when it does not, or nobody can say. */
    readonly stockOutAt: string | null;
    readonly openedAt: string;
    readonly resolvedAt: string | null;
    /** The last opening that disturbed anybody; openings within the cool-down after it are listed only. */
    readonly noticedAt: string | null;
    readonly isQuiet: boolean;
    /** Counts the writes of this alert. */
    readonly revision: number;
    /** The stock versions of the newest crossings: a record that comes again is told from one that comes late. */
    readonly decided: readonly number[];
  };

/** What a crossing is told with. */
export type AlertTerms = Pick<Threshold, "reason"> & {
  readonly unitsPerDay: number | null;
  readonly coolDownHours: number;
};

const alertSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  warehouse: z.nullable(z.string()),
  state: z.enum(["open", "resolved"]),
  stockVersion: z.number(),
  available: z.number(),
  threshold: z.nullable(z.number()),
  reason: z._default(z.enum(["threshold", "days_of_cover"]), "threshold"),
  unitsPerDay: z._default(z.nullable(z.number()), null),
  stockOutAt: z._default(z.nullable(z.string()), null),
  openedAt: z.string(),
  resolvedAt: z.nullable(z.string()),
  noticedAt: z._default(z.nullable(z.string()), null),
  isQuiet: z._default(z.boolean(), false),
  revision: z._default(z.number(), 0),
  decided: z._default(z.array(z.number()), []),
});

const rememberedCrossings = 32;
const hourMs = 3_600_000;

/** The alert after a crossing at `level`. */
export function alertAfter(
  before: Alert | null,
  crossing: { readonly place: AlertPlace; readonly level: AlertLevel; readonly change: "open" | "resolve" },
  { unitsPerDay, coolDownHours, reason }: AlertTerms,
  now: string,
): Alert {
  const { place, level, change } = crossing;
  const isOpen = change === "open";
  const noticedAt = before?.noticedAt ?? null;
  const isQuiet = isOpen && noticedAt !== null && msOf(now) - msOf(noticedAt) < coolDownHours * hourMs;
  return {
    merchantId: place.merchantId,
    sku: place.sku,
    warehouse: place.warehouse,
    state: isOpen ? "open" : "resolved",
    stockVersion: level.version,
    available: level.available,
    threshold: level.threshold,
    reason,
    unitsPerDay,
    stockOutAt: unitsPerDay === null ? null : stockOutAt(level.available, unitsPerDay, now),
    openedAt: isOpen || before === null ? now : before.openedAt,
    resolvedAt: isOpen ? null : now,
    noticedAt: isOpen && !isQuiet ? now : noticedAt,
    isQuiet,
    ...remembered(before, level),
  };
}

/** The alert after a crossing that was over before its record came: told, and nothing else changes. */
export function alertAfterLate(before: Alert, level: AlertLevel): Alert {
  return { ...before, ...remembered(before, level) };
}

function remembered(before: Alert | null, { version }: AlertLevel): Pick<Alert, "revision" | "decided"> {
  return {
    revision: (before?.revision ?? 0) + 1,
    decided: [version, ...(before?.decided ?? [])].slice(0, rememberedCrossings),
  };
}

/**
 * Writes the alert together with its events, on the condition that it is still as it was read. False: someone else has
 * written it meanwhile, so read and decide again.
 */
export async function writeAlert(
  table: Table,
  before: Alert | null,
  after: Alert,
  events: readonly OutboxEvent[],
): Promise<boolean> {
  const written = await table.put(toAlertItem(after, events), asRead(before));
  return written.ok;
}

function asRead(before: Alert | null): Condition {
  if (before === null) return { kind: "absent", path: "pk" };
  if (before.revision > 0) return { kind: "compare", path: "revision", op: "=", value: before.revision };
  return { kind: "compare", path: "stockVersion", op: "=", value: before.stockVersion };
}

export function alertKeyOf({ merchantId, sku, warehouse }: AlertPlace): Key {
  return warehouse === null ? networkAlertKey(merchantId, sku) : alertKey(merchantId, sku, warehouse);
}

export function fromAlertItem(item: Item): Alert {
  const { schemaVersion: _, merchantId, sku, warehouse, ...rest } = alertSchema.parse(item);
  return {
    ...rest,
    merchantId: merchantId as MerchantId,
    sku: sku as Sku,
    warehouse: warehouse as WarehouseCode | null,
  };
}

function toAlertItem(alert: Alert, events: readonly OutboxEvent[]): Item {
  const { merchantId, sku, warehouse, state } = alert;
  const id = `${sku}#${warehouse ?? ""}`;
  return {
    ...alertKeyOf(alert),
    ...listKeys(merchantId, "alerts", state, alert.resolvedAt ?? alert.openedAt, id),
    schemaVersion: 1,
    ...alert,
    outbox: events as unknown as readonly Value[],
  };
}

/** What is told of the crossing that `alert` has just seen. */
export function crossingEvent(alert: Alert): OutboxEvent {
  const at = alert.resolvedAt ?? alert.openedAt;
  return eventOf(alert, alert.state, { version: alert.stockVersion, available: alert.available, at });
}

/** What is told of a crossing down and up again, or up and down, that was over when its record came. */
export function lateEvents(alert: Alert, { version, available }: AlertLevel, at: string): readonly OutboxEvent[] {
  const isDown = available <= (alert.threshold ?? -1);
  const states = isDown ? (["open", "resolved"] as const) : (["resolved", "open"] as const);
  return states.map((state) => eventOf(alert, state, { version, available, at }));
}

function eventOf(
  { merchantId, sku, warehouse, threshold, unitsPerDay, stockOutAt: endsAt, reason, isQuiet }: Alert,
  state: Alert["state"],
  { version, available, at }: { readonly version: number; readonly available: number; readonly at: string },
): OutboxEvent {
  const common = { merchantId, subjectVersion: version, occurredAt: at, recordedAt: at };
  const rate = unitsPerDay === null ? null : Math.round(unitsPerDay * 100) / 100;
  const fallen = { threshold: threshold ?? 0, reason, unitsPerDay: rate, stockOutAt: endsAt, isQuiet };
  if (warehouse === null) {
    const subject = `${sku}@*`;
    return state === "open"
      ? makeEvent({ ...common, subject, type: "stock.scarce.v1", detail: { sku, available, ...fallen } })
      : makeEvent({ ...common, subject, type: "stock.restored.v1", detail: { sku, available, threshold } });
  }
  const subject = `${sku}@${warehouse}`;
  return state === "open"
    ? makeEvent({ ...common, subject, type: "stock.low.v1", detail: { sku, warehouse, available, ...fallen } })
    : makeEvent({ ...common, subject, type: "stock.replenished.v1", detail: { sku, warehouse, available, threshold } });
}
