import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { orderIdOf, shipmentIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { never } from "../../../shared/kernel/result.ts";
import { aConnectionId, aMerchantId } from "../../support/builders.ts";
import type { HubFunctions } from "./hub.ts";
import type { OfficeJob } from "./whole-inputs.ts";

/** What the hub has told people that it did. */
export type Promises = {
  /** Parcels it said it recorded. */
  readonly shipped: { readonly channelOrderId: string; readonly shipmentId: string }[];
  breaks(invariant: string, says: string): void;
};

/** A packer who is told that nothing is promised yet asks again so many times. */
const patience = 6;

/** What a person asks the hub for, for the `attempt`th time. False: it is asked again. A refusal is an answer. */
export async function doOfficeJob(
  functions: HubFunctions,
  job: OfficeJob,
  { now, attempt, promises }: { readonly now: Date; readonly attempt: number; readonly promises: Promises },
): Promise<boolean> {
  switch (job.kind) {
    case "count": {
      const place = { sku: sku(job.sku), warehouse: warehouseCode(job.warehouse), merchantId: aMerchantId };
      const { onHand, safetyStock, key } = job;
      const count = { ...place, onHand, safetyStock, lowStockThreshold: 2, countKey: key };
      const counted = await setOnHand(functions.table, count, now.toISOString());
      if (counted.ok && counted.value.kind !== "repeated" && counted.value.after.onHand !== onHand)
        promises.breaks("I22", `count ${key} of ${onHand} left ${counted.value.after.onHand} on hand`);
      return counted.ok;
    }
    case "ship": {
      const shipped = await functions.shipOrder({
        merchantId: aMerchantId,
        orderId: orderIdOf(aConnectionId, job.channelOrderId),
        key: job.key,
        warehouse: warehouseCode(job.warehouse),
        carrier: { code: "SF", name: "SF Express" },
        trackingNo: `T${job.key}`,
        shippedAt: null,
        lines: null,
        shippedBy: "packer",
      });
      if (shipped.ok) {
        const { shipmentId } = shipped.value;
        promises.shipped.push({ channelOrderId: job.channelOrderId, shipmentId });
      }
      if (shipped.ok || shipped.error.kind === "contended") return shipped.ok;
      return attempt > patience || !["unknown_order", "nothing_allocated"].includes(shipped.error.kind);
    }
    case "unship": {
      const orderId = orderIdOf(aConnectionId, job.channelOrderId);
      const shipmentId = shipmentIdOf(orderId, job.key);
      const taken = await functions.unshipOrder({ merchantId: aMerchantId, orderId, shipmentId, reason: null });
      return taken.ok || taken.error.kind !== "contended";
    }
    case "night":
      return (await functions.closeDay(aMerchantId)).kind === "closed";
    default:
      return never(job);
  }
}
