import type { HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook } from "./order-book.ts";
import { type Asked, type Foreign, type Route, routed } from "./rest-desk.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

/**
 * A store of BigCommerce. `put` takes what `readOrder` of the channel gives: the order with its sub-resources. `stock` is kept
 * under "location:sku"; what is not in it is no article.
 */
export function makeBigcommerceSimulator({ now }: { readonly now: () => Date }): Simulator {
  const token = "invented-store-token";
  let isExpired = false;
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order }) => ({
      id: String(order.id),
      changedMs: Date.parse(order.date_modified),
      createdMs: Date.parse(order.date_created),
    }),
  });
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();

  const list = ({ query }: Asked) => {
    const by = query.has("min_date_modified") ? "changed" : "created";
    const column = by === "changed" ? "date_modified" : "date_created";
    const fromMs = Date.parse(query.get(`min_${column}`) ?? "");
    const untilMs = Date.parse(query.get(`max_${column}`) ?? "") + 1;
    const size = Number(query.get("limit"));
    if (size > 250 || query.get("sort") !== "id:asc") return refusal(400, "bad list");
    const least = BigInt(query.get("min_id") ?? 0);
    const rows = book.listed({ by, fromMs, untilMs }).map(({ order }) => order);
    const sorted = rows.filter(({ id }) => BigInt(id) >= least).sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    return rowsOrNothing(sorted.slice(0, size));
  };

  const sub =
    (name: string) =>
    ({ ids, query }: Asked) => {
      const found = book.find(ids[0] ?? "");
      if (found === null) return refusal(404, "The requested resource was not found.");
      const size = Number(query.get("limit") ?? 50);
      const start = (Number(query.get("page") ?? 1) - 1) * size;
      return rowsOrNothing((found[name] ?? []).slice(start, start + size));
    };

  const ship = ({ ids, body }: Asked) => {
    const found = structuredClone(book.find(ids[0] ?? ""));
    if (found === null) return refusal(404, "The requested resource was not found.");
    const isOpen = (item: Foreign) => {
      const line = found.products.find((each: Foreign) => each.id === item.order_product_id);
      return line !== undefined && item.quantity <= line.quantity - line.quantity_shipped;
    };
    if (!body.items.every(isOpen)) return refusal(400, "The items are invalid or were shipped.");
    for (const item of body.items)
      found.products.find((each: Foreign) => each.id === item.order_product_id).quantity_shipped += item.quantity;
    const at = now().toUTCString().replace("GMT", "+0000");
    const shipment = { id: 700 + shipments.length, order_id: found.order.id, date_created: at, ...body };
    found.shipments = [...(found.shipments ?? []), shipment];
    found.order.date_modified = at;
    book.put(found);
    shipments.push(shipment);
    return jsonAnswer(201, shipment);
  };

  const adjust = ({ body }: Asked) => {
    const keyOf = ({ location_id, sku }: Foreign) => `${location_id}:${sku}`;
    const unknown = body.items.find((item: Foreign) => !stock.has(keyOf(item)));
    if (unknown !== undefined) return refusal(422, `sku ${unknown.sku} is unknown`);
    for (const item of body.items) stock.set(keyOf(item), item.quantity);
    return jsonAnswer(200, { transaction_id: "0d0f-invented", meta: {} });
  };

  const routes: readonly Route[] = [
    ["GET", /\/v2\/orders$/, list],
    [
      "GET",
      /\/v2\/orders\/(\d+)$/,
      ({ ids }) => {
        const found = book.find(ids[0] ?? "");
        return found === null ? refusal(404, "The requested resource was not found.") : jsonAnswer(200, found.order);
      },
    ],
    ["GET", /\/v2\/orders\/(\d+)\/products$/, sub("products")],
    ["GET", /\/v2\/orders\/(\d+)\/shipping_addresses$/, sub("shipping_addresses")],
    ["GET", /\/v2\/orders\/(\d+)\/shipments$/, sub("shipments")],
    [
      "GET",
      /\/v3\/orders\/(\d+)\/payment_actions\/refunds$/,
      ({ ids }) => jsonAnswer(200, book.find(ids[0] ?? "")?.refunds ?? { data: [] }),
    ],
    ["POST", /\/v2\/orders\/(\d+)\/shipments$/, ship],
    ["PUT", /\/v3\/inventory\/adjustments\/absolute$/, adjust],
  ];

  return {
    name: "bigcommerce",
    credentials: { storeHash: "demo42hub", accessToken: token },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: () => {
      isExpired = true;
    },
    tooMany: () => jsonAnswer(429, {}, { "x-rate-limit-time-reset-ms": "1500" }),
    respond: async (request) => {
      const { pathname } = new URL(request.url);
      const isOurs = pathname.startsWith("/stores/demo42hub/") && request.headers?.["x-auth-token"] === token;
      if (isExpired || !isOurs) return refusal(401, "Unauthorized");
      return routed(routes, request, () => refusal(404, "no such resource"));
    },
  };
}

function rowsOrNothing(rows: readonly Foreign[]): HttpResponse {
  return rows.length === 0 ? { status: 204, headers: {}, body: new Uint8Array() } : jsonAnswer(200, rows);
}

function refusal(status: number, title: string): HttpResponse {
  return jsonAnswer(status, { status, title, type: "about:blank", errors: {} });
}
