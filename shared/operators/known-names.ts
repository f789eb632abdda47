import type { MerchantId } from "../kernel/ids.ts";
import { fromCarrierItem } from "../routing/costs/carrier.ts";
import { fromWarehouseItem } from "../routing/settings-store.ts";
import type { KnownNames } from "../rules/conditions/known-names.ts";
import { fromConnectionItem } from "../settings/connection.ts";
import { settingsPk, sortKeys } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";

/** What the rules of a merchant may name. Carriers are not checked while there are none. */
export async function readKnownNames(table: Table, merchant: MerchantId): Promise<KnownNames> {
  const items = await queryAll(table, { pk: settingsPk(merchant) });
  const of = (prefix: string) => items.filter((item) => item.sk.startsWith(prefix));
  const connections = of(sortKeys.connection).map(fromConnectionItem);
  const carriers = of(sortKeys.carrier).map(fromCarrierItem);
  return {
    channels: [...new Set(connections.map(({ channel }) => channel))],
    connections: connections.map(({ connectionId }) => connectionId),
    warehouses: of(sortKeys.warehouse)
      .map(fromWarehouseItem)
      .map(({ code }) => code),
    ...(carriers.length === 0 ? {} : { carriers: carriers.map(({ code }) => code) }),
  };
}
