import * as z from "zod/mini";

const text = z.string().check(z.minLength(1), z.maxLength(200));
const code = z.string().check(z.minLength(1), z.maxLength(48));
const codes = z.array(code).check(z.minLength(1), z.maxLength(50));
const whole = (least: number, most: number): z.ZodMiniNumber =>
  z.int().check(z.gte(least), z.lte(most)) as z.ZodMiniNumber;
/** A soft rule is broken rather than that goods stay; those further down are broken first. */
const soft = z.optional(z.boolean());

/** What a rule may do, and nothing else. Actions of review come first, those of routing after them. */
export const actionSchemas = {
  /** A person looks at the order before it ships. */
  hold: z.strictObject({ do: z.literal("hold"), reason: text }),
  /** No rule further down may hold the order. What is missing in it still does. */
  approve: z.strictObject({ do: z.literal("approve") }),
  tag: z.strictObject({ do: z.literal("tag"), tag: text }),
  notify: z.strictObject({ do: z.literal("notify"), to: text, text }),
  /** 1 goes first; orders that no rule speaks about have 5. */
  priority: z.strictObject({ do: z.literal("priority"), level: whole(1, 9) }),

  exclude: z.strictObject({ do: z.literal("exclude"), warehouses: codes, soft }),
  /** Only these. */
  include: z.strictObject({ do: z.literal("include"), warehouses: codes, soft }),
  /** In this order; those in a list of their own are equally good. */
  prefer: z.strictObject({
    do: z.literal("prefer"),
    warehouses: z.array(z.union([code, codes])).check(z.minLength(1), z.maxLength(50)),
  }),
  /** Asked only when the others have not enough. */
  fallback: z.strictObject({ do: z.literal("fallback"), warehouses: codes }),
  stay_in_country: z.strictObject({ do: z.literal("stay_in_country"), soft }),
  no_split: z.strictObject({ do: z.literal("no_split"), soft }),
  split: z.strictObject({ do: z.literal("split"), how: z.enum(["by_line", "by_quantity"]) }),
  max_shipments: z.strictObject({ do: z.literal("max_shipments"), count: whole(1, 50), soft }),
  /** Beside other parcels none leaves that is worth less, in minor units. */
  min_split_value: z.strictObject({ do: z.literal("min_split_value"), minor: whole(1, 1_000_000_000), soft }),
  /** Until the parcel arrives: waiting for the next working day of the warehouse included. */
  max_days: z.strictObject({ do: z.literal("max_days"), days: whole(0, 60), soft }),
  max_distance: z.strictObject({ do: z.literal("max_distance"), km: whole(1, 20_000), soft }),
  /** Before its cutoff, on a working day. */
  ships_today: z.strictObject({ do: z.literal("ships_today"), soft }),
  /** At least so many units of each sku stay for other orders. */
  safety_stock: z.strictObject({
    do: z.literal("safety_stock"),
    units: whole(1, 1_000_000),
    warehouses: z.optional(codes),
    skus: z.optional(codes),
  }),
  backorder: z.strictObject({ do: z.literal("backorder"), how: z.enum(["whole_order", "partial"]) }),
  /** Stores send parcels too. */
  ship_from_store: z.strictObject({ do: z.literal("ship_from_store") }),
  /** The buyer collects it there; when the store is short, others send it or it waits. */
  pickup: z.strictObject({ do: z.literal("pickup"), store: code, whenShort: z.enum(["ship", "wait"]) }),
  /** Only these carriers. */
  carrier: z.strictObject({ do: z.literal("carrier"), carriers: codes }),
  choose_carrier: z.strictObject({ do: z.literal("choose_carrier"), by: z.enum(["cost", "speed"]) }),
  /** What plans are compared by, the first coming first; what is left out comes after in its usual order. */
  compare_by: z.strictObject({
    do: z.literal("compare_by"),
    terms: z
      .array(z.enum(["shipments", "preference", "cost", "days", "distance"]))
      .check(z.minLength(1), z.maxLength(5)),
  }),
} as const;

export type ActionName = keyof typeof actionSchemas;
export type ActionOf<Name extends ActionName> = z.infer<(typeof actionSchemas)[Name]>;
export type Action = { [Name in ActionName]: ActionOf<Name> }[ActionName];

export const actionNames = Object.keys(actionSchemas) as readonly ActionName[];

/** As JSON, for people who get one wrong. */
export const actionExamples: Readonly<Record<ActionName, string>> = {
  hold: '{"do":"hold","reason":"large cash-on-delivery order"}',
  approve: '{"do":"approve"}',
  tag: '{"do":"tag","tag":"gift"}',
  notify: '{"do":"notify","to":"warehouse","text":"pack with ice"}',
  priority: '{"do":"priority","level":1}',
  exclude: '{"do":"exclude","warehouses":["SHA"]}',
  include: '{"do":"include","warehouses":["SHA"]}',
  prefer: '{"do":"prefer","warehouses":["SHA",["CAN","WUH"]]}',
  fallback: '{"do":"fallback","warehouses":["BER"]}',
  stay_in_country: '{"do":"stay_in_country","soft":true}',
  no_split: '{"do":"no_split","soft":true}',
  split: '{"do":"split","how":"by_quantity"}',
  max_shipments: '{"do":"max_shipments","count":2}',
  min_split_value: '{"do":"min_split_value","minor":5000}',
  max_days: '{"do":"max_days","days":3,"soft":true}',
  max_distance: '{"do":"max_distance","km":800,"soft":true}',
  ships_today: '{"do":"ships_today","soft":true}',
  safety_stock: '{"do":"safety_stock","units":5,"warehouses":["SHA"]}',
  backorder: '{"do":"backorder","how":"partial"}',
  ship_from_store: '{"do":"ship_from_store"}',
  pickup: '{"do":"pickup","store":"STORE-1","whenShort":"ship"}',
  carrier: '{"do":"carrier","carriers":["SF"]}',
  choose_carrier: '{"do":"choose_carrier","by":"speed"}',
  compare_by: '{"do":"compare_by","terms":["cost","days"]}',
};
