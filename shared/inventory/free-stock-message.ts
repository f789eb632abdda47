import * as z from "zod/mini";
import { type MerchantId, merchantId, type Sku, sku } from "../kernel/ids.ts";

/** Says that more of a sku can be promised than before. `after` goes on where an earlier walk of its queue had to stop. */
export type FreeStockMessage = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly after: string | null;
};

export const freeStockMessage = z.pipe(
  z.object({ merchantId: z.string(), sku: z.string(), after: z.nullable(z.string()) }),
  z.transform(
    (message): FreeStockMessage => ({
      merchantId: merchantId(message.merchantId),
      sku: sku(message.sku),
      after: message.after,
    }),
  ),
);
