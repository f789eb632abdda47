import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAnswer } from "../rest-answer.ts";
import { notMapped, setEach } from "../set-levels.ts";
import { askTikTok, orderIn } from "./ask-tiktok.ts";
import { askForOrder } from "./read-order.ts";
import { cancelledUnits } from "./statuses.ts";
import { readGroups } from "./units.ts";

/**
 * `orders/{id}/packages` for orders that the seller ships. It takes the ids of pieces, and cannot be repeated: so the order is
 * read first, which tells which pieces are still here, and whether the parcel is known already.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const answer = await askForOrder(call, shipment.channelOrderId);
  if (!answer.ok) return answer;
  const order = orderIn(answer.value);
  if (!order.ok) return order;
  if (order.value === null) return fail({ kind: "not_found", detail: "the shop has no such order" });
  const plan = planOf(order.value, shipment);
  if (plan.kind === "already") return ok({ kind: "already", reference: plan.packageId });
  if (plan.kind === "refused") return fail(plan);

  const sent = await askTikTok(call, {
    method: "POST",
    path: `/fulfillment/202309/orders/${encodeURIComponent(shipment.channelOrderId)}/packages`,
    body: {
      tracking_number: shipment.trackingNo,
      shipping_provider_id: shipment.carrier.code,
      order_line_item_ids: plan.unitIds,
    },
  });
  if (!sent.ok) return sent;
  const packageId = readAnswer(sent.value.json, (at) => at.child("data")?.textOrNull("package_id") ?? null);
  return ok({ kind: "done", reference: packageId.ok ? packageId.value : null });
}

type Plan =
  | { readonly kind: "ship"; readonly unitIds: readonly string[] }
  | { readonly kind: "already"; readonly packageId: string | null }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };

function planOf(order: JsonReader, { lines, trackingNo }: ShipmentNews): Plan {
  const groups = readGroups(order, order.child("payment")?.textOrNull("currency") ?? "");
  const units = groups.flatMap((group) => group.units);
  const known = units.find(({ at }) => at.textOrNull("tracking_number") === trackingNo);
  if (known !== undefined) return { kind: "already", packageId: known.at.textOrNull("package_id") };
  if (order.textOrNull("shipping_type") === "TIKTOK") {
    return { kind: "refused", code: "shipped_by_platform", detail: "TikTok's own carrier takes this order" };
  }
  const unitIds: string[] = [];
  for (const { lineId, quantity } of lines) {
    const here = (groups.find((group) => group.lineId === lineId)?.units ?? [])
      .filter(({ at, status }) => at.textOrNull("tracking_number") === null && !cancelledUnits.has(status))
      .map(({ id }) => id)
      .sort();
    if (here.length < quantity) {
      const detail = `${quantity} pieces of line ${lineId} were sent, ${here.length} wait there`;
      return { kind: "refused", code: "not_waiting", detail };
    }
    unitIds.push(...here.slice(0, quantity));
  }
  return { kind: "ship", unitIds };
}

/** `inventory/update` to the quantity itself, one sku a call. A no to the sku comes inside an answer that is good. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setEach(levels, async ([level]) => (level === undefined ? ok(null) : await setLevel(call, level)));
}

async function setLevel(call: ApiCall, { listing, quantity }: StockLevel): Promise<Result<null, ApiProblem>> {
  const { productId = "", skuId = "", warehouseId = "" } = listing;
  if (productId === "") return notMapped("productId");
  if (skuId === "") return notMapped("skuId");
  const place = warehouseId === "" ? {} : { warehouse_id: warehouseId };
  const answer = await askTikTok(call, {
    method: "POST",
    path: `/product/202309/products/${encodeURIComponent(productId)}/inventory/update`,
    body: { skus: [{ id: skuId, inventory: [{ ...place, quantity }] }] },
    isRepeatable: true,
  });
  if (!answer.ok) return answer;
  const no = readAnswer(answer.value.json, (at) => {
    const [first] = at.child("data")?.entries("errors") ?? [];
    return first === undefined ? null : { code: first.text("code"), detail: first.textOrNull("message") ?? "" };
  });
  if (!no.ok) return no;
  return no.value === null ? ok(null) : fail({ kind: "refused", ...no.value });
}
