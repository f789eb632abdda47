import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { jointRulesKey } from "../table/keys.ts";
import type { Item, Table } from "../table/port.ts";

const tags = z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(50));

export const jointRulesSchema = z.strictObject({
  /** False: no orders share a parcel. */
  isOn: z.boolean(),
  /** Orders of different shops that are the merchant's own share one; those of marketplaces never leave their shop. */
  acrossShops: z.boolean(),
  /** Goods that are paid at the door share one with goods that are paid. */
  mixesPayment: z.boolean(),
  /** Orders with one of these tags, of the shop or of a rule, share one only with orders that have the same of them. */
  apartTags: tags,
});

/** Which orders of one recipient a merchant lets leave as one parcel. */
export type JointRules = z.infer<typeof jointRulesSchema>;

/** In force until the merchant says otherwise. */
export const usualJointRules: JointRules = {
  isOn: true,
  acrossShops: true,
  mixesPayment: false,
  apartTags: ["presale", "预售"],
};

export async function readJointRules(table: Table, merchant: MerchantId): Promise<JointRules> {
  const item = await table.get(jointRulesKey(merchant));
  if (item === null) return usualJointRules;
  const { pk: _, sk: __, schemaVersion: ___, ...rules } = item;
  return jointRulesSchema.parse(rules);
}

export function toJointRulesItem(merchant: MerchantId, rules: JointRules): Item {
  return { ...jointRulesKey(merchant), schemaVersion: 1, ...rules };
}
