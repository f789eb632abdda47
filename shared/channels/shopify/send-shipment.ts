import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askGraphql, gidOf, numberOf } from "./admin-api.ts";
import { type Placed, placeLines } from "./place-lines.ts";

const QUERY = `query Order($id: ID!) {
  order(id: $id) {
    fulfillments(first: 100) {
      id
      status
      trackingInfo(first: 20) { number }
      fulfillmentLineItems(first: 250) { nodes { quantity lineItem { id } } }
    }
    fulfillmentOrders(first: 50) {
      nodes {
        id
        status
        assignedLocation { location { id } }
        lineItems(first: 250) { nodes { id remainingQuantity lineItem { id } } }
      }
    }
  }
}`;

const MUTATION = `mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id }
    userErrors { field message }
  }
}`;

/**
 * Shopify splits an order into fulfilment orders, each for a location; one fulfilment may only take those of one location. So a
 * parcel becomes one fulfilment for each location its lines lie at. Looks before it writes: what stands there under this
 * tracking number was told by a try whose answer was lost.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const placed = await readPlaces(call, shipment);
  if (!placed.ok) return placed;
  const { isShort, told, groups } = placed.value;
  if (groups.length === 0 && !isShort) return ok({ kind: "already", reference: told });
  if (isShort) {
    const detail = "the order has no open fulfilment order for these pieces";
    return fail({ kind: "refused", code: "nothing_to_fulfil", detail });
  }
  let reference: string | null = null;
  for (const group of groups) {
    const done = await fulfil(call, shipment, group);
    if (!done.ok) return done;
    reference = done.value;
  }
  return ok({ kind: "done", reference });
}

async function readPlaces(call: ApiCall, shipment: ShipmentNews): Promise<Result<Placed, ApiProblem>> {
  const told = await askGraphql(call, {
    query: QUERY,
    variables: { id: gidOf("Order", shipment.channelOrderId) },
    isRepeatable: true,
  });
  if (!told.ok) return told;
  const placed = readAnswer(told.value, (at) => {
    const order = at.child("order");
    return order === null ? null : placeLines(order, shipment);
  });
  if (!placed.ok) return placed;
  return placed.value === null ? fail({ kind: "not_found", detail: "no such order" }) : ok(placed.value);
}

async function fulfil(
  call: ApiCall,
  { carrier, trackingNo }: ShipmentNews,
  lineItemsByFulfillmentOrder: unknown,
): Promise<Result<string | null, ApiProblem>> {
  const trackingInfo = { company: carrier.name, number: trackingNo };
  const told = await askGraphql(call, {
    query: MUTATION,
    variables: { fulfillment: { lineItemsByFulfillmentOrder, trackingInfo } },
    isRepeatable: false,
  });
  if (!told.ok) return told;
  const read = readAnswer(told.value, (at) => {
    const payload = at.child("fulfillmentCreate");
    const [error] = payload?.entries("userErrors") ?? [];
    return { id: payload?.child("fulfillment")?.textOrNull("id") ?? null, error: error?.textOrNull("message") ?? null };
  });
  if (!read.ok) return read;
  const { id, error } = read.value;
  if (error !== null) return fail({ kind: "refused", code: "fulfillmentCreate", detail: error.slice(0, 300) });
  return ok(id === null ? null : numberOf(id));
}
