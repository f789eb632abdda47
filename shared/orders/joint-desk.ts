import { makeChangeOrder } from "./change-order.ts";
import { type JoinOrders, makeJoinOrders, makePartOrders, type PartOrders } from "./join-orders.ts";
import { type ReadyOrders, readReadyOrders } from "./ready-orders.ts";
import { makeShipJointly, type ShipJointly } from "./ship-joint.ts";
import { makeShipOrder } from "./ship-order.ts";
import type { UpsertDeps } from "./upsert-order.ts";

/** All that is done with parcels that orders share. */
export type JointDesk = {
  readonly readReady: (merchant: Parameters<typeof readReadyOrders>[1], most: number) => Promise<ReadyOrders>;
  readonly join: JoinOrders;
  readonly part: PartOrders;
  readonly ship: ShipJointly;
};

export function makeJointDesk(deps: UpsertDeps): JointDesk {
  const { table } = deps;
  return {
    readReady: (merchant, most) => readReadyOrders(table, merchant, most),
    join: makeJoinOrders(deps),
    part: makePartOrders(deps),
    ship: makeShipJointly({ table, shipOrder: makeShipOrder(makeChangeOrder(deps)) }),
  };
}
