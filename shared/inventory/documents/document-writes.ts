import type { MerchantId } from "../../kernel/ids.ts";
import { stockKey } from "../../table/keys.ts";
import type { Change, Condition, Write } from "../../table/port.ts";
import { NO_LOT } from "../lots/lot.ts";
import { type Movement, movementChanges } from "../movement.ts";
import type { StockPlace } from "../stock.ts";
import { createdBy } from "../stock-store.ts";
import type { PlaceMovement } from "./document.ts";

/**
 * The stock part of a document's transaction: one relative update for each position, which it brings into being where
 * nobody has counted it yet. `cause` goes into the ledger with each movement.
 */
export function placeMovementWrites(
  merchantId: MerchantId,
  movements: readonly PlaceMovement[],
  now: string,
  cause: string,
): Extract<Write, { kind: "update" }>[] {
  const byPlace = Map.groupBy(movements, ({ sku, warehouse }) => `${sku}#${warehouse}`);
  return [...byPlace.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const place: StockPlace = { merchantId, sku: first.sku, warehouse: first.warehouse };
    const moves = own.map(({ kind, quantity, lots }): Movement => {
      const units = lots?.map(({ lot, quantity: part }) => [lot ?? NO_LOT, part] as const);
      return units === undefined ? { kind, quantity, cause } : { kind, quantity, cause, lots: units };
    });
    const changes = createdBy(place, [...movementChanges(moves, now), ...countedAtOf(own)]);
    const key = stockKey(merchantId, first.sku, first.warehouse);
    return [{ kind: "update", key, changes, ...conditionOf(own) }];
  });
}

function countedAtOf(own: readonly PlaceMovement[]): Change[] {
  return own.flatMap(({ countedAt }) =>
    countedAt === undefined ? [] : [{ kind: "set", path: "countedAt", value: countedAt }],
  );
}

function conditionOf(own: readonly PlaceMovement[]): { readonly condition?: Condition } {
  const taken = own.filter((movement) => movement.mustBeFree === true);
  // Units that come off hold in the same write, because they are those that leave.
  const freed = own.reduce((sum, { kind, quantity }) => (kind === "held" ? sum + Math.min(0, quantity) : sum), 0);
  const units = taken.reduce((sum, { quantity }) => sum + quantity, freed);
  const isFree: readonly Condition[] =
    taken.length === 0 ? [] : [{ kind: "compare", path: "available", op: ">=", value: units }];
  const of = [
    ...isFree,
    ...own.flatMap(({ countedAt }) => (countedAt === undefined ? [] : [isNewestCount(countedAt)])),
  ];
  return of.length === 0 ? {} : { condition: { kind: "all", of } };
}

/** A variance that an earlier count has booked already must not be booked again by another. */
function isNewestCount(countedAt: string): Condition {
  const older: Condition = { kind: "compare", path: "countedAt", op: "<", value: countedAt };
  return { kind: "any", of: [{ kind: "absent", path: "countedAt" }, older] };
}
