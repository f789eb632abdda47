import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { merchantKey } from "../table/keys.ts";
import type { Item, Table } from "../table/port.ts";

/** What a merchant has decided once for all shops: the books' zone and currency, and when a business day ends. */
export type MerchantSettings = {
  readonly merchantId: MerchantId;
  readonly name: string;
  /** IANA zone of the business day, e.g. `Asia/Shanghai`. */
  readonly zone: string;
  /** ISO 4217 code of the reports. */
  readonly currency: string;
  /** Minutes after local midnight at which a business day begins; 0 for most merchants. */
  readonly cutoffMinutes: number;
  /** The last sealed business day, `YYYY-MM-DD`; null before the first. */
  readonly closedThrough: string | null;
  /** BCP 47 tag for files made for people, e.g. `zh-CN`. */
  readonly locale: string;
  /** Orders that have waited so long for goods are cancelled; absent: never. */
  readonly cancelBackordersAfterDays?: number | undefined;
  /** What becomes of an uploaded file with bad rows, where the upload does not say; absent: its good rows are applied. */
  readonly importPolicy?: (typeof importPolicies)[number] | undefined;
};

const importPolicies = ["skip-bad-rows", "reject-all", "dry-run"] as const;

const merchantSchema = z.object({
  merchantId: z.string(),
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  cutoffMinutes: z.number(),
  closedThrough: z.nullable(z.string()),
  locale: z.string(),
  cancelBackordersAfterDays: z.optional(z.number().check(z.positive())),
  importPolicy: z.optional(z.enum(importPolicies)),
});

/** Strongly consistent; null for a merchant that does not exist. */
export async function readMerchantSettings(table: Table, merchant: MerchantId): Promise<MerchantSettings | null> {
  const item = await table.get(merchantKey(merchant));
  return item === null ? null : fromMerchantItem(item);
}

export function toMerchantItem(settings: MerchantSettings): Item {
  return { ...merchantKey(settings.merchantId), schemaVersion: 1, ...settings };
}

/** Throws on an item that is not a merchant: only our own code writes it. */
export function fromMerchantItem(item: Item): MerchantSettings {
  const { merchantId, cancelBackordersAfterDays: days, importPolicy: policy, ...rest } = merchantSchema.parse(item);
  const after = days === undefined ? {} : { cancelBackordersAfterDays: days };
  const imports = policy === undefined ? {} : { importPolicy: policy };
  return { ...rest, ...after, ...imports, merchantId: merchantId as MerchantId };
}
