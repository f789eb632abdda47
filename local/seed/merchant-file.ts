import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { importPolicies } from "../../shared/imports/import-policy.ts";
import { connectionId, merchantId, warehouseCode } from "../../shared/kernel/ids.ts";
import { isZone } from "../../shared/kernel/time.ts";
import { routingRulesSchema } from "../../shared/routing/rules.ts";

const nameSchema = z.string().min(1);
const zoneSchema = z.string().refine(isZone, "a time zone is named as in the IANA database, e.g. Asia/Shanghai");

const merchantSchema = z.strictObject({
  id: nameSchema.transform(merchantId),
  name: nameSchema,
  zone: zoneSchema,
  currency: z.string().length(3),
  cutoffMinutes: z.number().int().min(0).max(1439),
  locale: nameSchema,
  warehouses: z.array(
    z.strictObject({
      code: nameSchema.transform(warehouseCode),
      name: nameSchema,
      country: z.string().length(2),
      region: z.string(),
      regionName: z.string(),
      serves: z.array(z.string()),
      priority: z.number().int().min(1),
      isActive: z.boolean(),
    }),
  ),
  rules: z.unknown().transform((rules) => routingRulesSchema.parse(rules)),
  connections: z.array(
    z.strictObject({
      id: nameSchema.transform(connectionId),
      channel: nameSchema,
      title: nameSchema,
      zone: zoneSchema,
      /** Signing secrets the marketplace gave. Without them one is made up: for demos, and channels that let us choose. */
      secrets: z.array(z.string().min(8)).min(1).optional(),
      /** What the hub signs in with at the channel's own API, by the names in the channel's README. */
      credentials: z.record(z.string(), z.string()).optional(),
    }),
  ),
  /** Orders that have waited so long for goods are cancelled; never unless given. */
  cancelBackordersAfterDays: z.number().int().min(1).optional(),
  /** How often channels are asked what is new; 5 when a shop of this file has credentials, else never. */
  pollMinutes: z.number().int().min(1).max(1440).optional(),
  /** What becomes of an uploaded file with bad rows, where the upload does not say; unless given its good rows are applied. */
  importPolicy: z.enum(importPolicies).optional(),
});

/** What `setupMerchants` takes: merchants with their warehouses, routing rules and shops. */
export const merchantFileSchema = z.strictObject({ merchants: z.array(merchantSchema) });

export type MerchantFile = z.infer<typeof merchantFileSchema>;
export type MerchantEntry = MerchantFile["merchants"][number];

/** Throws a sentence that names the file, and each place in it that is wrong. */
export function readMerchantFile(path: string): MerchantFile {
  try {
    return merchantFileSchema.parse(jsonOf(path));
  } catch (cause) {
    if (!(cause instanceof z.core.$ZodError)) throw cause;
    throw new Error(`${path} does not have the form of local/seed/demo.json:\n${z.prettifyError(cause)}`, { cause });
  }
}

function jsonOf(path: string): unknown {
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
