import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askLazada } from "./ask-lazada.ts";
import { hasLeft, isPacked } from "./statuses.ts";
import { groupUnits, readUnit, type Unit } from "./units.ts";

/**
 * Says of as many pieces of each line as the parcel holds that they are ready to ship, with carrier and number. The pieces
 * are asked for first, so that a parcel that was told before is `already` and any failure may be tried again.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const params = { order_id: shipment.channelOrderId };
  const answer = await askLazada(call, { method: "GET", path: "/order/items/get", params });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) =>
    groupUnits(at.list("data").map((row) => readUnit(row, row.currency("currency")))),
  );
  if (!read.ok) return read;
  const unitIds: string[] = [];
  for (const line of shipment.lines) {
    const units = read.value.find(({ lineId }) => lineId === line.lineId)?.units ?? [];
    const told = units.filter((unit) => isToldOf(unit, shipment.trackingNo)).length;
    const open = units.filter(isOpen).slice(0, Math.max(0, line.quantity - told));
    if (told + open.length < line.quantity) return notEnough(line.lineId);
    unitIds.push(...open.map(({ unitId }) => unitId));
  }
  if (unitIds.length === 0) return ok({ kind: "already", reference: null });
  const written = await askLazada(call, {
    method: "POST",
    path: "/order/rts",
    params: {
      delivery_type: "dropship",
      order_item_ids: `[${unitIds.join(",")}]`,
      shipment_provider: shipment.carrier.name,
      tracking_number: shipment.trackingNo,
    },
  });
  return written.ok ? ok({ kind: "done", reference: null }) : written;
}

function isToldOf({ at, status }: Unit, trackingNo: string): boolean {
  const isReady = status === "ready_to_ship" || hasLeft.has(status);
  return isReady && at.textOrNull("tracking_code") === trackingNo;
}

function isOpen({ status }: Unit): boolean {
  return status === "pending" || (isPacked.has(status) && status !== "ready_to_ship");
}

function notEnough(lineId: string): { readonly ok: false; readonly error: ApiProblem } {
  const detail = `line ${lineId} has fewer pieces left to ship than this parcel holds`;
  return fail({ kind: "refused", code: "not_enough_pieces", detail });
}
