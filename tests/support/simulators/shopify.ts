import type { HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { type Asked, type Foreign, type Route, routed } from "./rest-desk.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

const token = "shpat_invented";
const gid = (type: string, id: unknown): string => `gid://shopify/${type}/${id}`;
const idOf = (text: string): string => text.slice(text.lastIndexOf("/") + 1);

export type ShopifySimulator = Simulator & {
  /** Lines of an order lie at this location; all others at location 1. */
  readonly locationOfLine: Map<string, string>;
};

/**
 * The Admin API of a shop: REST to list and read, three GraphQL operations. `put` takes an order as webhooks carry it. `stock` is
 * kept under "inventory item:location"; what is not in it is not kept there.
 */
export function makeShopifySimulator({ now }: { readonly now: () => Date }): ShopifySimulator {
  let isExpired = false;
  const book = makeOrderBook<Foreign>({
    now,
    read: (order) => ({
      id: String(order.id),
      changedMs: Date.parse(order.updated_at),
      createdMs: Date.parse(order.created_at),
    }),
  });
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();
  const locationOfLine = new Map<string, string>();
  const answered = new Map<string, Foreign>();

  const windowOf = (query: URLSearchParams): readonly Foreign[] => {
    const by = query.has("updated_at_min") ? "changed" : "created";
    const column = by === "changed" ? "updated_at" : "created_at";
    const fromMs = Date.parse(query.get(`${column}_min`) ?? "");
    return book.listed({ by, fromMs, untilMs: Date.parse(query.get(`${column}_max`) ?? "") + 1 });
  };

  const list = ({ query, url }: Asked) => {
    const cursor = query.get("page_info");
    if (cursor !== null && query.has("updated_at_min")) return refusal(400, "page_info takes no filter");
    const [start = "0", filters = query.toString()] = cursor === null ? [] : atob(cursor).split("|");
    const rows = windowOf(new URLSearchParams(filters));
    const page = pageOf(rows, { start: Number(start), size: Number(query.get("limit")) }, book.faults);
    const orders = page.rows.map(({ id, updated_at, created_at }) => ({ id, updated_at, created_at }));
    const next = `${url.origin}${url.pathname}?page_info=${encodeURIComponent(btoa(`${page.next}|${filters}`))}`;
    return jsonAnswer(200, { orders }, page.next === null ? {} : { link: `<${next}>; rel="next"` });
  };

  const fulfilmentOrders = (order: Foreign): readonly Foreign[] => {
    const placeOf = (line: Foreign) => locationOfLine.get(String(line.id)) ?? "1";
    const byPlace = Map.groupBy<string, Foreign>(order.line_items, placeOf);
    return [...byPlace].map(([place, lines]) => ({
      id: gid("FulfillmentOrder", `${order.id}${place}`),
      status: lines.some(({ fulfillable_quantity: left }) => left > 0) ? "OPEN" : "CLOSED",
      assignedLocation: { location: { id: gid("Location", place) } },
      lineItems: {
        nodes: lines.map((line) => ({
          id: gid("FulfillmentOrderLineItem", line.id),
          remainingQuantity: line.fulfillable_quantity,
          lineItem: { id: gid("LineItem", line.id) },
        })),
      },
    }));
  };

  const operations: Readonly<Record<string, (variables: Foreign) => Foreign>> = {
    Order: ({ id }) => {
      const order = book.find(idOf(id));
      if (order === null) return { order: null };
      const fulfillments = (order.fulfillments ?? []).map((each: Foreign) => ({
        id: gid("Fulfillment", each.id),
        status: each.status.toUpperCase(),
        trackingInfo: [{ number: each.tracking_number }],
        fulfillmentLineItems: {
          nodes: each.line_items.map((line: Foreign) => ({
            quantity: line.quantity,
            lineItem: { id: gid("LineItem", line.id) },
          })),
        },
      }));
      return { order: { fulfillments, fulfillmentOrders: { nodes: fulfilmentOrders(order) } } };
    },
    Fulfil: ({ fulfillment }) => {
      const parts = fulfillment.lineItemsByFulfillmentOrder;
      const orderId = idOf(parts[0].fulfillmentOrderId).slice(0, -1);
      const places = new Set(parts.map((part: Foreign) => part.fulfillmentOrderId));
      const order = structuredClone(book.find(orderId));
      const items = parts.flatMap((part: Foreign) => part.fulfillmentOrderLineItems);
      const lineOf = (item: Foreign) => order.line_items.find((line: Foreign) => String(line.id) === idOf(item.id));
      const isWrong =
        places.size > 1 || items.some((item: Foreign) => lineOf(item).fulfillable_quantity < item.quantity);
      if (isWrong) return { fulfillmentCreate: { fulfillment: null, userErrors: [{ message: "Invalid quantity" }] } };
      for (const item of items) lineOf(item).fulfillable_quantity -= item.quantity;
      const id = 4_000 + shipments.length;
      const { number, company } = fulfillment.trackingInfo;
      const at = now().toISOString();
      const line_items = items.map((item: Foreign) => ({ id: lineOf(item).id, quantity: item.quantity }));
      const made = { id, status: "success", tracking_number: number, tracking_company: company, line_items };
      order.fulfillments = [...(order.fulfillments ?? []), { ...made, created_at: at, updated_at: at }];
      order.updated_at = at;
      book.put(order);
      shipments.push(made);
      return { fulfillmentCreate: { fulfillment: { id: gid("Fulfillment", id) }, userErrors: [] } };
    },
    Available: ({ item, location }) => {
      const quantity = stock.get(`${idOf(item)}:${idOf(location)}`);
      const inventoryLevel = quantity === undefined ? null : { quantities: [{ quantity }] };
      return { inventoryItem: { inventoryLevel } };
    },
    SetQuantities: ({ input, key }) => {
      const known = answered.get(key);
      if (known !== undefined) return known;
      const keyOf = (each: Foreign) => `${idOf(each.inventoryItemId)}:${idOf(each.locationId)}`;
      const userErrors = input.quantities.flatMap((each: Foreign, index: number) => {
        const error = (code: string, field: string) => ({
          code,
          field: ["input", "quantities", String(index), field],
          message: code,
        });
        const found = stock.get(keyOf(each));
        if (found === undefined) return [error("INVALID_INVENTORY_ITEM", "inventoryItemId")];
        if (each.changeFromQuantity === null || each.changeFromQuantity === found) return [];
        return [error("CHANGE_FROM_QUANTITY_STALE", "changeFromQuantity")];
      });
      if (userErrors.length === 0) for (const each of input.quantities) stock.set(keyOf(each), each.quantity);
      const told = { inventorySetQuantities: { userErrors } };
      answered.set(key, told);
      return told;
    },
  };

  const graphql = ({ body }: Asked) => {
    const name = /^(?:query|mutation) (\w+)/.exec(body.query)?.[1] ?? "";
    const operation = operations[name];
    if (operation === undefined) return jsonAnswer(200, { errors: [{ message: "Parse error" }] });
    if (name === "SetQuantities" && !body.query.includes("@idempotent(key: $key)"))
      return jsonAnswer(200, { errors: [{ message: "@idempotent is required", extensions: { code: "BAD_REQUEST" } }] });
    return jsonAnswer(200, { data: operation(body.variables) });
  };

  const routes: readonly Route[] = [
    ["GET", /\/orders\.json$/, list],
    ["GET", /\/orders\/count\.json$/, ({ query }) => jsonAnswer(200, { count: windowOf(query).length })],
    [
      "GET",
      /\/orders\/(\d+)\.json$/,
      ({ ids }) => {
        const order = book.find(ids[0] ?? "");
        return order === null ? refusal(404, "Not Found") : jsonAnswer(200, { order });
      },
    ],
    ["POST", /\/graphql\.json$/, graphql],
  ];

  return {
    name: "shopify",
    credentials: { shop: "demo-hub.myshopify.com", accessToken: token },
    faults: book.faults,
    shipments,
    stock,
    locationOfLine,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: () => {
      isExpired = true;
    },
    tooMany: () => jsonAnswer(429, { errors: "Exceeded 2 calls per second" }, { "retry-after": "2.0" }),
    respond: async (request) => {
      const isOurs = request.url.startsWith("https://demo-hub.myshopify.com/admin/api/2026-07/");
      if (isExpired || !isOurs || request.headers?.["x-shopify-access-token"] !== token)
        return refusal(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
      return routed(routes, request, () => refusal(404, "Not Found"));
    },
  };
}

function refusal(status: number, errors: string): HttpResponse {
  return jsonAnswer(status, { errors });
}
