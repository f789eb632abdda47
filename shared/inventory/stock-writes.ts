import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { stockKey } from "../table/keys.ts";
import type { Condition, Write } from "../table/port.ts";
import { type LotUnits, type Movement, movementChanges } from "./movement.ts";

/**
 * One movement of goods that an order causes. `allocated` promises free units, `released` gives promised units back,
 * `shipped` takes promised units out of the warehouse, `returned` says that units booked as shipped are there after all.
 */
export type StockMove =
  | (MovedGoods & {
      readonly kind: "allocated";
      /** The safety stock this decision was made on: the write fails when it has been changed since. */
      readonly safetyStock: number;
      /** Units that must be left, where a rule holds back more than the safety stock. */
      readonly mustLeave?: number;
    })
  | (MovedGoods & {
      readonly kind: "released" | "shipped";
      /** Of shipped units whose lots are tracked: which they are. Whoever says it books them in the same transaction. */
      readonly lots?: LotUnits | undefined;
    })
  | (MovedGoods & {
      readonly kind: "returned";
      /** So many of them are promised to the same order again, before anybody else gets them. */
      readonly promised: number;
    });

type MovedGoods = { readonly sku: Sku; readonly warehouse: WarehouseCode; readonly quantity: number };

type OrderMoveKind = StockMove["kind"];
const orderMoveKinds: readonly OrderMoveKind[] = ["returned", "released", "shipped", "allocated"];

/** What one order moves. `cause` (the order's id) goes into the ledger with each movement. */
export type CausedMoves = { readonly cause: string; readonly moves: readonly StockMove[] };

type Sum = Record<OrderMoveKind, number>;
type OwnSum = Sum & { lots: LotUnits | undefined };
type PositionSum = Omit<MovedGoods, "quantity"> &
  Sum & {
    safetyStock: number | null;
    /** So many must be available that each move, one after the other, leaves what it must. */
    needed: number;
    readonly byCause: Map<string, OwnSum>;
  };

/**
 * The stock part of a transaction: one relative update for each sku and warehouse, so that an item is touched once
 * however many lines ask for it, and what the numbers add up to stays true. A condition fails where fewer units are free
 * above the safety stock (allocated) or fewer are promised (released, shipped) than the moves need.
 */
export function stockMoveWrites(
  merchant: MerchantId,
  moves: readonly StockMove[],
  now: string,
  cause: string,
): Write[] {
  return causedMoveWrites(merchant, [{ cause, moves }], now);
}

/** The same for several orders at once: an item that many of them ask for is written once, and its ledger names each. */
export function causedMoveWrites(merchant: MerchantId, parts: readonly CausedMoves[], now: string): Write[] {
  return [...sumByPosition(parts).values()].map((sum) => ({
    kind: "update",
    key: stockKey(merchant, sum.sku, sum.warehouse),
    changes: movementChanges(movementsOf(sum), now),
    condition: { kind: "all", of: conditionsOf(sum) },
  }));
}

function sumByPosition(parts: readonly CausedMoves[]): Map<string, PositionSum> {
  const sums = new Map<string, PositionSum>();
  for (const { cause, moves } of parts) {
    for (const move of moves) {
      if (!Number.isSafeInteger(move.quantity) || move.quantity < 0) {
        throw new Error(`a stock move of ${move.quantity} units of ${move.sku} is not a whole number of units`);
      }
      if (move.quantity > 0) addTo(sums, move, cause);
    }
  }
  return sums;
}

function addTo(sums: Map<string, PositionSum>, move: StockMove, cause: string): void {
  const { sku, warehouse, kind, quantity } = move;
  const id = `${sku}#${warehouse}`;
  const sum = sums.get(id) ?? newSum(sku, warehouse);
  const own = sum.byCause.get(cause) ?? { ...nothing, lots: undefined };
  sum[kind] += quantity;
  own[kind] += quantity;
  if (move.kind === "returned") own.allocated += move.promised;
  else if (move.kind === "allocated") {
    sum.safetyStock = move.safetyStock;
    sum.needed = Math.max(sum.needed, sum.allocated + Math.max(move.safetyStock, move.mustLeave ?? 0));
  } else if (move.lots !== undefined) own.lots = [...(own.lots ?? []), ...move.lots];
  sum.byCause.set(cause, own);
  sums.set(id, sum);
}

function newSum(sku: Sku, warehouse: WarehouseCode): PositionSum {
  return { sku, warehouse, ...nothing, safetyStock: null, needed: 0, byCause: new Map() };
}

const nothing: Sum = { returned: 0, released: 0, shipped: 0, allocated: 0 };

function movementsOf({ byCause }: PositionSum): readonly Movement[] {
  return [...byCause].flatMap(([cause, sum]) =>
    orderMoveKinds.flatMap((kind): Movement[] => {
      if (sum[kind] === 0) return [];
      const movement = { kind, quantity: sum[kind], cause };
      return [kind === "shipped" && sum.lots !== undefined ? { ...movement, lots: sum.lots } : movement];
    }),
  );
}

function conditionsOf(sum: PositionSum): Condition[] {
  const conditions: Condition[] = [];
  const given = sum.released + sum.shipped;
  if (sum.returned > 0) conditions.push({ kind: "exists", path: "pk" });
  if (given > 0) conditions.push({ kind: "compare", path: "allocated", op: ">=", value: given });
  if (sum.safetyStock !== null) {
    conditions.push({ kind: "compare", path: "safetyStock", op: "=", value: sum.safetyStock });
    if (sum.allocated > sum.released) {
      conditions.push({ kind: "compare", path: "available", op: ">=", value: sum.needed - sum.released });
    }
  }
  return conditions;
}
