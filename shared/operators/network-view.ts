import * as z from "zod/mini";
import { isZone } from "../kernel/time.ts";
import { carrierSchema } from "../routing/costs/carrier.ts";
import type { Warehouse } from "../routing/warehouse.ts";

const minutes = z.int().check(z.gte(0), z.lte(1_440));
const whole = z.int().check(z.nonnegative(), z.lte(1_000_000_000));

/** What an operator may set on a warehouse; what is left out stays as it is, null takes a part away. */
export const warehouseBody = z.strictObject({
  isActive: z.optional(z.boolean()),
  priority: z.optional(z.int().check(z.gte(1), z.lte(1_000))),
  kind: z.optional(z.enum(["warehouse", "store"])),
  hours: z.optional(
    z.nullable(
      z.strictObject({
        zone: z.string().check(z.refine(isZone)),
        cutoffMinutes: minutes,
        workingDays: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.minLength(1), z.maxLength(7)),
        holidays: z.array(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))).check(z.maxLength(400)),
      }),
    ),
  ),
  dailyCapacity: z.optional(z.nullable(whole)),
  handlingMinor: z.optional(z.nullable(whole)),
});

/** The code stands in the address. */
export const carrierBody = z.omit(carrierSchema, { code: true });

export function warehouseView(warehouse: Warehouse): Readonly<Record<string, unknown>> {
  const { kind = "warehouse", hours = null, dailyCapacity = null, handlingMinor = null, ...rest } = warehouse;
  return { ...rest, kind, hours, dailyCapacity, handlingMinor };
}
