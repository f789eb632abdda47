import * as z from "zod/mini";
import { countryMatches, type Destination, regionMatches } from "../rules/regions/region-groups.ts";

/** Empty or absent parts ask nothing; each part that is there must match, by any one of its entries. */
const conditionSchema = z.object({
  /** ISO 3166 alpha-2, or groups such as "EU" and "DACH". */
  countries: z.optional(z.array(z.string())),
  /** Provinces, states or groups in any spelling: "上海市", "华东", "US-CA", "EU". */
  regions: z.optional(z.array(z.string())),
  channels: z.optional(z.array(z.string())),
  connections: z.optional(z.array(z.string())),
  /** Matches an order that has at least one of these skus. */
  skus: z.optional(z.array(z.string())),
});

const ruleFields = {
  id: z.string().check(z.minLength(1)),
  /** For people: it is quoted in the routing note. */
  name: z.string().check(z.minLength(1)),
  when: conditionSchema,
};

const warehouseCodes = z.array(z.string()).check(z.minLength(1));

/** A rule either prefers warehouses, in their order, or excludes some. */
const ruleSchema = z.union([
  z.strictObject({ ...ruleFields, prefer: warehouseCodes }),
  z.strictObject({ ...ruleFields, exclude: warehouseCodes }),
]);

/** A merchant's routing rules, tried from top to bottom. */
export const routingRulesSchema = z.object({
  /** Counts the published rule sets; written on each routing note. */
  version: z.number().check(z.nonnegative()),
  rules: z.array(ruleSchema),
  /**
   * `never`: one parcel from one warehouse. `by_line`: lines may leave from different warehouses, the units of a line
   * together. `by_quantity`: a line may be divided.
   */
  split: z.enum(["never", "by_line", "by_quantity"]),
  /** What a short order does: wait until all of it can leave, or take what there is and wait for the rest. */
  backorder: z.enum(["whole_order", "partial"]),
});

export type RoutingRules = z.infer<typeof routingRulesSchema>;
export type RoutingRule = z.infer<typeof ruleSchema>;

/** In force until a merchant publishes rules: warehouses by their own priority, one parcel if possible. */
export const defaultRules: RoutingRules = { version: 0, rules: [], split: "by_line", backorder: "whole_order" };

/** What a rule may ask of an order. */
export type RoutedOrder = {
  readonly destination: Destination;
  readonly channel: string;
  readonly connectionId: string;
  readonly skus: readonly string[];
};

/** The rules that speak about this order, in their order. */
export function matchRules(order: RoutedOrder, rules: RoutingRules): readonly RoutingRule[] {
  return rules.rules.filter((rule) => matches(order, rule.when));
}

function matches(order: RoutedOrder, when: RoutingRule["when"]): boolean {
  const asks = <T>(wanted: readonly T[] | undefined, holds: (entry: T) => boolean): boolean =>
    wanted === undefined || wanted.length === 0 || wanted.some(holds);
  return (
    asks(when.countries, (country) => countryMatches(country, order.destination.country)) &&
    asks(when.regions, (region) => regionMatches(region, order.destination)) &&
    asks(when.channels, (channel) => channel === order.channel) &&
    asks(when.connections, (connection) => connection === order.connectionId) &&
    asks(when.skus, (sku) => order.skus.includes(sku))
  );
}
