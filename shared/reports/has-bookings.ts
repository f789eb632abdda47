import type { MerchantId } from "../kernel/ids.ts";
import { allShards, dayPk } from "../table/keys.ts";
import type { Query, Table } from "../table/port.ts";
import { dayFactsPk } from "../table/report-keys.ts";

/** Is anything booked to the day, as far as the index shows? */
export async function hasBookings(table: Table, merchant: MerchantId, day: string): Promise<boolean> {
  const queries = allShards.flatMap((shard): Query[] => [
    { index: "byDay", pk: dayPk(merchant, day, shard), limit: 1 },
    { pk: dayFactsPk(merchant, day, shard), limit: 1 },
  ]);
  const pages = await Promise.all(queries.map((query) => table.query(query)));
  return pages.some((page) => page.items.length > 0);
}
