import * as z from "zod/mini";
import type { ConnectionId, MerchantId, WarehouseCode } from "../kernel/ids.ts";
import { settingsPk, sortKeys } from "../table/keys.ts";
import { type Item, queryAll, type Table } from "../table/port.ts";
import { writeBackKey } from "../table/write-back-keys.ts";
import type { CarrierWords } from "./carriers.ts";

/** What the hub may tell one shop's channel, and how. */
export type WriteBackSettings = {
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly stock: StockPublishing;
  /** The channel's words for carriers, by the hub's code. */
  readonly carriers: CarrierWords;
};

export type StockPublishing = {
  readonly isOn: boolean;
  /** Units that are never offered, of each sku. */
  readonly buffer: number;
  /** At most so many units of a sku are offered; null: no limit. A listing may have its own. */
  readonly quota: number | null;
  /** Whose stock is offered; null: that of all warehouses that are open. */
  readonly warehouses: readonly WarehouseCode[] | null;
  /** So many seconds at least lie between two messages about the same sku. */
  readonly minIntervalSeconds: number;
};

/** The queue delays a message by a quarter of an hour at most. */
export const LONGEST_INTERVAL_SECONDS = 900;

export const noPublishing: StockPublishing = {
  isOn: false,
  buffer: 0,
  quota: null,
  warehouses: null,
  minIntervalSeconds: 30,
};

const settingsSchema = z.object({
  connectionId: z.string(),
  channel: z.string(),
  stock: z.object({
    isOn: z.boolean(),
    buffer: z.number(),
    quota: z.nullable(z.number()),
    warehouses: z.nullable(z.array(z.string())),
    minIntervalSeconds: z.number(),
  }),
  carriers: z.record(z.string(), z.object({ code: z.string(), name: z.string() })),
});

export function toWriteBackItem(merchant: MerchantId, settings: WriteBackSettings): Item {
  return { ...writeBackKey(merchant, settings.connectionId), schemaVersion: 1, ...settings };
}

/** null for a shop that nothing was decided for: nothing is published, carriers keep the hub's words. */
export async function readWriteBack(
  table: Table,
  merchant: MerchantId,
  connection: ConnectionId,
): Promise<WriteBackSettings | null> {
  const item = await table.get(writeBackKey(merchant, connection));
  return item === null ? null : fromWriteBackItem(item);
}

/** The same with what holds while nothing was decided. */
export async function writeBackOf(
  table: Table,
  merchant: MerchantId,
  { connectionId, channel }: Pick<WriteBackSettings, "connectionId" | "channel">,
): Promise<WriteBackSettings> {
  const known = await readWriteBack(table, merchant, connectionId);
  return known ?? { connectionId, channel, stock: noPublishing, carriers: {} };
}

/** Throws on an item of another shape: only our own code writes it. */
function fromWriteBackItem(item: Item): WriteBackSettings {
  const { connectionId, stock, ...rest } = settingsSchema.parse(item);
  return {
    ...rest,
    connectionId: connectionId as ConnectionId,
    stock: { ...stock, warehouses: stock.warehouses as readonly WarehouseCode[] | null },
  };
}

const keptMs = 60_000;

export type ReadWriteBacks = (merchant: MerchantId) => Promise<readonly WriteBackSettings[]>;

/** Of all shops of a merchant, at most a minute old: for a merchant that publishes nothing, one read a minute is the price. */
export function makeCachedWriteBacks(table: Table, clock: () => Date): ReadWriteBacks {
  const kept = new Map<MerchantId, { readonly settings: readonly WriteBackSettings[]; readonly until: number }>();
  return async (merchant) => {
    const now = clock().getTime();
    const found = kept.get(merchant);
    if (found !== undefined && found.until > now) return found.settings;
    const sk = { kind: "beginsWith", prefix: sortKeys.writeBack } as const;
    const settings = (await queryAll(table, { pk: settingsPk(merchant), sk })).map(fromWriteBackItem);
    kept.set(merchant, { settings, until: now + keptMs });
    return settings;
  };
}
