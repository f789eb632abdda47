import { warehouseCode } from "../../kernel/ids.ts";
import { evaluateRules } from "../../rules/evaluate-rules.ts";
import { reviewByRules } from "../../rules/review-by-rules.ts";
import type { RuleSetDraft } from "../../rules/rule-set.ts";
import { type Carrier, carriersOn } from "../costs/carrier.ts";
import { answer, type Question } from "../question.ts";
import { partsOf, stocksOf, worthIn } from "../receipt/snapshot.ts";
import type { RoutingRules } from "../rules.ts";
import { type Parcel, parcelsOf } from "../sourcing/parcels.ts";
import { surveyFor } from "../sourcing/plan-under.ts";
import type { RuledRequest } from "../sourcing/plan-with-rules.ts";
import { sourcingOf } from "../sourcing/sourcing.ts";
import type { Warehouse } from "../warehouse.ts";
import type { DecidedOrder } from "./decided-order.ts";

/** Rules to be tried: a set, or the merchant's own order of warehouses. */
export type Tried =
  | { readonly kind: "set"; readonly set: RuleSetDraft & { readonly version: number } }
  | { readonly kind: "plain"; readonly rules: RoutingRules };

/** As they are today, the same for both sides of a comparison. */
export type Network = { readonly warehouses: readonly Warehouse[]; readonly carriers: readonly Carrier[] };

/** What becomes of one order. */
export type Outcome = {
  /** Why it is held; empty when nothing holds it, and only then it is planned. */
  readonly holds: readonly string[];
  readonly plan: readonly { readonly warehouse: string; readonly sku: string; readonly quantity: number }[];
  readonly short: readonly { readonly sku: string; readonly quantity: number }[];
  readonly parcels: readonly Parcel[];
  readonly leftAside: readonly string[];
};

/** On the stock that the order saw then, at that instant. `ordersToday` is asked for warehouses with a capacity only. Pure. */
export function outcomeOf(
  { asked, snapshot }: DecidedOrder,
  tried: Tried,
  { warehouses, carriers }: Network,
  ordersToday: ReadonlyMap<string, number>,
): Outcome {
  const applied = tried.kind === "plain" ? [] : evaluateRules(tried.set, asked, snapshot.at);
  const holds = reviewByRules(applied).holds.map(({ note }) => note);
  if (holds.length > 0) return { holds, plan: [], short: [], parcels: [], leftAside: [] };
  const { country, region, regionName } = asked.destination;
  const request: RuledRequest = {
    lines: snapshot.lines.map(([lineId, sku, quantity]) => ({ lineId, sku, quantity })),
    destination: { country, region, regionName },
    channel: asked.channel,
    connectionId: asked.connection,
    warehouses,
    stocks: stocksOf(snapshot),
    usedWarehouses: (snapshot.used ?? []).map(warehouseCode),
    ...partsOf(snapshot),
    sourcing: sourcingOf(applied),
    rulesVersion: tried.kind === "plain" ? tried.rules.version : tried.set.version,
    now: snapshot.at,
    carriers: carriersOn(carriers, snapshot.at),
    lineWorth: worthIn(snapshot),
    ordersToday,
  };
  const question: Question =
    tried.kind === "set"
      ? { kind: "ruled", request, spoke: [] }
      : { kind: "plain", request: { ...request, rules: tried.rules }, lineWorth: request.lineWorth, now: request.now };
  const made = answer(question);
  const parcels = tried.kind === "set" ? made.parcels : parcelsOf(made.allocations, cheapest(request));
  const leftAside = [...new Set(made.dropped.map(({ rule }) => rule))];
  return { holds: [], plan: made.note.plan, short: made.short, parcels, leftAside };
}

/** Rules that price nothing still cost something: each parcel with its cheapest carrier. */
function cheapest(request: RuledRequest): Parameters<typeof parcelsOf>[1] {
  return { places: surveyFor(request), lineWorth: request.lineWorth, by: "cost", maxDays: null };
}
