import type { MerchantId } from "../kernel/ids.ts";
import { settingsPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

/** Remembers which import applied this content first, so that the same file uploaded again changes nothing. */
export const importContentKey = (merchant: MerchantId, kind: string, content: string): Key => ({
  pk: `${settingsPk(merchant)}#IMPHASH#${kind}#${content}`,
  sk: sortKeys.import,
});

/** What a merchant said once of a set of headings; apart from the settings, which other functions read whole. */
export const mappingKey = (merchant: MerchantId, kind: string, headerSet: string): Key => ({
  pk: mappingsPk(merchant),
  sk: `${sortKeys.mapping}${kind}#${headerSet}`,
});
export const mappingsPk = (merchant: MerchantId): string => `${settingsPk(merchant)}#MAPPINGS`;
