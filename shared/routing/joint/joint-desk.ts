import { randomBytes } from "node:crypto";
import { makeCachedProducts } from "../../inventory/products/cached-products.ts";
import { readStocks } from "../../inventory/stock-store.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import type { Result } from "../../kernel/result.ts";
import { type Joined, type JointRequest, makeJoinOrders } from "../../orders/join-orders.ts";
import { type JointTerms, type Proposal, proposeParcels } from "../../orders/joint-parcel.ts";
import type { Order } from "../../orders/order.ts";
import { readReadyOrders } from "../../orders/ready-orders.ts";
import type { ShipJointly } from "../../orders/ship-joint.ts";
import type { UpsertDeps } from "../../orders/upsert-order.ts";
import { type JointRules, readJointRules } from "../../settings/joint-rules.ts";
import { skusOf } from "../by-hand/place-goods.ts";
import type { ReadSettings } from "../settings-store.ts";
import { type Gathering, gather, type NotGathered } from "./gather.ts";
import { type Gathered, type GatherRefused, makeGatherOrders } from "./gather-orders.ts";
import { makePartGathered, type PartGathered } from "./part-orders.ts";

/** Orders that might share a parcel if they left from one warehouse, and what would have to move for that. */
export type GatherProposal = {
  readonly orders: readonly Order[];
  readonly found: Result<Gathering, NotGathered>;
};

export type Proposals = {
  readonly joints: readonly Proposal[];
  readonly gatherings: readonly GatherProposal[];
  /** There are more orders, or more groups, than were looked at. */
  readonly isCut: boolean;
};

/** All that is done with parcels that orders share. */
export type JointDesk = {
  readonly propose: (merchant: MerchantId, most?: number) => Promise<Proposals>;
  readonly join: (
    request: JointRequest & { readonly mayMove: boolean },
  ) => Promise<Result<Joined | Gathered, GatherRefused>>;
  readonly part: PartGathered;
  readonly ship: ShipJointly;
};

export type JointDeskDeps = UpsertDeps & {
  readonly readSettings: ReadSettings;
  /** What a channel lets its orders share parcels with. */
  readonly sharingOf: (channel: string) => Promise<"with_own_shops" | "within_shop" | "never">;
};

/** Orders that one list is made of. */
const MOST_READ = 2_000;
/** Each is planned in every warehouse: more than this nobody reads in one list. */
const MOST_GATHERED = 20;

export function makeJointDesk(deps: JointDeskDeps): JointDesk {
  const { table, now } = deps;
  const readTerms = async (merchant: MerchantId, channels: readonly string[]): Promise<JointTerms> => {
    const rules: JointRules = await readJointRules(table, merchant);
    const sharing = await Promise.all(channels.map(async (name) => [name, await deps.sharingOf(name)] as const));
    return { rules, sharing: new Map(sharing) };
  };
  const joinOrders = makeJoinOrders({ ...deps, readTerms });
  const gatherOrders = makeGatherOrders(deps);
  const readProducts = makeCachedProducts(table, now);
  return {
    propose: async (merchant, most = MOST_READ) => {
      const { orders, isCut } = await readReadyOrders(table, merchant, most);
      const terms = await readTerms(merchant, [...new Set(orders.map(({ channel }) => channel))]);
      const { joints, gatherings: groups } = proposeParcels(orders, randomBytes(32), terms);
      const gatherings = await gatherEach(deps, merchant, groups.slice(0, MOST_GATHERED));
      return { joints, gatherings, isCut: isCut || groups.length > MOST_GATHERED };
    },
    join: async ({ mayMove, ...request }) => {
      const joined = await joinOrders(request);
      if (joined.ok || joined.error.kind !== "elsewhere" || !mayMove) return joined;
      return gatherOrders(request, joined.error.orders);
    },
    part: makePartGathered(deps),
    ship: async (shipment) => {
      // Lots and parcels are loaded with the first one that leaves, not with the function.
      const { makeShipBound } = await import("./ship-bound.ts");
      return makeShipBound({ ...deps, readProducts })(shipment);
    },
  };
}

async function gatherEach(
  { table, readSettings, now: clock }: JointDeskDeps,
  merchant: MerchantId,
  groups: readonly (readonly Order[])[],
): Promise<readonly GatherProposal[]> {
  const settings = groups.length === 0 ? null : await readSettings(merchant);
  if (settings === null) return [];
  const stocks = await readStocks(table, merchant, skusOf(...groups.flat().map((order) => order.allocations)));
  const now = clock().toISOString();
  return groups.map((orders) => ({ orders, found: gather({ orders, stocks, settings, now }) }));
}
