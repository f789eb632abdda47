import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import type { MerchantId, WarehouseCode } from "../kernel/ids.ts";
import { fromScheduleItem, type RuleSchedule } from "../rules/rule-schedule.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import { readRuleSets } from "../rules/rule-store.ts";
import { type Connection, fromConnectionItem } from "../settings/connection.ts";
import { fromMerchantItem, type MerchantSettings } from "../settings/merchant-settings.ts";
import { routingRulesKey, ruleScheduleKey, settingsPk, sortKeys, warehouseKey } from "../table/keys.ts";
import { type Item, queryAll, type Table, type Value } from "../table/port.ts";
import { type Carrier, fromCarrierItem } from "./costs/carrier.ts";
import { defaultRules, type RoutingRules, routingRulesSchema } from "./rules.ts";
import type { Warehouse } from "./warehouse.ts";

/** All that routing needs to know of a merchant; a small partition, read in one query. */
export type Settings = {
  readonly merchant: MerchantSettings;
  readonly warehouses: readonly Warehouse[];
  readonly rules: RoutingRules;
  readonly connections: readonly Connection[];
  /** Absent until a rule set has been published: then `rules` decide alone. */
  readonly ruled?: RuledSettings;
};

/** Rule sets in force now and later, and the carriers that their plans are priced with. */
export type RuledSettings = {
  readonly schedule: RuleSchedule;
  readonly sets: readonly RuleSet[];
  readonly carriers: readonly Carrier[];
};

/** `fresh` asks the table whatever is cached. */
export type ReadSettings = (merchant: MerchantId, options?: { readonly fresh?: boolean }) => Promise<Settings | null>;

const warehouseSchema = z.object({
  code: z.string(),
  name: z.string(),
  country: z.string(),
  region: z.string(),
  regionName: z.string(),
  address: z.optional(z.string()),
  serves: z.array(z.string()),
  priority: z.number(),
  isActive: z.boolean(),
  kind: z.optional(z.enum(["warehouse", "store"])),
  hours: z.optional(
    z.object({
      zone: z.string(),
      cutoffMinutes: z.number(),
      workingDays: z.array(z.number()),
      holidays: z.array(z.string()),
    }),
  ),
  dailyCapacity: z.optional(z.number()),
  handlingMinor: z.optional(z.number()),
  position: z.optional(z.object({ latitude: z.number(), longitude: z.number() })),
});

const cachedForMs = 60_000;

/** Strongly consistent; null for a merchant that does not exist. Throws on an item that breaks its schema. */
export async function readSettings(table: Table, merchant: MerchantId): Promise<Settings | null> {
  const items = await queryAll(table, { pk: settingsPk(merchant) });
  const merchantItem = items.find((item) => item.sk === sortKeys.merchant);
  if (merchantItem === undefined) return null;
  const rulesItem = items.find((item) => item.sk === routingRulesKey(merchant).sk);
  const scheduleItem = items.find((item) => item.sk === ruleScheduleKey(merchant).sk);
  const ruled = scheduleItem === undefined ? null : await readRuled(table, merchant, scheduleItem, items);
  return {
    merchant: fromMerchantItem(merchantItem),
    warehouses: items.filter((item) => item.sk.startsWith(sortKeys.warehouse)).map(fromWarehouseItem),
    rules: rulesItem === undefined ? defaultRules : routingRulesSchema.parse(rulesItem),
    connections: items.filter((item) => item.sk.startsWith(sortKeys.connection)).map(fromConnectionItem),
    ...(ruled === null ? {} : { ruled }),
  };
}

async function readRuled(
  table: Table,
  merchant: MerchantId,
  scheduleItem: Item,
  items: readonly Item[],
): Promise<RuledSettings> {
  const schedule = fromScheduleItem(scheduleItem);
  const versions = schedule.entries.map(({ version }) => version);
  return {
    schedule,
    sets: await readRuleSets(table, merchant, versions),
    carriers: items.filter((item) => item.sk.startsWith(sortKeys.carrier)).map(fromCarrierItem),
  };
}

/** What decides while no rule set is in force. Versions of sets come after its own, so that a note names one of them only. */
export async function readPlainRules(table: Table, merchant: MerchantId): Promise<RoutingRules> {
  const item = await table.get(routingRulesKey(merchant));
  return item === null ? defaultRules : routingRulesSchema.parse(item);
}

/**
 * Keeps each merchant's settings for a minute: a changed rule reaches every function within that time. Settings that were
 * read again and say the same are the same object, so that whoever planned with them need not plan again.
 */
export function makeCachedSettings(table: Table, clock: () => Date): ReadSettings {
  const cache = new Map<MerchantId, { readonly settings: Settings; readonly until: number }>();
  return async (merchant, options) => {
    const now = clock().getTime();
    const hit = cache.get(merchant);
    if (hit !== undefined && hit.until > now && options?.fresh !== true) return hit.settings;
    const read = await readSettings(table, merchant);
    const settings = hit !== undefined && isDeepStrictEqual(hit.settings, read) ? hit.settings : read;
    if (settings !== null) cache.set(merchant, { settings, until: now + cachedForMs });
    return settings;
  };
}

export function toWarehouseItem(merchant: MerchantId, warehouse: Warehouse): Item {
  const { hours, position, ...rest } = warehouse;
  return {
    ...warehouseKey(merchant, warehouse.code),
    schemaVersion: 1,
    ...rest,
    ...(hours === undefined ? {} : { hours: { ...hours } }),
    ...(position === undefined ? {} : { position: { ...position } }),
  };
}

/** Throws on a rule set that breaks the schema, before it is stored. */
export function toRulesItem(merchant: MerchantId, rules: RoutingRules): Item {
  const plain = JSON.parse(JSON.stringify(routingRulesSchema.parse(rules))) as Record<string, Value>;
  return { ...plain, ...routingRulesKey(merchant), schemaVersion: 1 };
}

export function fromWarehouseItem(item: Item): Warehouse {
  const { code, address, kind, hours, dailyCapacity, handlingMinor, position, ...rest } = warehouseSchema.parse(item);
  return {
    ...rest,
    code: code as WarehouseCode,
    ...(address === undefined ? {} : { address }),
    ...(kind === undefined ? {} : { kind }),
    ...(hours === undefined ? {} : { hours }),
    ...(dailyCapacity === undefined ? {} : { dailyCapacity }),
    ...(handlingMinor === undefined ? {} : { handlingMinor }),
    ...(position === undefined ? {} : { position }),
  };
}
