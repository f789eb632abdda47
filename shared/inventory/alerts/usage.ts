import * as z from "zod/mini";
import { msOf } from "../../kernel/time.ts";
import { usageKey } from "../../table/article-keys.ts";
import { skuPk, sortKeys } from "../../table/keys.ts";
import { type Condition, type Item, queryAll, type Table } from "../../table/port.ts";
import type { Product } from "../products/product.ts";
import type { StockPlace } from "../stock.ts";
import type { StockChange } from "../stock-change.ts";

/** What orders took from a position: units promised less units given back, by UTC day. */
export type Usage = {
  readonly warehouse: string;
  readonly days: Readonly<Record<string, number>>;
  /** The first moment that was counted. */
  readonly since: string;
  /** The newest write that was counted; older ones that come again, or late, are left out. */
  readonly through: number;
};

const usageSchema = z.object({
  schemaVersion: z.literal(1),
  warehouse: z.string(),
  days: z.record(z.string(), z.number()),
  since: z.string(),
  through: z.number(),
});

const dayMs = 86_400_000;
/** The recent rate is that of the last two weeks, both kinds of weekend among them. */
const windowDays = 14;
const maxTries = 4;

/** Adds the writes of one position to its usage, each of them once. Gives the usage after it. */
export async function noteUsage(table: Table, place: StockPlace, changes: readonly StockChange[]): Promise<Usage> {
  const key = usageKey(place.merchantId, place.sku, place.warehouse);
  for (let tries = 0; ; tries += 1) {
    const [item] = await table.getMany([key]);
    const before = item === undefined ? null : fromUsageItem(item);
    const after = usageAfter(before, place, changes);
    if (before !== null && after.through === before.through) return before;
    const condition: Condition =
      before === null
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "through", op: "=", value: before.through };
    const put = await table.put({ ...key, schemaVersion: 1, ...after, days: { ...after.days } }, condition);
    if (put.ok || tries === maxTries) return after;
  }
}

export function usageAfter(before: Usage | null, place: StockPlace, changes: readonly StockChange[]): Usage {
  const days = { ...before?.days };
  let through = before?.through ?? 0;
  let since = before?.since ?? null;
  for (const { after, moves } of changes) {
    if (after.version <= through) continue;
    through = after.version;
    since ??= after.changedAt;
    const day = after.changedAt.slice(0, 10);
    for (const { kind, quantity } of moves) {
      if (kind === "allocated") days[day] = (days[day] ?? 0) + quantity;
      if (kind === "released") days[day] = (days[day] ?? 0) - quantity;
    }
  }
  const kept = Object.keys(days)
    .sort()
    .slice(-windowDays * 2);
  const { warehouse } = place;
  return { warehouse, days: Object.fromEntries(kept.map((day) => [day, days[day] ?? 0])), since: since ?? "", through };
}

/** The usage of a sku in all its warehouses. */
export async function readUsage(table: Table, product: Pick<Product, "merchantId" | "sku">): Promise<readonly Usage[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.usage } as const;
  return (await queryAll(table, { pk: skuPk(product.merchantId, product.sku), sk })).map(fromUsageItem);
}

/** Units a day over the last two weeks, or since the first that was counted; 0 without any. Never below 0. */
export function unitsPerDay(usages: readonly Usage[], now: string): number {
  return usages.reduce((sum, usage) => sum + rateOf(usage, now), 0);
}

function rateOf({ days, since }: Usage, now: string): number {
  if (since === "") return 0;
  const nowMs = msOf(now);
  const today = Math.floor(nowMs / dayMs);
  const first = today - windowDays + 1;
  const units = Object.entries(days).reduce((sum, [day, taken]) => {
    return Math.floor(msOf(`${day}T00:00:00.000Z`) / dayMs) >= first ? sum + taken : sum;
  }, 0);
  const fromMs = Math.max(msOf(since), first * dayMs);
  return Math.max(0, units) / Math.max(1, (nowMs - fromMs) / dayMs);
}

/** When the stock is used up at this rate; null when it is not used, now when there is none. */
export function stockOutAt(available: number, perDay: number, now: string): string | null {
  if (available <= 0) return now;
  const inMs = perDay <= 0 ? Number.POSITIVE_INFINITY : (available / perDay) * dayMs;
  // Further away than this is no forecast.
  return inMs > 1_000 * dayMs ? null : new Date(Math.floor(msOf(now) + inMs)).toISOString();
}

function fromUsageItem(item: Item): Usage {
  const { schemaVersion: _, ...usage } = usageSchema.parse(item);
  return usage;
}
