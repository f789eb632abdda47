import * as z from "zod/mini";
import { type MerchantId, merchantId, type OrderId, type WarehouseCode, warehouseCode } from "../kernel/ids.ts";

/** A warehouse has been closed: what it was to send is planned anew. */
export type RerouteMessage =
  /** Look through the open orders, from `after` on in one of their lists; null: from the beginning of all. */
  | {
      readonly kind: "sweep";
      readonly merchantId: MerchantId;
      readonly warehouse: WarehouseCode;
      readonly after: { readonly list: number; readonly key: SweepKey | null } | null;
    }
  /** One order that was found there. */
  | {
      readonly kind: "order";
      readonly merchantId: MerchantId;
      readonly warehouse: WarehouseCode;
      readonly orderId: OrderId;
    };

/** Where a list is read on, as the table gave it. */
export type SweepKey = Readonly<Record<string, string>>;

const common = { merchantId: z.string(), warehouse: z.string() };

export const rerouteMessage = z.pipe(
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("sweep"),
      ...common,
      after: z.nullable(z.object({ list: z.number(), key: z.nullable(z.record(z.string(), z.string())) })),
    }),
    z.object({ kind: z.literal("order"), ...common, orderId: z.string() }),
  ]),
  z.transform((message): RerouteMessage => {
    const place = { merchantId: merchantId(message.merchantId), warehouse: warehouseCode(message.warehouse) };
    return message.kind === "order"
      ? { kind: "order", ...place, orderId: message.orderId as OrderId }
      : { kind: "sweep", ...place, after: message.after };
  }),
);

/** Routing may know the warehouse as open for a minute more: what it sends there meanwhile is found by a second look. */
const SECOND_LOOK_SECONDS = 120;

/** What is to be sent when a warehouse has been closed. */
export function sweepsOf(
  merchant: MerchantId,
  warehouse: WarehouseCode,
): readonly { readonly body: string; readonly delaySeconds?: number }[] {
  const sweep: RerouteMessage = { kind: "sweep", merchantId: merchant, warehouse, after: null };
  const body = JSON.stringify(sweep);
  return [{ body }, { body, delaySeconds: SECOND_LOOK_SECONDS }];
}
