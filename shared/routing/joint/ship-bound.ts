import { makeBindLots } from "../../inventory/lots/bind-lots.ts";
import type { ReadProducts } from "../../inventory/products/cached-products.ts";
import { makeChangeOrder } from "../../orders/change-order.ts";
import { makeShipJointly, type ShipJointly } from "../../orders/ship-joint.ts";
import { makeShipOrder } from "../../orders/ship-order.ts";
import type { UpsertDeps } from "../../orders/upsert-order.ts";

/** The one parcel, each order's goods bound to lots as in a parcel of its own. */
export function makeShipBound(deps: UpsertDeps & { readonly readProducts: ReadProducts }): ShipJointly {
  const { table } = deps;
  return makeShipJointly({ table, shipOrder: makeShipOrder(makeChangeOrder(deps), makeBindLots(deps)) });
}
