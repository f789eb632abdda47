import type { HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { type Asked, type Foreign, type Route, routed } from "./rest-desk.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

const token = "invented-integration-token";

/**
 * The REST API of a shop. `put` takes what `readOrder` of the channel gives: order, shipments and credit memos. `stock` is kept
 * under "source:sku"; what is not in it is no article.
 */
export function makeMagentoSimulator({ now }: { readonly now: () => Date }): Simulator {
  let isExpired = false;
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order }) => ({
      id: String(order.entity_id),
      changedMs: Date.parse(`${order.updated_at}Z`),
      createdMs: Date.parse(`${order.created_at}Z`),
    }),
  });
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();

  const list = ({ query }: Asked) => {
    const filters = filtersOf(query);
    const filterValue = (field: string, is: string) =>
      filters.find((each) => each.field === field && each.is === is)?.value ?? "";
    const by = filterValue("updated_at", "gteq") === "" ? "created" : "changed";
    const column = by === "changed" ? "updated_at" : "created_at";
    const ms = (is: string) => Date.parse(`${filterValue(column, is)}Z`);
    const behind = Number(filterValue("entity_id", "gt"));
    const rows = book
      .listed({ by, fromMs: ms("gteq"), untilMs: ms("lt") })
      .map(({ order }) => order)
      .filter(({ entity_id }) => entity_id > behind)
      .sort((a, b) => a.entity_id - b.entity_id);
    const size = Number(query.get("searchCriteria[pageSize]"));
    const page = pageOf(rows, { start: 0, size }, book.faults);
    const items = page.rows.map(({ entity_id, updated_at, created_at }) => ({ entity_id, updated_at, created_at }));
    return jsonAnswer(200, { items: items.length === 0 ? null : items, total_count: rows.length });
  };

  const ofOrder =
    (name: string) =>
    ({ query }: Asked) => {
      const id = filtersOf(query).find(({ field }) => field === "order_id")?.value ?? "";
      const items = book.find(id)?.[name]?.items ?? [];
      return jsonAnswer(200, { items, total_count: items.length });
    };

  const ship = ({ ids, body }: Asked) => {
    const found = structuredClone(book.find(ids[0] ?? ""));
    if (found === null) return refusal(404, "The entity that was requested doesn't exist.");
    const lineOf = ({ order_item_id }: Foreign) =>
      found.order.items.find((each: Foreign) => Number(each.item_id) === order_item_id);
    const isOpen = (item: Foreign) => {
      const line = lineOf(item);
      return line !== undefined && item.qty <= Number(line.qty_ordered) - Number(line.qty_shipped ?? 0);
    };
    if (!body.items.every(isOpen)) return refusal(400, "Shipment Document Validation Error(s)");
    for (const item of body.items) lineOf(item).qty_shipped = Number(lineOf(item).qty_shipped ?? 0) + item.qty;
    const at = now().toISOString().slice(0, 19).replace("T", " ");
    const id = 600 + shipments.length;
    const shipment = {
      entity_id: id,
      increment_id: `S${id}`,
      order_id: found.order.entity_id,
      created_at: at,
      updated_at: at,
      items: body.items,
      tracks: body.tracks,
    };
    found.shipments = { items: [...(found.shipments?.items ?? []), shipment] };
    found.order.updated_at = at;
    book.put(found);
    shipments.push(shipment);
    return jsonAnswer(200, JSON.stringify(id));
  };

  const sources = ({ body }: Asked) => {
    const keyOf = ({ source_code, sku }: Foreign) => `${source_code}:${sku}`;
    if (body.sourceItems.some((each: Foreign) => !stock.has(keyOf(each)))) return refusal(400, "Validation Failed");
    for (const each of body.sourceItems) stock.set(keyOf(each), each.quantity);
    return jsonAnswer(200, "[]");
  };

  const routes: readonly Route[] = [
    ["GET", /\/V1\/orders$/, list],
    [
      "GET",
      /\/V1\/orders\/(\d+)$/,
      ({ ids }) => {
        const found = book.find(ids[0] ?? "");
        return found === null ? refusal(404, "The entity doesn't exist.") : jsonAnswer(200, found.order);
      },
    ],
    ["GET", /\/V1\/shipments$/, ofOrder("shipments")],
    ["GET", /\/V1\/creditmemos$/, ofOrder("creditmemos")],
    ["POST", /\/V1\/order\/(\d+)\/ship$/, ship],
    ["POST", /\/V1\/inventory\/source-items$/, sources],
  ];

  return {
    name: "magento",
    credentials: { apiUrl: "https://shop.example", accessToken: token },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: () => {
      isExpired = true;
    },
    respond: async (request) => {
      const isOurs = request.url.startsWith("https://shop.example/rest/all/V1/");
      if (isExpired || !isOurs || request.headers?.["authorization"] !== `Bearer ${token}`)
        return refusal(401, "The consumer isn't authorized to access %resources.");
      return routed(routes, request, () => refusal(404, "Request does not match any route."));
    },
  };
}

type Filter = { readonly field: string; readonly value: string; readonly is: string };

function filtersOf(query: URLSearchParams): readonly Filter[] {
  const filters: Filter[] = [];
  for (let index = 0; ; index += 1) {
    const at = `searchCriteria[filter_groups][${index}][filters][0]`;
    const field = query.get(`${at}[field]`);
    if (field === null) return filters;
    filters.push({ field, value: query.get(`${at}[value]`) ?? "", is: query.get(`${at}[condition_type]`) ?? "eq" });
  }
}

function refusal(status: number, message: string): HttpResponse {
  return jsonAnswer(status, { message });
}
