import { deliveryKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import type { DeliverySource } from "./apply-delivery.ts";
import { recordWrite } from "./delivery-record.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

export type NoteFailed = (delivery: QueuedDelivery, source: DeliverySource, why: string) => Promise<void>;

/**
 * Makes the failure of a delivery visible to its sender when the queue gives it up: it waits among the dead letters, and
 * when it is replayed and works, its fate replaces this one. A fate that is known stays. Where not even this can be
 * written, the dead letter and its alarm are all there is.
 */
export function makeNoteFailed(deps: { readonly table: Table; readonly now: () => Date }): NoteFailed {
  return async (delivery, source, why) => {
    const { body: _body, headers: _headers, ...named } = delivery;
    const { rawKey, rawLine, messageId, attempt: attempts } = source;
    const write = recordWrite(null, {
      ...named,
      ...{ rawKey, rawLine, messageId, attempts },
      channelOrderNo: null,
      orderId: null,
      outcome: "failed",
      reason: `the hub could not apply it (${why}); it is kept and will be tried again`,
      appliedAt: deps.now().toISOString(),
      duplicates: 0,
      lastDuplicateAt: null,
      countedMessages: [],
    });
    const known = await deps.table.get(deliveryKey(delivery.merchantId, delivery.deliveryId));
    if (known === null) await deps.table.put(write.item, write.condition);
  };
}
