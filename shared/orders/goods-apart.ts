import { type StockMove, stockMoveWrites } from "../inventory/stock-writes.ts";
import type { MerchantId, OrderId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import { goodsApartKey, listKeys, orderPk, sortKeys } from "../table/keys.ts";
import { type Item, type Key, queryAll, type Table, type Value, type Write } from "../table/port.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import type { Order } from "./order.ts";

/** What becomes of goods when they no longer stand apart, unless their order takes them over as allocations. */
export type Leaving = StockMove & { readonly kind: "released" | "shipped" };
/** Units of a parcel that was taken back, on their way into stock: nobody is promised them yet, and no stock counts them. */
export type Returning = StockMove & { readonly kind: "returned" };
export type MoveApart = Leaving | Returning;

/**
 * One step of a large order: units that stock has promised to it and that its allocations do not name. Stock, and this item,
 * are written together, so at any moment the promises of stock are the allocations of orders and what stands apart.
 */
export type GoodsApart = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly key: Key;
  readonly moves: readonly MoveApart[];
};

export function isLeaving(move: MoveApart): move is Leaving {
  return move.kind !== "returned";
}

/** Says that these goods stand apart. `version` (the order's) and `step` name them: twice the same is refused. */
export function apartWrite(order: Order, version: number, step: number, moves: readonly MoveApart[]): Write {
  const { merchantId, orderId, changedAt } = order;
  const key = goodsApartKey(merchantId, orderId, version, step);
  const packed = moves.map(({ kind, sku, warehouse, quantity }): Value => [kind, sku, warehouse, quantity]);
  const lists = listKeys(merchantId, "goods-apart", "all", changedAt, `${orderId}#${key.sk}`);
  return {
    kind: "put",
    item: { ...key, ...lists, schemaVersion: 1, merchantId, orderId, moves: packed },
    condition: { kind: "absent", path: "pk" },
  };
}

/** They no longer stand apart, and nobody has ended that before. */
export function joinWrite(key: Key): Write {
  return { kind: "delete", key, condition: { kind: "exists", path: "pk" } };
}

export function fromApartItem({ pk, sk, ...item }: Item): GoodsApart {
  const moves = (item["moves"] ?? []) as readonly (readonly [MoveApart["kind"], Sku, WarehouseCode, number])[];
  return {
    merchantId: item["merchantId"] as MerchantId,
    orderId: item["orderId"] as OrderId,
    key: { pk, sk },
    moves: moves.map(([kind, sku, warehouse, quantity]) =>
      kind === "returned" ? { kind, sku, warehouse, quantity, promised: 0 } : { kind, sku, warehouse, quantity },
    ),
  };
}

export async function readApart(table: Table, merchant: MerchantId, orderId: OrderId): Promise<readonly GoodsApart[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.apart } as const;
  return (await queryAll(table, { pk: orderPk(merchant, orderId), sk })).map(fromApartItem);
}

/** One transaction: the goods leave the stock, or are free (again), and stand apart no longer. */
export function leaveWrites({ merchantId, orderId, key, moves }: GoodsApart, now: string): readonly Write[] {
  return [joinWrite(key), ...stockMoveWrites(merchantId, moves, now, orderId)];
}

/** In steps of as many positions as one transaction moves; all moves of a position in the same step. */
export function inSteps<M extends { readonly sku: string; readonly warehouse: string }>(
  moves: readonly M[],
): readonly (readonly M[])[] {
  const positions = [...Map.groupBy(moves, ({ sku, warehouse }) => `${sku}#${warehouse}`).values()];
  return inChunks(positions, POSITIONS_PER_STEP).map((step) => step.flat());
}
