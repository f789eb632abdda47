import type { Allocation } from "../../orders/allocation.ts";
import { componentsOf } from "../../orders/open-quantities.ts";
import type { Order, RoutingNote } from "../../orders/order.ts";
import { measuresOf } from "../../orders/order-for-rules.ts";
import { carriersOn } from "../costs/carrier.ts";
import { surveyPlaces } from "../costs/survey.ts";
import type { Settings } from "../settings-store.ts";
import { loadOf, type Parcel, parcelsOf } from "../sourcing/parcels.ts";
import type { LineWorth } from "../sourcing/plan-with-rules.ts";

/**
 * What parcels would cost that somebody puts together by hand: from each warehouse with its cheapest carrier. `allocations`
 * may be those of several orders to the same place, with their lines named apart in `lineWorth`.
 */
export function priceParcels(
  to: Order,
  allocations: readonly Allocation[],
  lineWorth: ReadonlyMap<string, LineWorth>,
  { settings, now }: { readonly settings: Settings; readonly now: string },
): readonly Parcel[] {
  const { country, region, regionName } = to.address?.facts ?? { country: "", region: "", regionName: "" };
  const places = surveyPlaces({
    warehouses: settings.warehouses,
    carriers: carriersOn(settings.ruled?.carriers ?? [], now),
    destination: { country, region, regionName },
    load: loadOf(allocations, lineWorth),
    now,
    pickupStore: null,
  });
  return parcelsOf(allocations, { places, lineWorth, by: "cost", maxDays: null });
}

/** By line; a bundle's weight and price are those of the set, so each of its goods has its part of them. */
export function worthOfLines(
  order: Order,
  named: (lineId: string) => string = (lineId) => lineId,
): Map<string, LineWorth> {
  return new Map(
    (order.lines?.facts ?? []).map((line) => {
      const { lineId, sku, unitPriceMinor } = line;
      const goods = componentsOf(order, sku)?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 1;
      const of = (whole: number): number => Math.round(whole / goods);
      const { grams, cubicCm } = measuresOf(order, line);
      const size = cubicCm === undefined ? {} : { cubicCm: of(cubicCm) };
      return [named(lineId), { grams: of(grams), ...size, priceMinor: of(unitPriceMinor) }];
    }),
  );
}

/** As a routing note tells them. */
export function notedParcels(parcels: readonly Parcel[]): NonNullable<RoutingNote["parcels"]> {
  return parcels.map(({ warehouse, carrier, costMinor, days }) => ({ warehouse, carrier, costMinor, days }));
}
