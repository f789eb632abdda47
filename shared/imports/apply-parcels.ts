import { fromDeliveryItem } from "../intake/delivery-record.ts";
import type { BindRefused } from "../inventory/lots/bind-lots.ts";
import { type MerchantId, type OrderId, warehouseCode } from "../kernel/ids.ts";
import { fail, never, ok, type Result } from "../kernel/result.ts";
import type { Unchanged } from "../orders/change-order.ts";
import type { ShipmentRefused } from "../orders/decide-shipment.ts";
import { lineQuantities } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { isSameTracking } from "../orders/own-parcels.ts";
import type { ShipOrder } from "../orders/ship-order.ts";
import { deliveryOrderPk } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";
import type { FileInHand } from "./apply-orders.ts";
import type { ParcelGroup, ParcelRow } from "./parcel-rows.ts";
import type { RowReason } from "./reasons.ts";
import type { RowFate } from "./row-fate.ts";

export type ApplyParcel = (file: FileInHand, group: ParcelGroup) => Promise<RowFate>;

/**
 * Records a parcel of a file as if the packing table had told it. Its name is that of its carrier and number, so that the
 * same row in this file, in the next one, or after a crash changes nothing.
 */
export function makeApplyParcel(deps: { readonly table: Table; readonly shipOrder: ShipOrder }): ApplyParcel {
  return async (file, group) => {
    const found = await findOrder(deps.table, file.merchantId, group.first);
    if (!found.ok) return failed(found.error);
    const order = found.value;
    const { trackingNo, carrier, shippedAt } = group.first;
    const known = knownParcel(order, group);
    if (known !== null) {
      // Told by an earlier run of this very import: its fate is that of the first time.
      const kind = known.hub?.shippedBy === shippedBy(file) ? "applied" : "unchanged";
      return { kind, result: order.orderId };
    }
    const planned = planParcel(order, group);
    if (!planned.ok) return failed(planned.error);
    const shipped = await deps.shipOrder({
      merchantId: file.merchantId,
      orderId: order.orderId,
      key: `file/${carrier.code}/${trackingNo}`,
      carrier,
      trackingNo,
      shippedAt,
      shippedBy: shippedBy(file),
      ...planned.value,
    });
    if (!shipped.ok) return failed(reasonOf(shipped.error, group));
    return { kind: shipped.value.kind === "shipped" ? "applied" : "unchanged", result: order.orderId };
  };
}

function shippedBy({ importId }: FileInHand): string {
  return `import ${importId}`;
}

function failed(reason: RowReason): RowFate {
  return { kind: "failed", reasons: [reason] };
}

/** By the hub's id, else by the number that deliveries named: numbers are not unique across shops. */
async function findOrder(table: Table, merchant: MerchantId, row: ParcelRow): Promise<Result<Order, RowReason>> {
  const own = row.orderNo.startsWith("ord_") ? await readOrder(table, merchant, row.orderNo as OrderId) : null;
  if (own !== null) return ok(own.order);
  const entries = await queryAll(table, { index: "byDay", pk: deliveryOrderPk(merchant, row.orderNo) });
  const records = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
  const ids = new Set(records.map(fromDeliveryItem).flatMap((record) => record.orderId ?? []));
  const orders = (await Promise.all([...ids].map((id) => readOrder(table, merchant, id))))
    .flatMap((stored) => stored?.order ?? [])
    .filter((order) => row.shop === "" || isOf(order, row.shop));
  const [order, other] = orders;
  if (order === undefined) return fail({ code: "unknown_order", column: "order_no", found: row.orderNo });
  return other === undefined ? ok(order) : fail({ code: "several_orders", column: "order_no", found: row.orderNo });
}

function isOf(order: Order, shop: string): boolean {
  return order.connectionId === shop || order.header?.facts.tags.includes(shop) === true;
}

/** The same number stands in the order already, from whoever told it, and nothing of this row says that it is another parcel. */
function knownParcel(order: Order, { first, rows }: ParcelGroup): Order["fulfilments"][string]["facts"] | null {
  const known = Object.values(order.fulfilments).find(
    ({ facts }) => facts.state !== "cancelled" && isSameTracking(facts.trackingNo, first.trackingNo),
  )?.facts;
  if (known === undefined) return null;
  const skus = new Map(order.lines?.facts.map((line) => [line.lineId, line.sku]));
  const inParcel = new Map<string, number>();
  for (const { lineId, quantity } of known.lines) {
    const sku = skus.get(lineId) ?? "";
    inParcel.set(sku, (inParcel.get(sku) ?? 0) + quantity);
  }
  const isSame = rows.every(
    ({ sku, quantity }) => sku === null || (inParcel.has(sku) && (quantity === null || inParcel.get(sku) === quantity)),
  );
  return isSame ? known : null;
}

type Planned = Pick<Parameters<ShipOrder>[0], "warehouse" | "lines">;

/** Where the parcel leaves from and what is in it, where the row does not say. */
function planParcel(order: Order, { rows, first }: ParcelGroup): Result<Planned, RowReason> {
  const wantsAll = rows.some((row) => row.sku === null);
  const skus = new Set(rows.map((row) => row.sku));
  const known = new Set(order.lines?.facts.map((line) => line.sku));
  const stranger = rows.find((row) => row.sku !== null && !known.has(row.sku));
  if (stranger !== undefined) return fail({ code: "sku_not_in_order", column: "sku", found: stranger.sku ?? "" });
  const skuOf = new Map(order.lines?.facts.map((line) => [line.lineId, line.sku]));
  const here = order.allocations.filter((each) => wantsAll || skus.has(skuOf.get(each.lineId) ?? each.sku));
  const places = [...new Set(here.map((each): string => each.warehouse))];
  if (first.warehouse === null && places.length > 1)
    return fail({ code: "warehouse_needed", column: "warehouse", found: places.toSorted().join(", ") });
  const place = first.warehouse ?? places[0];
  // Without a place the order itself tells why nothing of it is promised: on hold, cancelled, or not routed yet.
  const warehouse = warehouseCode(place ?? "any warehouse");
  if (wantsAll || place === undefined) return ok({ warehouse, lines: null });
  const openLines = lineQuantities(order);
  const lines: { lineId: string; quantity: number }[] = [];
  for (const row of rows) {
    const mine = openLines.filter((line) => line.sku === row.sku);
    let left = row.quantity ?? mine.reduce((sum, line) => sum + line.open, 0);
    for (const line of mine) {
      const quantity = Math.min(left, line.open);
      if (quantity > 0) lines.push({ lineId: line.lineId, quantity });
      left -= quantity;
    }
    if (left > 0)
      return fail({ code: "more_than_allocated", column: "quantity", found: `${row.sku} × ${row.quantity}` });
  }
  if (lines.length === 0) return fail({ code: "nothing_allocated", column: null, found: warehouse });
  return ok({ warehouse, lines });
}

function reasonOf(refused: ShipmentRefused | BindRefused | Unchanged, { first }: ParcelGroup): RowReason {
  const no = (code: RowReason["code"], column: string | null, found: string): RowReason => ({ code, column, found });
  switch (refused.kind) {
    case "unknown_order":
      return no("unknown_order", "order_no", first.orderNo);
    case "not_shippable":
      return no("order_not_shippable", null, refused.note);
    case "nothing_allocated":
      return no("nothing_allocated", null, refused.warehouse);
    case "unknown_line":
      return no("sku_not_in_order", "sku", refused.lineId);
    case "not_allocated":
      return no("more_than_allocated", "quantity", `${refused.wanted} / ${refused.allocated}`);
    case "tracking_known":
    case "other_parcel":
      return no("other_parcel", "tracking_no", first.trackingNo);
    case "in_the_future":
      return no("time_in_future", "shipped_at", refused.shippedAt);
    case "goods_refused":
      return no("not_applied", null, refused.says);
    case "too_large":
    case "contended":
      return no("not_applied", null, refused.kind);
    default:
      return never(refused);
  }
}
