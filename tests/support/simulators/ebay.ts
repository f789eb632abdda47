import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook, pageOf } from "./order-book.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

/** The refresh token lasts, so only the access token has a number. */
type Token = { number: number; isExpired: boolean };

type Desk = {
  readonly now: () => Date;
  readonly token: Token;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

const app = { clientId: "Lantern-hub-PRD-1", clientSecret: "PRD-invented-secret" };

/**
 * eBay's Sell APIs. `put` takes what `readOrder` of the channel gives: `{order, fulfillments?}`, each an answer. `stock` is kept
 * under the sku and under each offer's id; what is not in it is none of the seller's. Like eBay it takes a parcel twice.
 */
export function makeEbaySimulator({ now }: { readonly now: () => Date }): Simulator {
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order }) => ({
      id: order.orderId,
      changedMs: Date.parse(order.lastModifiedDate),
      createdMs: Date.parse(order.creationDate),
    }),
  });
  const token: Token = { number: 1, isExpired: false };
  const desk: Desk = { now, token, book, shipments: [], stock: new Map() };
  return {
    name: "ebay",
    credentials: { ...app, accessToken: accessOf(token), refreshToken: "v^1.1#lasting" },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: () => {
      token.isExpired = true;
    },
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const url = new URL(request.url);
  if (url.pathname === "/identity/v1/oauth2/token") return renewToken(desk, request);
  const given = request.headers?.["authorization"]?.replace(/^Bearer /, "");
  if (desk.token.isExpired || given !== accessOf(desk.token)) return refusal(401, 1001, "Invalid access token");
  if (url.pathname === "/sell/inventory/v1/bulk_update_price_quantity") return updateStock(desk, request);
  const [, orderId, parcels] =
    /^\/sell\/fulfillment\/v1\/order(?:\/([^/]+))?(\/shipping_fulfillment)?$/.exec(url.pathname) ?? [];
  if (orderId === undefined) return listOrders(desk, url.searchParams);
  const found = desk.book.find(decodeURIComponent(orderId));
  if (found === null) return refusal(404, 32_100, "Invalid order ID");
  if (parcels === undefined) return jsonAnswer(200, found.order);
  if (request.method === "GET") return jsonAnswer(200, found.fulfillments ?? { fulfillments: [], total: 0 });
  return ship(desk, found, JSON.parse(bodyText(request)));
}

/** The newest change first, whatever the filter: eBay does not say how it sorts. */
function listOrders({ book }: Desk, query: URLSearchParams): HttpResponse {
  const [, name, from, until] = /^(\w+):\[(.+)\.\.(.+)\]$/.exec(query.get("filter") ?? "") ?? [];
  const [limit, offset] = [Number(query.get("limit") ?? 50), Number(query.get("offset") ?? 0)];
  if (name === undefined || limit > 200) return refusal(400, 30_700, "Invalid filter or limit");
  const by = name === "creationdate" ? "created" : "changed";
  const [fromMs, untilMs] = [Date.parse(from ?? ""), Date.parse(until ?? "") + 1];
  const rows = book.listed({ by, fromMs, untilMs }).toReversed();
  const page = pageOf(rows, { start: offset, size: limit }, book.faults);
  const orders = page.rows.map(({ order }) => order);
  return jsonAnswer(200, { href: "…", total: rows.length, limit, offset, orders });
}

function ship({ book, shipments, now }: Desk, found: Foreign, body: Foreign): HttpResponse {
  if (!body.shippingCarrierCode || !body.trackingNumber) {
    return refusal(400, 32_130, "The shipping carrier code and tracking number must be supplied together");
  }
  const lines: Foreign[] = found.order.lineItems;
  if (!body.lineItems.every((sent: Foreign) => lines.some(({ lineItemId }) => lineItemId === sent.lineItemId))) {
    return refusal(400, 32_120, "Invalid line item ID");
  }
  const fulfillmentId = `${body.trackingNumber}-${shipments.length}`;
  const parcel = {
    fulfillmentId,
    lineItems: body.lineItems,
    shipmentTrackingNumber: body.trackingNumber,
    shippedDate: body.shippedDate,
    shippingCarrierCode: body.shippingCarrierCode,
  };
  const fulfillments = [...(found.fulfillments?.fulfillments ?? []), parcel];
  const order = { ...found.order, orderFulfillmentStatus: "IN_PROGRESS", lastModifiedDate: now().toISOString() };
  book.put({ order, fulfillments: { fulfillments, total: fulfillments.length } });
  shipments.push(body);
  const location = `https://api.ebay.com/sell/fulfillment/v1/order/${order.orderId}/shipping_fulfillment/${fulfillmentId}`;
  return { status: 201, headers: { location }, body: new Uint8Array() };
}

function updateStock({ stock }: Desk, request: HttpRequest): HttpResponse {
  const [asked] = JSON.parse(bodyText(request)).requests as Foreign[];
  const offers: Foreign[] = asked.offers ?? [];
  const isKnown = stock.has(asked.sku) && offers.every(({ offerId }) => stock.has(offerId));
  if (!isKnown) {
    const errors = [{ errorId: 25_702, message: "The SKU or offer could not be found." }];
    return jsonAnswer(207, { responses: [{ sku: asked.sku, statusCode: 404, errors }] });
  }
  stock.set(asked.sku, asked.shipToLocationAvailability.quantity);
  for (const { offerId, availableQuantity } of offers) stock.set(offerId, availableQuantity);
  return jsonAnswer(200, { responses: [{ sku: asked.sku, statusCode: 200 }] });
}

function renewToken({ token }: Desk, request: HttpRequest): HttpResponse {
  const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString("base64");
  if (request.headers?.["authorization"] !== `Basic ${basic}`) {
    return jsonAnswer(401, { error: "invalid_client", error_description: "client authentication failed" });
  }
  const form = new URLSearchParams(bodyText(request));
  if (form.get("grant_type") !== "refresh_token" || form.get("refresh_token") !== "v^1.1#lasting") {
    return jsonAnswer(400, {
      error: "invalid_grant",
      error_description: "the provided authorization refresh token is invalid",
    });
  }
  token.number += 1;
  token.isExpired = false;
  return jsonAnswer(200, { access_token: accessOf(token), expires_in: 7200, token_type: "User Access Token" });
}

function accessOf({ number }: Token): string {
  return `access-${number}`;
}

function refusal(status: number, errorId: number, message: string): HttpResponse {
  return jsonAnswer(status, { errors: [{ errorId, domain: "API_FULFILLMENT", category: "REQUEST", message }] });
}
