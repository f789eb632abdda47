import * as z from "zod/mini";
import { isDay } from "../kernel/business-day.ts";

/** Codes become parts of keys, which are joined with "#"; made as people type them, without blanks around. */
const code = (longest: number) =>
  z.string().check(z.trim(), z.regex(/^[^#\p{Cc}]+$/u), z.minLength(1), z.maxLength(longest));

/** The maker's code of a production lot. */
export const lot = code(60);

/** The number of one unit: IMEI, MAC, engraved. */
export const serial = code(80);

export const units = z.int().check(z.gte(1), z.lte(1_000_000_000));

/** A day of the calendar. */
export const expiry = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/), z.refine(isDay));
