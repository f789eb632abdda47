import type { MerchantId } from "../kernel/ids.ts";
import { settingsPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

/** A buyer by an id that is made of a hash: no key of the table says who somebody is. */
export const customerKey = (merchant: MerchantId, customer: string): Key => ({
  pk: `${settingsPk(merchant)}#CUS#${customer}`,
  sk: sortKeys.customer,
});
