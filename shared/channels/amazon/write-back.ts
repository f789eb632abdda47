import { createHash } from "node:crypto";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { needCredentials, readAnswer, withQuery } from "../rest-answer.ts";
import { setEach } from "../set-levels.ts";
import { askSpApi, firstMarketplace } from "./sp-api.ts";

/**
 * confirmShipment (still v0). The package number is made from the hub's shipment id: Amazon changes the package that has the
 * number already, so telling it twice does no harm.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const marketplaceId = firstMarketplace(call);
  if (!marketplaceId.ok) return marketplaceId;
  const packageReferenceId = packageNumberOf(shipment.shipmentId);
  const answer = await askSpApi(call, {
    method: "POST",
    path: `/orders/v0/orders/${encodeURIComponent(shipment.channelOrderId)}/shipmentConfirmation`,
    body: {
      marketplaceId: marketplaceId.value,
      packageDetail: {
        packageReferenceId,
        ...carrierOf(shipment.carrier),
        trackingNumber: shipment.trackingNo,
        shipDate: shipment.shippedAt,
        orderItems: shipment.lines.map(({ lineId, quantity }) => ({ orderItemId: lineId, quantity })),
      },
    },
    isRepeatable: true,
  });
  return answer.ok ? ok({ kind: "done", reference: packageReferenceId }) : answer;
}

/** One sku a call: Amazon sets the quantity that the seller's own stock has, whatever it was. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setEach(levels, async ([level]) => (level === undefined ? ok(null) : await setLevel(call, level)));
}

async function setLevel(call: ApiCall, { sku, listing, quantity }: StockLevel): Promise<Result<null, ApiProblem>> {
  const given = needCredentials(call, ["sellerId"]);
  if (!given.ok) return given;
  const marketplaceId = firstMarketplace(call);
  if (!marketplaceId.ok) return marketplaceId;
  const sellerSku = encodeURIComponent(listing["sellerSku"] ?? sku);
  const path = `/listings/2021-08-01/items/${encodeURIComponent(given.value.sellerId)}/${sellerSku}`;
  const answer = await askSpApi(call, {
    method: "PATCH",
    path: withQuery(path, { marketplaceIds: marketplaceId.value }),
    body: {
      productType: listing["productType"] ?? "PRODUCT",
      patches: [
        {
          op: "replace",
          path: "/attributes/fulfillment_availability",
          value: [{ fulfillment_channel_code: "DEFAULT", quantity }],
        },
      ],
    },
    isRepeatable: true,
  });
  if (!answer.ok) return answer;
  const said = readAnswer(answer.value.json, (at) => ({ status: at.text("status"), issue: at.entries("issues")[0] }));
  if (!said.ok) return said;
  const { status, issue } = said.value;
  if (status !== "INVALID") return ok(null);
  return fail({
    kind: "refused",
    code: issue?.textOrNull("code") ?? status,
    detail: issue?.textOrNull("message") ?? "",
  });
}

/** A positive number below 2^31, the same for the same shipment. */
function packageNumberOf(shipmentId: string): string {
  const number = createHash("sha256").update(shipmentId).digest().readUInt32BE(0) % 0x7fff_ffff;
  return String(number + 1);
}

/** Carriers that Amazon knows by a code; another is "Others" with its name. */
function carrierOf({ code, name }: ShipmentNews["carrier"]): Readonly<Record<string, string>> {
  const known = carriers.get(code.toLowerCase());
  return known === undefined ? { carrierCode: "Others", carrierName: name } : { carrierCode: known };
}

const carriers: ReadonlyMap<string, string> = new Map([
  ["ups", "UPS"],
  ["usps", "USPS"],
  ["fedex", "FedEx"],
  ["dhl", "DHL"],
  ["dpd", "DPD"],
  ["royal-mail", "Royal Mail"],
  ["yamato", "YAMATO"],
  ["sagawa", "SAGAWA"],
]);
