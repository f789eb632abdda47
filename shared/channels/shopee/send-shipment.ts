import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { askShopee, readShopee } from "./ask-shopee.ts";
import { lineIdOf } from "./lines.ts";
import { askForOrder } from "./read-order.ts";
import { isStatus, parcelStates, shippedStatuses } from "./statuses.ts";

/**
 * Announces one package. Its state is asked first, so that a shipment that was told before is `already` and a failure whose
 * outcome is unknown may be tried again.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const answer = await askForOrder(call, shipment.channelOrderId);
  if (!answer.ok) return answer;
  const order = readShopee(answer.value, (at) => readPackages(at.list("order_list")[0] ?? at));
  if (!order.ok) return order;
  const { isShipped, packages } = order.value;
  const parcel = packages.length === 1 ? packages[0] : packages.find((each) => holdsAll(each, shipment));
  if (isShipped || parcel?.isAnnounced === true) return ok({ kind: "already", reference: parcel?.number ?? null });
  if (parcel === undefined) {
    return refused("no_such_package", "no package of this order holds these lines: split the order at Shopee first");
  }
  const split = packages.length > 1 ? { package_number: parcel.number } : {};
  const way = await chooseWay(call, shipment, split);
  if (!way.ok) return way;
  const body = JSON.stringify({ order_sn: shipment.channelOrderId, ...split, ...way.value });
  const written = await askShopee(call, { method: "POST", path: "/api/v2/logistics/ship_order", body });
  return written.ok ? ok({ kind: "done", reference: parcel.number }) : written;
}

type Package = { readonly number: string; readonly isAnnounced: boolean; readonly lineIds: readonly string[] };

function readPackages(order: JsonReader): { readonly isShipped: boolean; readonly packages: readonly Package[] } {
  const status = order.text("order_status");
  return {
    isShipped: isStatus(status) && shippedStatuses.has(status),
    packages: order.listOrEmpty("package_list").map((at) => {
      const state = parcelStates.get(at.textOrNull("logistics_status") ?? "");
      return {
        number: at.id("package_number"),
        isAnnounced: state === "success" || at.textOrNull("logistics_status") === "LOGISTICS_REQUEST_CREATED",
        lineIds: at.listOrEmpty("item_list").map(lineIdOf),
      };
    }),
  };
}

function holdsAll({ lineIds }: Package, { lines }: ShipmentNews): boolean {
  return lines.every(({ lineId }) => lineIds.includes(lineId));
}

type Way = { readonly non_integrated: { readonly tracking_number: string } } | { readonly dropoff: object };

/**
 * The seller's own carrier takes our number. Shopee's carriers give numbers of their own; where they need no more than to be
 * told of a drop-off, that is told. A pickup needs an address and a time, which are for people to choose.
 */
async function chooseWay(
  call: ApiCall,
  shipment: ShipmentNews,
  split: Readonly<Record<string, string>>,
): Promise<Result<Way, ApiProblem>> {
  const answer = await askShopee(call, {
    method: "GET",
    path: "/api/v2/logistics/get_shipping_parameter",
    query: { order_sn: shipment.channelOrderId, ...split },
  });
  if (!answer.ok) return answer;
  const read = readShopee(answer.value, (at) => {
    const needs = at.child("info_needed");
    return {
      isOwn: needs?.has("non_integrated") === true,
      isDropOff: needs?.has("dropoff") === true && needs.texts("dropoff").length === 0,
    };
  });
  if (!read.ok) return read;
  if (read.value.isOwn) return ok({ non_integrated: { tracking_number: shipment.trackingNo } });
  if (read.value.isDropOff) return ok({ dropoff: {} });
  return refused("pickup_to_arrange", "Shopee's carrier wants an address or a time: arrange this shipment at Shopee");
}

function refused(code: string, detail: string): { readonly ok: false; readonly error: ApiProblem } {
  return fail({ kind: "refused", code, detail });
}
