import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { stockKey } from "../table/keys.ts";
import type { Write } from "../table/port.ts";
import { type LotUnits, type Movement, movementChanges } from "./movement.ts";

/** Goods that were booked as shipped and are in their warehouse after all. */
export type ReturnedGoods = {
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  readonly quantity: number;
  /** So many of them are promised to the same order again. */
  readonly promised: number;
  /** Which lots they are, where they are tracked; of each sku one of its entries says it for all. */
  readonly lots?: LotUnits | undefined;
};

/**
 * The stock part of taking a parcel back: the units are there again, and those that the order still wants are promised to
 * it in the same write, so that nobody else gets them in between. A position that has gone meanwhile fails the transaction.
 */
export function returnWrites(
  merchant: MerchantId,
  goods: readonly ReturnedGoods[],
  now: string,
  cause: string,
): Write[] {
  const byPosition = Map.groupBy(
    goods.filter(({ quantity }) => quantity > 0),
    ({ sku, warehouse }) => JSON.stringify([sku, warehouse]),
  );
  return [...byPosition.values()].flatMap((own): Write[] => {
    const [first] = own;
    if (first === undefined) return [];
    const lots = own.find((each) => each.lots !== undefined)?.lots;
    const plain: Movement = { kind: "returned", quantity: sum(own, "quantity"), cause };
    const returned: Movement = lots === undefined ? plain : { ...plain, lots };
    const promised: Movement = { kind: "allocated", quantity: sum(own, "promised"), cause };
    return [
      {
        kind: "update",
        key: stockKey(merchant, first.sku, first.warehouse),
        changes: movementChanges(promised.quantity > 0 ? [returned, promised] : [returned], now),
        condition: { kind: "exists", path: "pk" },
      },
    ];
  });
}

function sum(goods: readonly ReturnedGoods[], of: "quantity" | "promised"): number {
  return goods.reduce((total, each) => total + each[of], 0);
}
