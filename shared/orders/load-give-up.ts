import type { GiveUpOrder } from "./give-up-order.ts";
import type { UpsertDeps } from "./upsert-order.ts";

/** Few orders wait for so long that they are given up: what that takes is loaded with the first one. */
export function makeLoadGiveUp(deps: UpsertDeps): GiveUpOrder {
  return async (merchant, orderId, reason) => {
    const [{ makeChangeOrder }, { makeGiveUpOrder }] = await Promise.all([
      import("./change-order.ts"),
      import("./give-up-order.ts"),
    ]);
    return makeGiveUpOrder(makeChangeOrder(deps))(merchant, orderId, reason);
  };
}
