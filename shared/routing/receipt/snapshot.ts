import { type Sku, sku, type WarehouseCode, warehouseCode } from "../../kernel/ids.ts";
import type { RuleSetDraft } from "../../rules/rule-set.ts";
import type { Carrier } from "../costs/carrier.ts";
import { tariffFor } from "../costs/quote.ts";
import type { StockSeen } from "../free-stock.ts";
import type { Question } from "../question.ts";
import { matchRules, type RoutingRules } from "../rules.ts";
import type { LineWorth } from "../sourcing/plan-with-rules.ts";
import { sourcingOf } from "../sourcing/sourcing.ts";
import type { Warehouse } from "../warehouse.ts";

/**
 * What a decision was made on, small enough to be kept with the order: tuples instead of names, and of rules and tariffs only
 * those that spoke. With the rule set of its version, which never changes, every number of the decision can be had again.
 */
export type Snapshot = {
  readonly v: 1;
  readonly at: string;
  readonly to: readonly [country: string, region: string, regionName: string];
  /** Of one unit: its weight in grams, its price in minor units, and its size where that is known. */
  readonly lines: readonly (readonly [
    lineId: string,
    sku: string,
    quantity: number,
    grams: number,
    priceMinor: number,
    cubicCm?: number,
  ])[];
  /** What lines share: with each of the articles that use it how many one of them needs. */
  readonly parts?: readonly (readonly [sku: string, uses: readonly (readonly [sku: string, units: number])[]])[];
  /** Warehouses that send other parts of the order already. */
  readonly used?: readonly string[];
  readonly places: readonly (readonly [
    code: string,
    country: string,
    region: string,
    regionName: string,
    serves: readonly string[],
    priority: number,
    isActive: 0 | 1,
    more?: Pick<Warehouse, "kind" | "hours" | "dailyCapacity" | "handlingMinor" | "position" | "avoided">,
  ])[];
  /** `version` is that of the position, as the ledger counts it. */
  readonly stocks: readonly (readonly [
    sku: string,
    warehouse: string,
    available: number,
    safetyStock: number,
    version: number,
  ])[];
  readonly rules: { readonly plain: RoutingRules } | { readonly version: number; readonly spoke: readonly number[] };
  readonly carriers?: readonly Carrier[];
  /** Orders that left on this day already from warehouses with a capacity. */
  readonly day?: readonly (readonly [warehouse: string, orders: number])[];
};

export function toSnapshot(question: Question): Snapshot {
  const { request } = question;
  const { country, region, regionName } = request.destination;
  const { now, lineWorth } = question.kind === "ruled" ? question.request : question;
  const { parts = [] } = request;
  const isAsked = new Set([...request.lines, ...parts].map((each) => each.sku));
  return {
    v: 1,
    at: now,
    to: [country, region, regionName],
    lines: request.lines.map(({ lineId, sku: article, quantity }) => {
      const { grams = 0, priceMinor = 0, cubicCm } = lineWorth.get(lineId) ?? {};
      const weighed = [lineId, article, quantity, grams, priceMinor] as const;
      return cubicCm === undefined ? weighed : ([...weighed, cubicCm] as const);
    }),
    ...(parts.length === 0
      ? {}
      : {
          parts: parts.map(({ sku: part, uses }) => [part, uses.map((use) => [use.sku, use.units] as const)] as const),
        }),
    ...(request.usedWarehouses.length === 0 ? {} : { used: request.usedWarehouses }),
    places: request.warehouses.map(toPlace),
    stocks: request.stocks
      .filter((stock) => isAsked.has(stock.sku))
      .map((stock) => [stock.sku, stock.warehouse, stock.available, stock.safetyStock, stock.version]),
    ...rulesOf(question),
  };
}

/** `set` is the one of the snapshot's version; null for a plain decision. Throws when it is another. */
export function fromSnapshot(snapshot: Snapshot, set: (RuleSetDraft & { readonly version: number }) | null): Question {
  const { rules, at } = snapshot;
  const common = {
    lines: snapshot.lines.map(([lineId, article, quantity]) => ({ lineId, sku: article, quantity })),
    destination: { country: snapshot.to[0], region: snapshot.to[1], regionName: snapshot.to[2] },
    channel: "",
    connectionId: "",
    warehouses: snapshot.places.map(fromPlace),
    stocks: stocksOf(snapshot),
    usedWarehouses: (snapshot.used ?? []).map(warehouseCode),
    ...partsOf(snapshot),
  };
  const lineWorth = worthIn(snapshot);
  if ("plain" in rules) return { kind: "plain", request: { ...common, rules: rules.plain }, lineWorth, now: at };
  if (set === null || set.version !== rules.version) {
    throw new Error(`a decision under rule set ${rules.version} is read with ${set?.version ?? "none"}`);
  }
  const applied = rules.spoke.flatMap((place) => {
    const rule = set.rules[place];
    return (rule?.actions ?? []).map((action) => ({ rule: rule?.name ?? "", action }));
  });
  const request = {
    ...common,
    sourcing: sourcingOf(applied),
    rulesVersion: rules.version,
    now: at,
    carriers: snapshot.carriers ?? [],
    lineWorth,
    ordersToday: new Map(snapshot.day ?? []),
  };
  return { kind: "ruled", request, spoke: rules.spoke };
}

/** The version of the rule set that was in force; null for a plain decision. */
export function setVersionOf({ rules }: Snapshot): number | null {
  return "plain" in rules ? null : rules.version;
}

/** Of unit and price, by line. */
export function worthIn({ lines }: Snapshot): ReadonlyMap<string, LineWorth> {
  return new Map(
    lines.map(([lineId, , , grams, priceMinor, cubicCm]) => {
      return [lineId, { grams, priceMinor, ...(cubicCm === undefined ? {} : { cubicCm }) }];
    }),
  );
}

/** Nothing where lines share nothing. */
export function partsOf({ parts }: Snapshot): Pick<Question["request"], "parts"> {
  if (parts === undefined) return {};
  const uses = (all: NonNullable<Snapshot["parts"]>[number][1]) =>
    all.map(([article, units]) => ({ sku: article, units }));
  return { parts: parts.map(([part, all]) => ({ sku: part, uses: uses(all) })) };
}

export function stocksOf({ stocks }: Snapshot): readonly (StockSeen & { readonly sku: Sku })[] {
  return stocks.map(([article, warehouse, available, safetyStock, version]) => {
    return { sku: sku(article), warehouse: warehouseCode(warehouse), available, safetyStock, version };
  });
}

/** The rules that spoke, asked nothing any more. */
function rulesOf(question: Question): Pick<Snapshot, "rules" | "carriers" | "day"> {
  if (question.kind === "plain") {
    const { rules, ...order } = question.request;
    const asked = { ...order, skus: order.lines.map((line) => line.sku) };
    const spoke = matchRules(asked, rules).map((rule) => ({ ...rule, when: {} }));
    return { rules: { plain: { ...rules, rules: spoke } } };
  }
  const { request, spoke } = question;
  const carriers = request.carriers.map((carrier) => withSpeakingTariffs(carrier, question));
  const day = [...request.ordersToday];
  return {
    rules: { version: request.rulesVersion, spoke },
    ...(carriers.length === 0 ? {} : { carriers }),
    ...(day.length === 0 ? {} : { day }),
  };
}

/** Of the tariffs of a carrier the first that fits counts, so those that fit no warehouse change nothing. */
function withSpeakingTariffs(carrier: Carrier, { request }: Question): Carrier {
  const fit = new Set(request.warehouses.map(({ code }) => tariffFor(carrier, code, request.destination)));
  return { ...carrier, tariffs: carrier.tariffs.filter((tariff) => fit.has(tariff)) };
}

type Place = Snapshot["places"][number];

function toPlace(warehouse: Warehouse): Place {
  const { code, name: _, country, region, regionName, serves, priority, isActive, ...more } = warehouse;
  const place = [code, country, region, regionName, serves, priority, isActive ? 1 : 0] as const;
  return Object.keys(more).length === 0 ? place : [...place, more];
}

function fromPlace([code, country, region, regionName, serves, priority, isActive, more = {}]: Place): Warehouse {
  const where = { country, region, regionName, serves, priority };
  return { code: code as WarehouseCode, name: code, ...where, isActive: isActive === 1, ...more };
}
