import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { type OrderId, orderIdOf, type Sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { orderWrites } from "../../../shared/orders/order-store.ts";
import { toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import type { Table } from "../../../shared/table/port.ts";
import { aConnectionId, aLine, aMerchant, aMerchantId, anOrder } from "../../support/builders.ts";

const warehouse = warehouseCode("SHA");

/** One merchant, one warehouse, one sku with so many units. */
export async function openShop(table: Table, sku: Sku, onHand: number, now: string): Promise<void> {
  const place = { country: "CN", region: "31", regionName: "上海市", serves: [], priority: 1, isActive: true };
  await table.put(toMerchantItem(aMerchant()));
  await table.put(toWarehouseItem(aMerchantId, { code: warehouse, name: "SHA", ...place }));
  await setOnHand(table, { merchantId: aMerchantId, sku, warehouse, onHand, countKey: "first" }, now);
}

/** An approved order of one unit, as it stands when the message to route it is sent. */
export async function placeOrder(table: Table, sku: Sku, no: number, placedAt: string): Promise<OrderId> {
  const orderId = orderIdOf(aConnectionId, `${no}`);
  const { header } = anOrder();
  const order = anOrder({
    orderId,
    channelOrderId: `${no}`,
    lines: { clock: { at: 0, tie: "" }, facts: [aLine({ sku, quantity: 1 })] },
    header: header && { ...header, facts: { ...header.facts, placedAt } },
  });
  await table.transact(orderWrites(null, order, []));
  return orderId;
}
