import * as z from "zod/mini";
import type { MerchantId } from "../../kernel/ids.ts";
import { itemBytes } from "../../table/item-bytes.ts";
import { carrierKey } from "../../table/keys.ts";
import type { Item, Value } from "../../table/port.ts";

/** Of one carrier; together they are one item of the table, which takes 400 KB. */
export const MOST_TARIFFS = 500;
export const MOST_CARRIER_BYTES = 380_000;

const amount = z.int().check(z.nonnegative());
const grams = z.int().check(z.positive());

const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));

const rateSchema = z.union([
  /** 首重 and 续重: so much for the first weight, so much for each step begun after it. */
  z.strictObject({
    kind: z.literal("first_and_steps"),
    firstGrams: grams,
    firstMinor: amount,
    stepGrams: grams,
    stepMinor: amount,
  }),
  /** One price up to each weight, ascending; heavier parcels are not taken. */
  z.strictObject({
    kind: z.literal("brackets"),
    rows: z.array(z.strictObject({ upToGrams: grams, minor: amount })).check(z.minLength(1), z.maxLength(100)),
  }),
]);

const tariffSchema = z.strictObject({
  /** Regions the tariff holds for, in any spelling that rules know; "*" is everywhere. The first that fits counts. */
  zone: z.array(z.string()).check(z.minLength(1)),
  /** Warehouses it holds from; empty: from all. */
  from: z.array(z.string()),
  rate: rateSchema,
  /** From the day of leaving to the day of arriving. */
  days: z.int().check(z.nonnegative()),
  /** Heavier parcels are not taken; null: as heavy as the rate goes. */
  maxGrams: z.nullable(grams),
  /** `YYYY-MM-DD` in UTC, both included: the days on which it holds; absent: without beginning, without end. */
  validFrom: z.optional(day),
  validTo: z.optional(day),
});

export const carrierSchema = z.strictObject({
  code: z.string().check(z.minLength(1)),
  name: z.string(),
  isActive: z.boolean(),
  /** A cubic metre weighs 1,000,000 / divisor kilograms at least; null: only the scales count. Usual are 5000, 6000, 8000. */
  volumetricDivisor: z.nullable(z.int().check(z.positive())),
  tariffs: z.array(tariffSchema).check(z.maxLength(MOST_TARIFFS)),
});

/** A carrier with its tariffs; amounts in minor units of the merchant's currency. */
export type Carrier = z.infer<typeof carrierSchema>;
export type Tariff = z.infer<typeof tariffSchema>;
export type Rate = z.infer<typeof rateSchema>;

/** As the table counts them; more than `MOST_CARRIER_BYTES` cannot be stored. */
export function carrierBytes(carrier: Carrier): number {
  return itemBytes(JSON.parse(JSON.stringify(carrier)) as Record<string, Value>);
}

/** Throws on a carrier that breaks the schema, before it is stored. */
export function toCarrierItem(merchant: MerchantId, carrier: Carrier): Item {
  const plain = JSON.parse(JSON.stringify(carrierSchema.parse(carrier))) as Record<string, Value>;
  return { ...plain, ...carrierKey(merchant, carrier.code), schemaVersion: 1 };
}

export function fromCarrierItem(item: Item): Carrier {
  // A file that stated it leaves its name beside it.
  const { pk: _, sk: __, schemaVersion: ___, statedBy: ____, ...carrier } = item;
  return carrierSchema.parse(carrier);
}

/** With the tariffs that hold on this day; the very same list where none has an end. */
export function carriersOn(carriers: readonly Carrier[], now: string): readonly Carrier[] {
  const isTimed = ({ tariffs }: Carrier): boolean =>
    tariffs.some(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined);
  if (!carriers.some(isTimed)) return carriers;
  const day = now.slice(0, 10);
  const holds = ({ validFrom = day, validTo = day }: Tariff): boolean => validFrom <= day && day <= validTo;
  return carriers.map((carrier) => ({ ...carrier, tariffs: carrier.tariffs.filter(holds) }));
}
