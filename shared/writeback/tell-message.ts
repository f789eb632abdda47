import * as z from "zod/mini";
import type { MerchantId, OrderId, ShipmentId } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";

/** Asks for a channel to be told of one parcel, or that it was taken back. */
export type TellMessage = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
  /** A person wants it tried again although the channel said no. */
  readonly isAsked: boolean;
};

/** What the bus puts into the queue for `order.shipped.v1` and `order.unshipped.v1`, and what the hub puts there itself. */
export const tellMessageSchema = z.pipe(
  z.union([
    z.object({
      detail: z.object({ merchantId: z.string(), subject: z.string(), detail: z.object({ shipmentId: z.string() }) }),
    }),
    z.object({ merchantId: z.string(), orderId: z.string(), shipmentId: z.string(), isAsked: z.boolean() }),
  ]),
  z.transform((message): TellMessage => {
    if (!("detail" in message)) return message as TellMessage;
    const { merchantId, subject, detail } = message.detail;
    return {
      merchantId: merchantId as MerchantId,
      orderId: subject as OrderId,
      shipmentId: detail.shipmentId as ShipmentId,
      isAsked: false,
    };
  }),
);

/** A quiet merchant's parcels are not kept waiting by a busy one's. */
export function toTellMessage(message: TellMessage, delaySeconds = 0): QueueMessage {
  const delay = Math.min(900, Math.max(0, Math.ceil(delaySeconds)));
  return { body: JSON.stringify(message), delaySeconds: delay, groupId: message.merchantId };
}
