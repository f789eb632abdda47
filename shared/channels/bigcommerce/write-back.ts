import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { notMapped, setTogether } from "../set-levels.ts";
import { askStore, orderPath } from "./store-api.ts";

/** Looks before it writes: a shipment with this tracking number may be there from a try whose answer was lost. */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const path = orderPath(shipment.channelOrderId, "");
  if (!path.ok) return path;
  const known = await findShipment(call, path.value, shipment.trackingNo);
  if (!known.ok) return known;
  if (known.value !== null) return ok({ kind: "already", reference: known.value });
  const addressId = await addressOfLines(call, path.value, shipment);
  if (!addressId.ok) return addressId;
  const answer = await askStore(call, {
    method: "POST",
    path: `${path.value}/shipments`,
    body: {
      order_address_id: Number(addressId.value),
      tracking_number: shipment.trackingNo,
      shipping_provider: "",
      ...carrierOf(shipment.carrier),
      items: shipment.lines.map(({ lineId, quantity }) => ({ order_product_id: Number(lineId), quantity })),
    },
  });
  if (!answer.ok) return answer;
  const reference = readAnswer(answer.value.json, (at) => at.id("id"));
  return reference.ok ? ok({ kind: "done", reference: reference.value }) : reference;
}

/** The store makes a tracking link for the carriers it knows; of another it keeps the name. */
function carrierOf({ code, name }: ShipmentNews["carrier"]): Readonly<Record<string, string>> {
  const word = code.toLowerCase();
  return carriers.has(word) ? { tracking_carrier: word } : { comments: name };
}

const carriers: ReadonlySet<string> = new Set(["usps", "ups", "fedex", "dhl", "royalmail", "canadapost", "auspost"]);

async function findShipment(
  call: ApiCall,
  path: string,
  trackingNo: string,
): Promise<Result<string | null, ApiProblem>> {
  const answer = await askStore(call, { method: "GET", path: `${path}/shipments?limit=250` });
  if (!answer.ok) return answer;
  return readAnswer({ rows: answer.value.json ?? [] }, (at) => {
    const found = at.list("rows").find((row) => row.textOrNull("tracking_number") === trackingNo);
    return found === undefined ? null : found.id("id");
  });
}

/** A shipment goes to one address of the order, which its lines name. */
async function addressOfLines(
  call: ApiCall,
  path: string,
  { lines }: ShipmentNews,
): Promise<Result<string, ApiProblem>> {
  const answer = await askStore(call, { method: "GET", path: `${path}/products?limit=250` });
  if (!answer.ok) return answer;
  const wanted = new Set(lines.map(({ lineId }) => lineId));
  const ids = readAnswer({ rows: answer.value.json ?? [] }, (at) => {
    const rows = at.list("rows").filter((row) => wanted.has(row.textOrNull("id") ?? ""));
    return [...new Set(rows.map((row) => row.id("order_address_id")))];
  });
  if (!ids.ok) return ids;
  const [first, ...others] = ids.value;
  if (first !== undefined && others.length === 0) return ok(first);
  const code = first === undefined ? "no_such_lines" : "several_addresses";
  return fail({ kind: "refused", code, detail: "the lines of a shipment go to one address of the order" });
}

/** Absolute quantities at a location. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setTogether(levels, (some) => adjust(call, some));
}

async function adjust(call: ApiCall, levels: readonly StockLevel[]): Promise<Result<null, ApiProblem>> {
  if (levels.some(({ listing }) => !/^\d+$/.test(listing["locationId"] ?? ""))) return notMapped("locationId");
  const answer = await askStore(call, {
    method: "PUT",
    path: "/v3/inventory/adjustments/absolute",
    body: {
      reason: "orderhub",
      items: levels.map(({ sku, listing, quantity }) => ({
        location_id: Number(listing["locationId"]),
        sku: listing["sku"] ?? sku,
        quantity,
      })),
    },
    isRepeatable: true,
  });
  return answer.ok ? ok(null) : answer;
}
