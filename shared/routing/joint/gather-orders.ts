import type { Stock } from "../../inventory/stock.ts";
import { readStocks } from "../../inventory/stock-store.ts";
import { causedMoveWrites } from "../../inventory/stock-writes.ts";
import type { MerchantId, OrderId } from "../../kernel/ids.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import {
  again,
  type Joined,
  type JoinRefused,
  type JointRequest,
  jointIdOf,
  stepped,
} from "../../orders/join-orders.ts";
import type { Joint, Order, RoutingNote } from "../../orders/order.ts";
import { orderWrites, readOrders } from "../../orders/order-store.ts";
import type { Write } from "../../table/port.ts";
import { type Placed, placeGoods, skusOf, stocksAfter } from "../by-hand/place-goods.ts";
import { notedParcels } from "../by-hand/price-parcels.ts";
import { type ByHandDeps, countedDays, ownWrites } from "../by-hand/split-order.ts";
import { positionsOf } from "../positions-of.ts";
import type { Settings } from "../settings-store.ts";
import { type Gathering, gather, type NotGathered } from "./gather.ts";

/** What one transaction of the table takes, with some room. */
const MOST_WRITES = 98;

export type GatherRefused = JoinRefused | NotGathered | { readonly kind: "too_many_positions" };

export type Gathered = Joined & { readonly gathering: Gathering };

/** `orders` have been found to be of one recipient; they are read again, and must not have changed since. */
export type GatherOrders = (
  request: JointRequest,
  orders: readonly Order[],
) => Promise<Result<Gathered, GatherRefused>>;

/**
 * Gathers orders of one recipient in one warehouse and joins them into one parcel: every order, the stock of both sides and the
 * parcel in one transaction. Each order keeps what was promised to it before, for parting them again.
 */
export function makeGatherOrders(deps: ByHandDeps): GatherOrders {
  return async ({ merchantId, by }, known) => {
    const settings = await deps.readSettings(merchantId, { fresh: true });
    if (settings === null) return fail({ kind: "unknown_order", orderId: "" });
    const ids = known.map(({ orderId }) => orderId).sort();
    return again<Gathered, GatherRefused>(deps, async () => {
      const orders = [...(await readOrders(deps.table, merchantId, ids)).values()].sort((a, b) =>
        a.orderId < b.orderId ? -1 : 1,
      );
      // Somebody has changed one of them: whether they still belong together is to be asked anew.
      if (!isUnchanged(known, orders)) return fail({ kind: "contended" });
      const stocks = await readStocks(deps.table, merchantId, skusOf(...orders.map((order) => order.allocations)));
      const now = deps.now().toISOString();
      const found = gather({ orders, stocks, settings, now });
      if (!found.ok) return found;
      const joint: Joint = { jointId: jointIdOf(ids), warehouse: found.value.warehouse, orderIds: ids, at: now, by };
      const writes = joinedWrites({ merchantId, settings, now, stocks }, orders, found.value, joint);
      if (writes === null) return null;
      if (writes.length > MOST_WRITES) return fail({ kind: "too_many_positions" });
      if (!(await deps.table.transact(writes)).ok) return null;
      return ok({ isRepeated: false, joint, gathering: found.value });
    });
  };
}

function isUnchanged(known: readonly Order[], orders: readonly Order[]): boolean {
  const versions = new Map<OrderId, number>(known.map(({ orderId, version }) => [orderId, version]));
  return orders.length === known.length && orders.every(({ orderId, version }) => versions.get(orderId) === version);
}

type Moment = {
  readonly merchantId: MerchantId;
  readonly settings: Settings;
  readonly now: string;
  readonly stocks: readonly Stock[];
};

/** Null: what the plan was made on is not there any more. */
function joinedWrites(
  { merchantId, settings, now, ...seen }: Moment,
  orders: readonly Order[],
  gathering: Gathering,
  joint: Joint,
): readonly Write[] | null {
  const note = `with ${orders.length - 1} other orders, from ${joint.warehouse}, by ${joint.by}`;
  const because = becauseOf(gathering, joint, settings.merchant.currency);
  const own: Write[] = [];
  let { stocks } = seen;
  const moves: { readonly cause: string; readonly moves: Placed["moves"] }[] = [];
  for (const order of orders) {
    const steps = stepped(order, now, "joined into one parcel", note);
    if (order.allocations.every(({ warehouse }) => warehouse === joint.warehouse)) {
      own.push(...orderWrites(order, { ...steps, joint }, []));
      continue;
    }
    const allocations = gathering.allocations.get(order.orderId) ?? [];
    const placing = {
      allocations,
      note: gatheredNote(order, gathering, joint, because),
      what: "joined into one parcel",
    };
    const placed = placeGoods(order, placing, stocks);
    if (!placed.ok) return null;
    stocks = stocksAfter(stocks, placed.value.moves);
    const { after } = placed.value;
    own.push(
      ...ownWrites(order, { ...placed.value, after: { ...after, joint: { ...joint, before: order.allocations } } }),
    );
    own.push(...countedDays(order, after, settings, now));
    moves.push({ cause: order.orderId, moves: placed.value.moves });
  }
  return [...own, ...causedMoveWrites(merchantId, moves, now)];
}

function gatheredNote(order: Order, gathering: Gathering, { at, by }: Joint, because: string): RoutingNote {
  const { considered, together, apart, allocations } = gathering;
  return {
    decidedAt: at,
    rulesVersion: order.routing?.rulesVersion ?? 0,
    plan: positionsOf(allocations.get(order.orderId) ?? []),
    considered: considered.map(({ warehouse, verdict, because: says, costMinor }) => ({
      warehouse,
      verdict: verdict === "chosen" ? "chosen" : verdict === "possible" ? "not_needed" : "excluded",
      because: costMinor === null ? says : `${says}; one parcel from there costs ${costMinor} minor units`,
    })),
    because,
    terms: { shipments: 1, cost: together.costMinor, costApart: costOf(apart) },
    parcels: notedParcels([together]),
    byHand: { by, note: "joined into one parcel" },
  };
}

function becauseOf({ apart, together }: Gathering, { warehouse, orderIds, by }: Joint, currency: string): string {
  const money = (minor: number): string => `${decimalFromMinor(minor, currency)} ${currency}`;
  const cost = costOf(apart);
  const price = cost === together.costMinor ? "" : `: ${money(together.costMinor)} instead of ${money(cost)}`;
  return `Gathered in ${warehouse} by ${by}, to share a parcel with ${orderIds.length - 1} other orders${price}.`;
}

export function costOf(parcels: Gathering["apart"]): number {
  return parcels.reduce((sum, { costMinor }) => sum + costMinor, 0);
}
