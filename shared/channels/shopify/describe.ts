import type { DeliveryDescription, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf } from "../hmac-signature.ts";
import { headerNamesFor } from "./headers.ts";

/** Shopify never pings. A retry keeps its delivery id and its bytes. */
export function describe({ headers, body }: WebhookRequest): DeliveryDescription {
  const names = headerNamesFor(headers);
  const channelDeliveryId = headers[names.deliveryId] ?? null;
  return {
    kind: "delivery",
    topic: headers[names.topic] ?? "",
    channelDeliveryId,
    dedupeKey: dedupeKeyOf(channelDeliveryId, body),
  };
}
