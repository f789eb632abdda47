import * as z from "zod/mini";
import { makeEvent } from "../../events/catalog.ts";
import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { alertKey, listKeys } from "../table/keys.ts";
import type { Condition, Item, Table } from "../table/port.ts";
import type { AlertMemory } from "./decide-alert.ts";
import type { Stock } from "./stock.ts";

/** The low-stock alert of one sku in one warehouse; it stays, resolved, as the memory of the last crossing. */
export type Alert = AlertMemory & {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  /** As of `stockVersion`. */
  readonly available: number;
  readonly threshold: number | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
};

const alertSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  warehouse: z.string(),
  state: z.enum(["open", "resolved"]),
  stockVersion: z.number(),
  available: z.number(),
  threshold: z.nullable(z.number()),
  openedAt: z.string(),
  resolvedAt: z.nullable(z.string()),
});

/** The alert after a crossing that `stock` shows. */
export function alertAfter(before: Alert | null, stock: Stock, change: "open" | "resolve", now: string): Alert {
  return {
    merchantId: stock.merchantId,
    sku: stock.sku,
    warehouse: stock.warehouse,
    state: change === "open" ? "open" : "resolved",
    stockVersion: stock.version,
    available: stock.available,
    threshold: stock.lowStockThreshold,
    openedAt: change === "open" || before === null ? now : before.openedAt,
    resolvedAt: change === "open" ? null : now,
  };
}

/**
 * Writes the crossing together with its event, on the condition that the alert is still as it was read. False: someone
 * else has written it meanwhile, so read and decide again.
 */
export async function writeAlert(table: Table, before: Alert | null, after: Alert): Promise<boolean> {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "stockVersion", op: "=", value: before.stockVersion };
  const written = await table.put(toAlertItem(after), condition);
  return written.ok;
}

export function fromAlertItem(item: Item): Alert {
  const { schemaVersion: _, merchantId, sku, warehouse, ...rest } = alertSchema.parse(item);
  return { ...rest, merchantId: merchantId as MerchantId, sku: sku as Sku, warehouse: warehouse as WarehouseCode };
}

function toAlertItem(alert: Alert): Item {
  const { merchantId, sku, warehouse, state } = alert;
  const id = `${sku}#${warehouse}`;
  return {
    ...alertKey(merchantId, sku, warehouse),
    ...listKeys(merchantId, "alerts", state, alert.resolvedAt ?? alert.openedAt, id),
    schemaVersion: 1,
    ...alert,
    outbox: [crossingEvent(alert)],
  };
}

function crossingEvent(alert: Alert): ReturnType<typeof makeEvent> {
  const { merchantId, sku, warehouse, available, threshold } = alert;
  const at = alert.resolvedAt ?? alert.openedAt;
  const common = {
    merchantId,
    subject: `${sku}@${warehouse}`,
    subjectVersion: alert.stockVersion,
    occurredAt: at,
    recordedAt: at,
  };
  return alert.state === "open"
    ? makeEvent({ ...common, type: "stock.low.v1", detail: { sku, warehouse, available, threshold: threshold ?? 0 } })
    : makeEvent({ ...common, type: "stock.replenished.v1", detail: { sku, warehouse, available, threshold } });
}
