import type { MerchantId } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { type MerchantSettings, readMerchantSettings } from "./merchant-settings.ts";

const keptMs = 60_000;

/**
 * A merchant's settings, at most a minute old: one read for each worker and minute instead of one for each delivery. The
 * closing of a day waits longer than that before its rows are read. A merchant that does not exist is asked for again.
 */
export function makeCachedMerchant(
  table: Table,
  clock: () => Date,
): (merchant: MerchantId) => Promise<MerchantSettings | null> {
  const kept = new Map<MerchantId, { readonly settings: MerchantSettings; readonly until: number }>();
  return async (merchant) => {
    const now = clock().getTime();
    const found = kept.get(merchant);
    if (found !== undefined && found.until > now) return found.settings;
    const settings = await readMerchantSettings(table, merchant);
    if (settings !== null) kept.set(merchant, { settings, until: now + keptMs });
    return settings;
  };
}
