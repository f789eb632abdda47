import type { Stock } from "../inventory/stock.ts";
import { componentsOf } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import { measuresOf, orderForRules } from "../orders/order-for-rules.ts";
import { evaluateRules } from "../rules/evaluate-rules.ts";
import { ruleSetAt } from "../rules/rule-schedule.ts";
import type { RuleSet, RuleSetDraft } from "../rules/rule-set.ts";
import { foldBundles, unfoldBundles } from "./bundle-plan.ts";
import { type Carrier, carriersOn } from "./costs/carrier.ts";
import { limitPlan } from "./limit-plan.ts";
import type { OrdersOfDay } from "./orders-of-day.ts";
import type { Plan, PlanRequest } from "./plan.ts";
import { type Answer, answer, type Question } from "./question.ts";
import type { RoutingRules } from "./rules.ts";
import type { Settings } from "./settings-store.ts";
import { isHeldBack, withHeldBack } from "./sourcing/held-back.ts";
import type { LineWorth } from "./sourcing/plan-with-rules.ts";
import { sourcingOf } from "./sourcing/sourcing.ts";

export type PlanningFacts = {
  readonly order: Order;
  readonly stocks: readonly Stock[];
  readonly settings: Settings;
  readonly now: string;
  readonly ordersOfDay?: OrdersOfDay;
};

export type PlannedOrder = {
  readonly plan: Plan;
  /** As the order could see it, with what rules hold back for others. */
  readonly stocks: readonly Stock[];
  /** All that the plan depends on. */
  readonly question: Question;
};

/**
 * The plan for one order under the rules in force at `now`: those of a published rule set, or else the merchant's own order
 * of warehouses. Pure. Stock is kept under trimmed skus; an allocation keeps the sku as its line spells it.
 */
export function planForOrder(facts: PlanningFacts): PlannedOrder {
  const { settings, now } = facts;
  const { ruled } = settings;
  const set = ruled === undefined ? null : ruleSetAt(ruled.schedule, ruled.sets, now);
  return set === null ? planPlainly(facts) : planBySet(facts, set, ruled?.carriers ?? []);
}

/** The same under any rule set, also one that is only tried. */
export function planBySet(facts: PlanningFacts, set: RuleSet, carriers: readonly Carrier[]): PlannedOrder {
  const { order, now, ordersOfDay = new Map() } = facts;
  const asked = orderForRules(order);
  const applied = asked === null ? [] : evaluateRules(set, asked, now);
  const sourcing = sourcingOf(applied);
  const request = {
    ...requestFor(facts, (article) => isHeldBack(article, sourcing)),
    sourcing,
    rulesVersion: set.version,
    now,
    carriers: carriersOn(carriers, now),
    lineWorth: worthOf(order),
    ordersToday: ordersOfDay,
  };
  const question: Question = { kind: "ruled", request, spoke: placesOf(applied, set) };
  const made = answer(question);
  const stocks = withHeldBack(facts.stocks, sourcing);
  const plan = limited({ ...made, note: { ...made.note, ...notesOf(made, carriers) } }, { ...facts, stocks }, sourcing);
  return { plan, stocks, question };
}

function planPlainly(facts: PlanningFacts): PlannedOrder {
  const { rules } = facts.settings;
  const request = { ...requestFor(facts, () => false), rules };
  const question: Question = { kind: "plain", request, lineWorth: worthOf(facts.order), now: facts.now };
  return { plan: limited(answer(question), facts, rules), stocks: facts.stocks, question };
}

/** Names are unique in a set. */
function placesOf(applied: readonly { readonly rule: string }[], { rules }: RuleSetDraft): readonly number[] {
  const names = new Set(applied.map(({ rule }) => rule));
  return rules.flatMap(({ name }, place) => (names.has(name) ? place : []));
}

function requestFor(
  { order, stocks, settings }: PlanningFacts,
  isHeld: (article: string) => boolean,
): Omit<PlanRequest, "rules" | "more"> {
  const { country, region, regionName } = order.address?.facts ?? { country: "", region: "", regionName: "" };
  return {
    ...foldBundles(order, stocks, isHeld),
    destination: { country, region, regionName },
    channel: order.channel,
    connectionId: order.connectionId,
    warehouses: allowedTo(order, settings.warehouses),
    usedWarehouses: [...new Set(order.allocations.map(({ warehouse }) => warehouse))],
  };
}

/** A warehouse that an order was taken from keeps its place in the explanation, with the reason. */
function allowedTo({ rerouting }: Order, warehouses: Settings["warehouses"]): Settings["warehouses"] {
  if (rerouting === undefined || rerouting.avoid.length === 0) return warehouses;
  const avoided = new Map(rerouting.avoid.map(({ warehouse, because }) => [warehouse, because]));
  return warehouses.map((warehouse) => {
    const because = avoided.get(warehouse.code);
    return because === undefined ? warehouse : { ...warehouse, avoided: because };
  });
}

/** The first plan after goods were given back says why. */
function whyAgain({ rerouting, routing }: Order): string {
  const isAnswered = rerouting === undefined || (routing !== null && routing.decidedAt > rerouting.at);
  return isAnswered ? "" : `Planned anew, ${rerouting.because}. `;
}

function limited(
  whole: Plan,
  { order, stocks }: PlanningFacts,
  rules: Pick<RoutingRules, "split" | "backorder">,
): Plan {
  const plain = (order.lines?.facts ?? []).filter((line) => componentsOf(order, line.sku) === null);
  const spelled = new Map(plain.map((line) => [line.lineId, line.sku]));
  const { allocations, short, note } = unfoldBundles(limitPlan(whole, order, rules), order, stocks, rules);
  return {
    allocations: allocations.map((each) => ({ ...each, sku: spelled.get(each.lineId) ?? each.sku })),
    short,
    note: { ...note, because: `${whyAgain(order)}${note.because}` },
  };
}

function notesOf({ parcels, dropped }: Answer, carriers: readonly Carrier[]): Partial<Plan["note"]> {
  const priced = parcels.map(({ warehouse, carrier, costMinor, days }) => ({ warehouse, carrier, costMinor, days }));
  const leftAside = [...new Set(dropped.map(({ rule }) => rule))];
  return {
    ...(carriers.length === 0 || priced.length === 0 ? {} : { parcels: priced }),
    ...(leftAside.length === 0 ? {} : { leftAside }),
  };
}

function worthOf(order: Order): ReadonlyMap<string, LineWorth> {
  return new Map(
    (order.lines?.facts ?? []).map((line) => {
      return [line.lineId, { ...measuresOf(order, line), priceMinor: line.unitPriceMinor }];
    }),
  );
}
