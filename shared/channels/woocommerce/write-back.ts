import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAnswer } from "../rest-answer.ts";
import { askSite, numberPath } from "./site-api.ts";

/** As many as one call takes. */
export const stockBatch = 100;

/**
 * WooCommerce itself keeps no parcels: the tracking number becomes meta data of the order under a key of its own, and the last
 * parcel completes the order. Both are absolute, so that telling them twice changes nothing.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const path = numberPath("/orders", shipment.channelOrderId);
  if (!path.ok) return path;
  const key = `_orderhub_shipment_${shipment.shipmentId}`;
  const value = `${shipment.carrier.name} ${shipment.trackingNo}`;
  const before = await askSite(call, { method: "GET", path: path.value });
  if (!before.ok) return before;
  const isKnown = readAnswer(before.value.json, (at) => isTold(at, key, value, shipment.isLast));
  if (!isKnown.ok) return isKnown;
  if (isKnown.value) return ok({ kind: "already", reference: null });
  const answer = await askSite(call, {
    method: "PUT",
    path: path.value,
    body: { meta_data: [{ key, value }], ...(shipment.isLast ? { status: "completed" } : {}) },
    isRepeatable: true,
  });
  return answer.ok ? ok({ kind: "done", reference: null }) : answer;
}

function isTold(order: JsonReader, key: string, value: string, isLast: boolean): boolean {
  const meta = order.entries("meta_data").find((each) => each.textOrNull("key") === key);
  const isCompleted = order.textOrNull("status") === "completed";
  return meta?.textOrNull("value") === value && (isCompleted || !isLast);
}

/** One call for all simple products, and one for the variations of each product. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers = new Map<StockLevel, StockAnswer>();
  for (const [folder, group] of Map.groupBy(levels, folderOf)) {
    if (folder === null) {
      const detail = "the listing names no productId";
      for (const level of group) answers.set(level, { kind: "refused", code: "not_mapped", detail });
    } else {
      const told = await setGroup(call, folder, group);
      if (!told.ok) return told;
      group.forEach((level, index) => {
        answers.set(level, told.value[index] ?? unanswered);
      });
    }
  }
  return ok(levels.map((level) => answers.get(level) ?? unanswered));
}

const unanswered: StockAnswer = {
  kind: "refused",
  code: "no_answer",
  detail: "the batch says nothing of this product",
};

async function setGroup(
  call: ApiCall,
  folder: string,
  group: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const update = group.map((level) => ({
    id: Number(level.listing["variationId"] ?? level.listing["productId"]),
    manage_stock: true,
    stock_quantity: level.quantity,
  }));
  const answer = await askSite(call, { method: "POST", path: `${folder}/batch`, body: { update }, isRepeatable: true });
  if (!answer.ok && answer.error.kind === "not_found") {
    const { detail } = answer.error;
    return ok(group.map(() => ({ kind: "refused", code: "not_found", detail })));
  }
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => at.listOrEmpty("update").map(answerOf));
}

/** Each row is the product, or why it was not set. */
function answerOf(row: JsonReader): StockAnswer {
  const error = row.child("error");
  if (error === null) return { kind: "set" };
  return { kind: "refused", code: error.textOrNull("code") ?? "refused", detail: error.textOrNull("message") ?? "" };
}

/** null when the merchant has not mapped it. */
function folderOf({ listing }: StockLevel): string | null {
  const ids = [listing["productId"], ...(listing["variationId"] === undefined ? [] : [listing["variationId"]])];
  if (!ids.every((id) => id !== undefined && /^\d+$/.test(id))) return null;
  return listing["variationId"] === undefined ? "/products" : `/products/${listing["productId"]}/variations`;
}
