import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { shortHash } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { stockKey } from "../table/keys.ts";
import type { Change, Condition, Item, Table } from "../table/port.ts";
import { type Movement, movementChanges, toMoved } from "./movement.ts";
import type { Stock } from "./stock.ts";
import { fromStockItem, toStockItem } from "./stock-store.ts";

/** One counted sku in one warehouse, as a workbook row or a person states it. An absent part is left as it is. */
export type StockCount = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  /** What was counted: the number of units that are physically there. */
  readonly onHand: number;
  readonly safetyStock?: number | undefined;
  /** null switches the alert off. */
  readonly lowStockThreshold?: number | null | undefined;
  readonly incoming?: number | undefined;
  /** Names this statement: the same key again changes nothing, even after other counts. */
  readonly countKey: string;
  /** Who says so, for the ledger, e.g. `imp_…#12`; the key unless given. */
  readonly cause?: string | undefined;
};

export type Counted = {
  readonly kind: "created" | "changed" | "unchanged" | "repeated";
  readonly before: Stock | null;
  readonly after: Stock;
  /** Units promised to orders that are not there; 0 when all promises can be kept. */
  readonly shortBy: number;
  /** For a receipt, in plain English; null when there is nothing to say. */
  readonly note: string | null;
};

export type CountRefused =
  | {
      readonly kind: "bad_quantity";
      readonly field: "onHand" | "safetyStock" | "lowStockThreshold" | "incoming";
      readonly value: number;
    }
  /** Others kept changing this item; nothing was written, and the same count may be sent again. */
  | { readonly kind: "busy"; readonly tries: number };

/** A row may come back long after others of its workbook; four keys cover the counts that can be under way at once. */
const rememberedKeys = 4;
const longestKey = 26;
const maxTries = 12;

/**
 * Sets what is physically there. The write is a difference on the condition that `onHand` is still what was read, so
 * that orders being allocated at the same moment neither disturb it nor are disturbed; `available` follows and may
 * fall below zero when fewer goods were found than are promised.
 */
export async function setOnHand(table: Table, count: StockCount, now: string): Promise<Result<Counted, CountRefused>> {
  const refused = checkQuantities(count);
  if (refused !== null) return fail(refused);
  const key = stockKey(count.merchantId, count.sku, count.warehouse);
  let item = await table.get(key);
  for (let tries = 0; tries < maxTries; tries += 1) {
    const done = item === null ? await create(table, count, now) : await change(table, count, item, now);
    if (done.ok) return done;
    item = done.error;
  }
  return fail({ kind: "busy", tries: maxTries });
}

async function create(table: Table, count: StockCount, now: string): Promise<Result<Counted, Item | null>> {
  const after: Stock = {
    merchantId: count.merchantId,
    sku: count.sku,
    warehouse: count.warehouse,
    onHand: count.onHand,
    allocated: 0,
    available: count.onHand,
    damaged: 0,
    onHold: 0,
    safetyStock: count.safetyStock ?? 0,
    lowStockThreshold: count.lowStockThreshold ?? null,
    incoming: count.incoming ?? 0,
    version: 1,
    changedAt: now,
  };
  const moved = toMoved(movementsOf(count, null));
  const item = { ...toStockItem(after), countKeys: [keptKey(count)], countedAt: now, moved };
  const put = await table.put(item, { kind: "absent", path: "pk" });
  return put.ok ? ok(counted("created", null, after)) : fail(put.error.old);
}

async function change(table: Table, count: StockCount, item: Item, now: string): Promise<Result<Counted, Item | null>> {
  const before = fromStockItem(item);
  const keys = countKeysOf(item);
  if (keys.includes(keptKey(count))) return ok(counted("repeated", before, before));
  const changes: Change[] = [
    ...movementChanges(movementsOf(count, before), now),
    { kind: "set", path: "countedAt", value: now },
    { kind: "set", path: "countKeys", value: [keptKey(count), ...keys].slice(0, rememberedKeys) },
  ];
  for (const field of ["safetyStock", "lowStockThreshold"] as const) {
    const value = count[field];
    if (value !== undefined) changes.push({ kind: "set", path: field, value });
  }
  const updated = await table.update({ pk: item.pk, sk: item.sk }, changes, unchangedSince(before, count, keys[0]));
  if (!updated.ok) return fail(updated.error.old);
  const after = fromStockItem(updated.value);
  return ok(counted(isSameCount(before, count) ? "unchanged" : "changed", before, after));
}

/** A count that finds what was expected is a movement too: it says that the number was looked at. */
function movementsOf(count: StockCount, before: Stock | null): readonly Movement[] {
  const cause = count.cause ?? count.countKey;
  const counted: Movement = { kind: "counted", quantity: count.onHand - (before?.onHand ?? 0), cause };
  const expected = count.incoming === undefined ? 0 : count.incoming - (before?.incoming ?? 0);
  return expected === 0 ? [counted] : [counted, { kind: "expected", quantity: expected, cause }];
}

/** Keys stand in an item that is paid for by the kilobyte. */
function keptKey({ countKey }: StockCount): string {
  return countKey.length <= longestKey ? countKey : shortHash(countKey);
}

/** No other count came between; allocations may have. */
function unchangedSince(before: Stock, count: StockCount, newestKey: string | undefined): Condition {
  const path = ["countKeys", 0];
  const sameCount: Condition =
    newestKey === undefined ? { kind: "absent", path } : { kind: "compare", path, op: "=", value: newestKey };
  const sameNumber = (path: "onHand" | "incoming"): Condition => ({
    kind: "compare",
    path,
    op: "=",
    value: before[path],
  });
  const incoming = count.incoming === undefined ? [] : [sameNumber("incoming")];
  return { kind: "all", of: [sameNumber("onHand"), ...incoming, sameCount] };
}

function countKeysOf(item: Item): string[] {
  const keys = item["countKeys"];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
}

function isSameCount(before: Stock, count: StockCount): boolean {
  return (
    count.onHand === before.onHand &&
    (count.safetyStock === undefined || count.safetyStock === before.safetyStock) &&
    (count.lowStockThreshold === undefined || count.lowStockThreshold === before.lowStockThreshold) &&
    (count.incoming === undefined || count.incoming === before.incoming)
  );
}

function counted(kind: Counted["kind"], before: Stock | null, after: Stock): Counted {
  const shortBy = Math.max(0, -after.available);
  const note = shortBy === 0 ? null : `${shortBy} short for orders already promised`;
  return { kind, before, after, shortBy, note };
}

function checkQuantities(count: StockCount): CountRefused | null {
  for (const field of ["onHand", "safetyStock", "lowStockThreshold", "incoming"] as const) {
    const value = count[field];
    if (value === undefined || value === null) continue;
    if (!Number.isSafeInteger(value) || value < 0) return { kind: "bad_quantity", field, value };
  }
  return null;
}
