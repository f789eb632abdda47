import type { BindRefused } from "../inventory/lots/bind-lots.ts";
import { type MerchantId, type OrderId, warehouseCode } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Table } from "../table/port.ts";
import type { Unchanged } from "./change-order.ts";
import type { Shipment, ShipmentRefused } from "./decide-shipment.ts";
import { readOrders } from "./order-store.ts";
import type { ShipOrder, Shipped } from "./ship-order.ts";

export type JointShipment = Pick<Shipment, "carrier" | "trackingNo" | "shippedBy"> & {
  readonly merchantId: MerchantId;
  /** Any of the orders. */
  readonly orderId: OrderId;
  /** null: now. */
  readonly shippedAt: string | null;
};

export type ShippedJointly = {
  readonly shipped: readonly (Shipped & { readonly orderId: OrderId })[];
  /** Orders that are no longer in the parcel, or cannot ship any more: they must be taken out of the box. */
  readonly left: readonly { readonly orderId: OrderId; readonly why: string }[];
};

export type NotShippedJointly =
  | { readonly kind: "unknown_order" }
  | { readonly kind: "not_joined" }
  /** Others keep writing one of the orders: what was recorded before it stands, and the same again records the rest. */
  | { readonly kind: "contended" };

export type ShipJointly = (shipment: JointShipment) => Promise<Result<ShippedJointly, NotShippedJointly>>;

/**
 * Records one parcel with all that is in it: a shipment of each order under the same tracking number, so that each order's
 * channel is told of it. Order by order, each in a transaction of its own: repeated after a crash it records what is missing.
 */
export function makeShipJointly({
  table,
  shipOrder,
}: {
  readonly table: Table;
  readonly shipOrder: ShipOrder;
}): ShipJointly {
  return async ({ merchantId, orderId, ...parcel }) => {
    const asked = (await readOrders(table, merchantId, [orderId])).get(orderId);
    if (asked === undefined) return fail({ kind: "unknown_order" });
    if (asked.joint === undefined) return fail({ kind: "not_joined" });
    const { jointId, orderIds, warehouse } = asked.joint;
    const orders = await readOrders(table, merchantId, orderIds);
    const shipped: ShippedJointly["shipped"][number][] = [];
    const left: ShippedJointly["left"][number][] = [];
    for (const each of orderIds) {
      if (orders.get(each)?.joint?.jointId !== jointId) {
        left.push({ orderId: each, why: "it has left the parcel" });
        continue;
      }
      const key = `${jointId}/${parcel.trackingNo}`;
      const from = { merchantId, orderId: each, warehouse: warehouseCode(warehouse), lines: null };
      const answer = await shipOrder({ ...parcel, ...from, key });
      if (answer.ok) shipped.push({ ...answer.value, orderId: each });
      else if (answer.error.kind === "contended") return fail({ kind: "contended" });
      else left.push({ orderId: each, why: whyNot(answer.error) });
    }
    return ok({ shipped, left });
  };
}

function whyNot(refused: ShipmentRefused | BindRefused | Unchanged): string {
  if (refused.kind === "goods_refused") return refused.says;
  return refused.kind === "not_shippable" ? refused.note : refused.kind.replaceAll("_", " ");
}
