import * as z from "zod/mini";
import type { MerchantId, WarehouseCode } from "../kernel/ids.ts";
import { type Connection, fromConnectionItem } from "../settings/connection.ts";
import { fromMerchantItem, type MerchantSettings } from "../settings/merchant-settings.ts";
import { routingRulesKey, settingsPk, sortKeys, warehouseKey } from "../table/keys.ts";
import { type Item, queryAll, type Table, type Value } from "../table/port.ts";
import { defaultRules, type RoutingRules, routingRulesSchema } from "./rules.ts";
import type { Warehouse } from "./warehouse.ts";

/** All that routing needs to know of a merchant; a small partition, read in one query. */
export type Settings = {
  readonly merchant: MerchantSettings;
  readonly warehouses: readonly Warehouse[];
  readonly rules: RoutingRules;
  readonly connections: readonly Connection[];
};

/** `fresh` asks the table whatever is cached. */
export type ReadSettings = (merchant: MerchantId, options?: { readonly fresh?: boolean }) => Promise<Settings | null>;

const warehouseSchema = z.object({
  code: z.string(),
  name: z.string(),
  country: z.string(),
  region: z.string(),
  regionName: z.string(),
  serves: z.array(z.string()),
  priority: z.number(),
  isActive: z.boolean(),
});

const cachedForMs = 60_000;

/** Strongly consistent; null for a merchant that does not exist. Throws on an item that breaks its schema. */
export async function readSettings(table: Table, merchant: MerchantId): Promise<Settings | null> {
  const items = await queryAll(table, { pk: settingsPk(merchant) });
  const merchantItem = items.find((item) => item.sk === sortKeys.merchant);
  if (merchantItem === undefined) return null;
  const rulesItem = items.find((item) => item.sk === routingRulesKey(merchant).sk);
  return {
    merchant: fromMerchantItem(merchantItem),
    warehouses: items.filter((item) => item.sk.startsWith(sortKeys.warehouse)).map(fromWarehouseItem),
    rules: rulesItem === undefined ? defaultRules : routingRulesSchema.parse(rulesItem),
    connections: items.filter((item) => item.sk.startsWith(sortKeys.connection)).map(fromConnectionItem),
  };
}

/** Keeps each merchant's settings for a minute: a changed rule reaches every function within that time. */
export function makeCachedSettings(table: Table, clock: () => Date): ReadSettings {
  const cache = new Map<MerchantId, { readonly settings: Settings; readonly until: number }>();
  return async (merchant, options) => {
    const now = clock().getTime();
    const hit = cache.get(merchant);
    if (hit !== undefined && hit.until > now && options?.fresh !== true) return hit.settings;
    const settings = await readSettings(table, merchant);
    if (settings !== null) cache.set(merchant, { settings, until: now + cachedForMs });
    return settings;
  };
}

export function toWarehouseItem(merchant: MerchantId, warehouse: Warehouse): Item {
  return { ...warehouseKey(merchant, warehouse.code), schemaVersion: 1, ...warehouse };
}

/** Throws on a rule set that breaks the schema, before it is stored. */
export function toRulesItem(merchant: MerchantId, rules: RoutingRules): Item {
  const plain = JSON.parse(JSON.stringify(routingRulesSchema.parse(rules))) as Record<string, Value>;
  return { ...plain, ...routingRulesKey(merchant), schemaVersion: 1 };
}

function fromWarehouseItem(item: Item): Warehouse {
  const { code, ...rest } = warehouseSchema.parse(item);
  return { ...rest, code: code as WarehouseCode };
}
