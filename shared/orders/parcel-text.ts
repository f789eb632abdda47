import type { Order } from "./order.ts";
import type { OwnParcel } from "./own-parcels.ts";

const SHOWN = 5;

/** One parcel for the timeline: `SF SF123 from SHA: 2 × TEA-250`. */
export function parcelText(order: Order, { hub, trackingNo, lines }: OwnParcel): string {
  const skus = new Map(order.lines?.facts.map(({ lineId, sku }) => [lineId, sku]));
  const goods = lines.slice(0, SHOWN).map(({ lineId, quantity }) => `${quantity} × ${skus.get(lineId) ?? lineId}`);
  const more = lines.length > SHOWN ? ` and ${lines.length - SHOWN} lines more` : "";
  return `${hub.carrierCode} ${trackingNo ?? ""} from ${hub.warehouse}: ${goods.join(", ")}${more}`;
}
