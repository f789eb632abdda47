import type { MovementFact, ShipmentFact, StockFact } from "../facts/fact.ts";
import { LATE_AFTER_HOURS } from "../list/fulfilment-report.ts";
import { hoursToShip } from "../list/shipments-report.ts";
import { ofOrder } from "./order-sources.ts";
import { one, type PlainSums, plainSums } from "./plain-sums.ts";
import { bookedOn, everyPeriod, type Source, text } from "./source.ts";

export const shipments: Source<"shipments", PlainSums> = {
  uses: "shipments",
  periods: everyPeriod,
  dimensions: {
    ...ofOrder,
    ...bookedOn,
    kind: text(({ kind }: ShipmentFact) => kind),
    warehouse: text(({ warehouse }: ShipmentFact) => warehouse),
    carrier: text(({ carrier }: ShipmentFact) => carrier),
  },
  ...plainSums<ShipmentFact>(
    {
      parcels: { kind: "count", of: ({ kind }) => (kind === "shipped" ? 1 : 0) },
      changed: { kind: "count", of: ({ kind }) => (kind === "changed" ? 1 : 0) },
      units: { kind: "count", of: ({ units }) => units },
      late: { kind: "count", of: (fact) => (tenthsToShip(fact) > 10 * LATE_AFTER_HOURS ? 1 : 0) },
      hours: { kind: "tenths", of: tenthsToShip },
      // Nothing was planned where no rate table is kept.
      planned_freight: { kind: "own_money", of: ({ freightMinor }) => freightMinor ?? 0 },
    },
    { average_hours: { kind: "tenths", sum: "hours", per: "parcels" } },
  ),
};

/** Of what left; what was changed later took no time. */
function tenthsToShip(fact: ShipmentFact): number {
  return fact.kind === "shipped" ? Math.round(hoursToShip(fact) * 10) : 0;
}

export const movements: Source<"movements", PlainSums> = {
  uses: "movements",
  periods: everyPeriod,
  dimensions: {
    ...bookedOn,
    sku: text(({ sku }: MovementFact) => sku),
    warehouse: text(({ warehouse }: MovementFact) => warehouse),
    category: text(({ category }: MovementFact) => category),
    kind: text(({ kind }: MovementFact) => kind),
    cause: text(({ cause }: MovementFact) => cause),
  },
  ...plainSums<MovementFact>({
    movements: { kind: "count", of: one },
    quantity: { kind: "count", of: ({ quantity }) => quantity },
    on_hand_change: { kind: "count", of: ({ onHandChange }) => onHandChange },
  }),
};

/** As it stood at the end of the day. */
export const stock: Source<"stock", PlainSums> = {
  uses: "stock",
  periods: ["day"],
  dimensions: {
    sku: text(({ sku }: StockFact) => sku),
    warehouse: text(({ warehouse }: StockFact) => warehouse),
    title: text(({ title }: StockFact) => title),
    category: text(({ category }: StockFact) => category),
  },
  ...plainSums<StockFact>({
    positions: { kind: "count", of: one },
    on_hand: { kind: "count", of: ({ onHand }) => onHand },
    allocated: { kind: "count", of: ({ allocated }) => allocated },
    available: { kind: "count", of: ({ available }) => available },
    damaged: { kind: "count", of: ({ damaged }) => damaged },
    on_hold: { kind: "count", of: ({ onHold }) => onHold },
    incoming: { kind: "count", of: ({ incoming }) => incoming },
    value_at_cost: {
      kind: "own_money",
      of: ({ unitCostMinor, onHand }) => (unitCostMinor === null ? null : unitCostMinor * Math.max(0, onHand)),
    },
  }),
};
