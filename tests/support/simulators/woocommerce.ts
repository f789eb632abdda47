import type { HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { type Asked, type Foreign, type Route, routed } from "./rest-desk.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

const pair = { key: "ck_invented", secret: "cs_invented" };

/**
 * The REST API v3 of a shop. `put` takes an order as webhooks carry it. `stock` is kept under the id of the product, or
 * "product:variation"; what is not in it is no article.
 */
export function makeWoocommerceSimulator({ now }: { readonly now: () => Date }): Simulator {
  let isExpired = false;
  const book = makeOrderBook<Foreign>({
    now,
    read: (order) => ({
      id: String(order.id),
      changedMs: Date.parse(`${order.date_modified_gmt}Z`),
      createdMs: Date.parse(`${order.date_created_gmt}Z`),
    }),
  });
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();

  /** Both ends of a window are left out, and times count in whole seconds. */
  const list = ({ query }: Asked) => {
    if (query.get("dates_are_gmt") !== "true") return refusal(400, "rest_invalid_param", "local times");
    const by = query.has("modified_after") ? "changed" : "created";
    const [after, before] = by === "changed" ? ["modified_after", "modified_before"] : ["after", "before"];
    const secondOf = (name: string) => Math.floor(Date.parse(query.get(name) ?? "") / 1000) * 1000;
    const size = Number(query.get("per_page"));
    if (size > 100) return refusal(400, "rest_invalid_param", "per_page");
    const rows = book
      .listed({ by, fromMs: secondOf(after ?? "") + 1, untilMs: secondOf(before ?? "") })
      .toSorted((a, b) => a.id - b.id);
    const page = pageOf(rows, { start: (Number(query.get("page")) - 1) * size, size }, book.faults);
    const told = page.rows.map(({ id, date_modified_gmt, date_created_gmt }) => ({
      id,
      date_modified_gmt,
      date_created_gmt,
    }));
    const pages = String(Math.ceil(rows.length / size));
    return jsonAnswer(200, told, { "x-wp-total": String(rows.length), "x-wp-totalpages": pages });
  };

  const read = ({ ids }: Asked) => {
    const found = book.find(ids[0] ?? "");
    return found === null ? notFound() : jsonAnswer(200, found);
  };

  const update = ({ ids, body }: Asked) => {
    const order = structuredClone(book.find(ids[0] ?? ""));
    if (order === null) return notFound();
    for (const meta of body.meta_data ?? []) {
      const known = (order.meta_data ?? []).find(({ key }: Foreign) => key === meta.key);
      if (known === undefined) order.meta_data = [...(order.meta_data ?? []), { id: 9001, ...meta }];
      else known.value = meta.value;
      if (known === undefined) shipments.push(meta);
    }
    if (body.status !== undefined) order.status = body.status;
    order.date_modified_gmt = now().toISOString().slice(0, 19);
    book.put(order);
    return jsonAnswer(200, order);
  };

  const batch = (keyOf: (asked: Asked, id: number) => string) => (asked: Asked) => {
    const { update: rows } = asked.body;
    if (rows.length > 100) return refusal(413, "woocommerce_rest_request_entity_too_large", "at most 100");
    const told = rows.map(({ id, stock_quantity }: Foreign) => {
      const key = keyOf(asked, id);
      if (!stock.has(key))
        return { id, error: { code: "woocommerce_rest_product_invalid_id", message: "Invalid ID." } };
      stock.set(key, stock_quantity);
      return { id, stock_quantity, manage_stock: true };
    });
    return jsonAnswer(200, { update: told });
  };

  const routes: readonly Route[] = [
    ["GET", /\/orders$/, list],
    ["GET", /\/orders\/(\d+)$/, read],
    ["PUT", /\/orders\/(\d+)$/, update],
    ["POST", /\/products\/batch$/, batch((_asked, id) => String(id))],
    ["POST", /\/products\/(\d+)\/variations\/batch$/, batch(({ ids }, id) => `${ids[0]}:${id}`)],
  ];

  return {
    name: "woocommerce",
    credentials: { apiUrl: "https://shop.example", consumerKey: pair.key, consumerSecret: pair.secret },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: () => {
      isExpired = true;
    },
    respond: async (request) => {
      const expected = `Basic ${btoa(`${pair.key}:${pair.secret}`)}`;
      const isOurs = request.url.startsWith("https://shop.example/wp-json/wc/v3/");
      if (isExpired || !isOurs || request.headers?.["authorization"] !== expected)
        return refusal(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
      return routed(routes, request, () => refusal(404, "rest_no_route", "No route was found."));
    },
  };
}

function notFound(): HttpResponse {
  return refusal(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
}

function refusal(status: number, code: string, message: string): HttpResponse {
  return jsonAnswer(status, { code, message, data: { status } });
}
