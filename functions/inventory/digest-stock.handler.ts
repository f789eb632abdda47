import * as z from "zod/mini";
import { makeDigestStock } from "../../shared/inventory/digest/digest-stock.ts";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park, skipped } from "../../shared/kernel/outcome.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { s3ObjectFiles } from "../../shared/platform/object-files.s3.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { readMerchantSettings } from "../../shared/settings/merchant-settings.ts";

/** Every morning by the merchant's schedule. */
export const handler = queueHandler({
  name: "digest-stock",
  input: z.object({ merchantId: z.string() }),
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return { table, digest: makeDigestStock({ table, files: s3ObjectFiles(settings.EXPORTS_BUCKET), now: clock }) };
  },
  handle: async (event, { table, digest }) => {
    const merchant = await readMerchantSettings(table, merchantId(event.merchantId));
    if (merchant === null) return park(`there is no merchant "${event.merchantId}"`);
    const told = await digest(merchant);
    return told === null ? skipped("nothing is low") : done;
  },
});
