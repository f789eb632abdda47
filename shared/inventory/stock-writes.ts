import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { stockKey } from "../table/keys.ts";
import type { Condition, Write } from "../table/port.ts";
import { type Movement, movementChanges } from "./movement.ts";

/**
 * One movement of goods that an order causes. `allocated` promises free units, `released` gives promised units back,
 * `shipped` takes promised units out of the warehouse.
 */
export type StockMove =
  | (MovedGoods & {
      readonly kind: "allocated";
      /** The safety stock this decision was made on: the write fails when it has been changed since. */
      readonly safetyStock: number;
    })
  | (MovedGoods & { readonly kind: "released" | "shipped" });

type MovedGoods = { readonly sku: Sku; readonly warehouse: WarehouseCode; readonly quantity: number };

type OrderMoveKind = StockMove["kind"];
const orderMoveKinds: readonly OrderMoveKind[] = ["released", "shipped", "allocated"];

type Sum = MovedGoods & Record<OrderMoveKind, number> & { safetyStock: number | null };

/**
 * The stock part of a transaction: one relative update for each sku and warehouse, so that an item is touched once
 * however many lines ask for it, and what the numbers add up to stays true. A condition fails where fewer units are free
 * above the safety stock (allocated) or fewer are promised (released, shipped) than the moves need. `cause` (the order's
 * id) goes into the ledger with each movement.
 */
export function stockMoveWrites(
  merchant: MerchantId,
  moves: readonly StockMove[],
  now: string,
  cause: string,
): Write[] {
  return [...sumBySkuAndWarehouse(moves).values()].map((sum) => ({
    kind: "update",
    key: stockKey(merchant, sum.sku, sum.warehouse),
    changes: movementChanges(movementsOf(sum, cause), now),
    condition: { kind: "all", of: conditionsOf(sum) },
  }));
}

function sumBySkuAndWarehouse(moves: readonly StockMove[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const move of moves) {
    if (!Number.isSafeInteger(move.quantity) || move.quantity < 0) {
      throw new Error(`a stock move of ${move.quantity} units of ${move.sku} is not a whole number of units`);
    }
    if (move.quantity === 0) continue;
    const id = `${move.sku}#${move.warehouse}`;
    const sum = sums.get(id) ?? { ...move, allocated: 0, released: 0, shipped: 0, safetyStock: null };
    sum[move.kind] += move.quantity;
    if (move.kind === "allocated") sum.safetyStock = move.safetyStock;
    sums.set(id, sum);
  }
  return sums;
}

function movementsOf(sum: Sum, cause: string): readonly Movement[] {
  return orderMoveKinds.flatMap((kind) => (sum[kind] === 0 ? [] : [{ kind, quantity: sum[kind], cause }]));
}

function conditionsOf(sum: Sum): Condition[] {
  const conditions: Condition[] = [];
  const given = sum.released + sum.shipped;
  if (given > 0) conditions.push({ kind: "compare", path: "allocated", op: ">=", value: given });
  if (sum.safetyStock !== null) {
    const wanted = sum.allocated - sum.released;
    conditions.push({ kind: "compare", path: "safetyStock", op: "=", value: sum.safetyStock });
    if (wanted > 0) {
      conditions.push({ kind: "compare", path: "available", op: ">=", value: wanted + sum.safetyStock });
    }
  }
  return conditions;
}
