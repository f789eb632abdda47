import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { orderIdOf, shipmentIdOf, sku, warehouseCode } from "../../../shared/kernel/ids.ts";
import { never } from "../../../shared/kernel/result.ts";
import { aConnectionId, aMerchantId } from "../../support/builders.ts";
import type { HubFunctions } from "./hub.ts";
import type { OfficeJob } from "./whole-inputs.ts";

/** What a person asks the hub for. False: it was too busy, and is asked again. A refusal is an answer. */
export async function doOfficeJob(functions: HubFunctions, job: OfficeJob, now: Date): Promise<boolean> {
  switch (job.kind) {
    case "count": {
      const place = { sku: sku(job.sku), warehouse: warehouseCode(job.warehouse), merchantId: aMerchantId };
      const { onHand, safetyStock, key } = job;
      const count = { ...place, onHand, safetyStock, lowStockThreshold: 2, countKey: key };
      return (await setOnHand(functions.table, count, now.toISOString())).ok;
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
      return shipped.ok || shipped.error.kind !== "contended";
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
