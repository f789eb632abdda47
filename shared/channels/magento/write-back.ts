import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { readAnswer, withQuery } from "../rest-answer.ts";
import { setTogether } from "../set-levels.ts";
import { askMagento, orderNumber, searchQuery } from "./rest-api.ts";

/** Looks before it writes: a shipment with this tracking number may be there from a try whose answer was lost. */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const id = orderNumber(shipment.channelOrderId);
  if (!id.ok) return id;
  const known = await findShipment(call, id.value, shipment.trackingNo);
  if (!known.ok) return known;
  if (known.value !== null) return ok({ kind: "already", reference: known.value });
  const answer = await askMagento(call, {
    method: "POST",
    path: `/V1/order/${id.value}/ship`,
    body: {
      items: shipment.lines.map(({ lineId, quantity }) => ({ order_item_id: Number(lineId), qty: quantity })),
      notify: false,
      tracks: [
        {
          track_number: shipment.trackingNo,
          title: shipment.carrier.name,
          carrier_code: carriers.has(shipment.carrier.code) ? shipment.carrier.code : "custom",
        },
      ],
    },
  });
  if (!answer.ok) return answer;
  const { json } = answer.value;
  const reference = typeof json === "number" || typeof json === "string" ? String(json) : null;
  return ok({ kind: "done", reference });
}

/** The carriers that Magento itself can follow. */
const carriers: ReadonlySet<string> = new Set(["ups", "usps", "fedex", "dhl"]);

async function findShipment(
  call: ApiCall,
  orderId: string,
  trackingNo: string,
): Promise<Result<string | null, ApiProblem>> {
  const ofOrder = searchQuery([{ field: "order_id", value: orderId, is: "eq" }], 100);
  const answer = await askMagento(call, { method: "GET", path: withQuery("/V1/shipments", ofOrder) });
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => {
    const found = at
      .listOrEmpty("items")
      .find((each) => each.entries("tracks").some((track) => track.textOrNull("track_number") === trackingNo));
    return found === undefined ? null : found.id("entity_id");
  });
}

/** Source items: what one source has of a sku. Goods that are not there are marked "out of stock". */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setTogether(levels, async (some) => {
    const answer = await askMagento(call, {
      method: "POST",
      path: "/V1/inventory/source-items",
      body: {
        sourceItems: some.map(({ sku, listing, quantity }) => ({
          sku: listing["sku"] ?? sku,
          source_code: listing["sourceCode"] ?? "default",
          quantity,
          status: quantity > 0 ? 1 : 0,
        })),
      },
      isRepeatable: true,
    });
    return answer.ok ? ok(null) : answer;
  });
}
