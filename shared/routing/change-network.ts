import type { MerchantId, WarehouseCode } from "../kernel/ids.ts";
import type { QueueSender } from "../platform/ports.ts";
import { carrierKey, warehouseKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { putUnchanged } from "../table/put-unchanged.ts";
import { type Carrier, toCarrierItem } from "./costs/carrier.ts";
import { sweepsOf } from "./reroute-message.ts";
import { fromWarehouseItem, toWarehouseItem } from "./settings-store.ts";
import { wakeWaiting } from "./wake-waiting.ts";
import type { Warehouse } from "./warehouse.ts";

type Changing = "isActive" | "priority" | "kind" | "hours" | "dailyCapacity" | "handlingMinor";

/** What is left out stays as it is, null takes a part away. Places and names are set up with the merchant. */
export type WarehouseChange = { readonly [Part in Changing]?: Warehouse[Part] | null | undefined };

/** Changes of what goods leave from and with. The orders that they concern are looked at again afterwards. */
export type ChangeNetwork = {
  /** Its rate table, the whole of it. */
  readonly setCarrier: (merchant: MerchantId, carrier: Carrier) => Promise<void>;
  /** False: there was none. */
  readonly dropCarrier: (merchant: MerchantId, code: string) => Promise<boolean>;
  /** null: there is none. */
  readonly changeWarehouse: (
    merchant: MerchantId,
    code: WarehouseCode,
    change: WarehouseChange,
  ) => Promise<Warehouse | null>;
};

export type ChangeNetworkDeps = {
  readonly table: Table;
  readonly reroutes: QueueSender;
  readonly backorders: QueueSender;
  readonly now: () => Date;
};

/** What a closed warehouse was to send is planned anew; what can leave now is looked for among the orders that wait. */
export function makeChangeNetwork({ table, reroutes, backorders, now }: ChangeNetworkDeps): ChangeNetwork {
  const wake = (merchant: MerchantId): Promise<void> => backorders.send(wakeWaiting(merchant, now().toISOString()));
  return {
    setCarrier: async (merchant, carrier) => {
      await table.put(toCarrierItem(merchant, carrier));
      await wake(merchant);
    },
    dropCarrier: async (merchant, code) => {
      const gone = await table.delete(carrierKey(merchant, code), { kind: "exists", path: "pk" });
      return gone.ok;
    },
    changeWarehouse: async (merchant, code, change) => {
      const put = await putUnchanged({ table }, warehouseKey(merchant, code), Object.keys, (item) => {
        const changed = item === null ? null : changedWarehouse(fromWarehouseItem(item), change);
        return { value: { changed }, item: changed && toWarehouseItem(merchant, changed) };
      });
      if (put === null) throw new Error(`others keep changing warehouse ${code}`);
      const { changed } = put;
      if (changed === null) return null;
      // Also when it was closed before: an earlier request may have ended between the two.
      if (change.isActive === false) await reroutes.send(sweepsOf(merchant, code));
      else if (changed.isActive) await wake(merchant);
      return changed;
    },
  };
}

function changedWarehouse(warehouse: Warehouse, change: WarehouseChange): Warehouse {
  const said = Object.entries({ ...warehouse, ...change }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as Warehouse;
}
