import { readFileSync } from "node:fs";
import * as z from "zod";
import { connectionId, merchantId, warehouseCode } from "../../shared/kernel/ids.ts";
import { routingRulesSchema } from "../../shared/routing/rules.ts";

const nameSchema = z.string().min(1);

const merchantSchema = z.strictObject({
  id: nameSchema.transform(merchantId),
  name: nameSchema,
  zone: nameSchema,
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
      zone: nameSchema,
      /** Signing secrets the marketplace gave. Without them one is made up: for demos, and channels that let us choose. */
      secrets: z.array(z.string().min(8)).min(1).optional(),
    }),
  ),
});

/** What `setupMerchants` takes: merchants with their warehouses, routing rules and shops. */
export const merchantFileSchema = z.strictObject({ merchants: z.array(merchantSchema) });

export type MerchantFile = z.infer<typeof merchantFileSchema>;
export type MerchantEntry = MerchantFile["merchants"][number];

/** Throws with the place of the first mistake. */
export function readMerchantFile(path: string): MerchantFile {
  return merchantFileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
