import { createHmac } from "node:crypto";
import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook, pageOf } from "./order-book.ts";
import { type Form, formOf, makeTokens, type Tokens } from "./signed-form.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

const app = { key: "100132", secret: "invented-app-secret" };

/**
 * Lazada's Open Platform. `put` takes what `readOrder` of the channel gives: `{order, items, reverse?}`, each an answer.
 * `stock` is kept under "itemId:skuId"; what is not in it is no article of the shop.
 */
export function makeLazadaSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order: { data } }) => ({
      id: String(data.order_id),
      changedMs: msOf(data.updated_at),
      createdMs: msOf(data.created_at),
    }),
  });
  const desk: Desk = { now, tokens, book, shipments: [], stock: new Map() };
  return {
    name: "lazada",
    credentials: {
      appKey: app.key,
      appSecret: app.secret,
      country: "sg",
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: tokens.expire,
    tooMany: () => refusal("ApiCallLimit", "The request frequency of the API exceeds the limit", "ISV"),
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/rest/, "");
  const form = formOf(request);
  const handle = handlers[`${request.method} ${path}`];
  if (handle === undefined) return refusal("InvalidApiPath", "The specified API path is invalid");
  if (form["app_key"] !== app.key) return refusal("InvalidAppKey", "The specified app key is invalid");
  if (Math.abs(desk.now().getTime() - Number(form["timestamp"])) > 300_000) {
    return refusal("InvalidTimestamp", "The specified timestamp is invalid");
  }
  const { sign: _sign, ...signed } = form;
  const text =
    path +
    Object.keys(signed)
      .sort()
      .map((name) => name + signed[name])
      .join("");
  if (form["sign"] !== createHmac("sha256", app.secret).update(text).digest("hex").toUpperCase()) {
    return refusal("IncompleteSignature", "The request signature does not conform to platform standards");
  }
  const isOfApp = path === "/auth/token/refresh";
  if (!isOfApp && !desk.tokens.isLive(form["access_token"])) {
    return refusal("IllegalAccessToken", "The specified access token is invalid or expired");
  }
  return handle(desk, form);
}

const handlers: Readonly<Record<string, (desk: Desk, form: Form) => HttpResponse>> = {
  "GET /orders/get": listOrders,
  "GET /order/get": (desk, form) => part(desk, form["order_id"], "order"),
  "GET /order/items/get": (desk, form) => part(desk, form["order_id"], "items"),
  "GET /reverse/getreverseordersforseller": reverseOrders,
  "POST /order/rts": readyToShip,
  "POST /product/stock/sellable/update": updateStock,
  "POST /auth/token/refresh": renewToken,
};

function listOrders({ book }: Desk, form: Form): HttpResponse {
  const by = form["sort_by"] === "created_at" ? "created" : "changed";
  const name = by === "created" ? "created" : "update";
  const [fromMs, untilMs] = [msOf(form[`${name}_after`]), msOf(form[`${name}_before`])];
  const [offset, limit] = [Number(form["offset"]), Number(form["limit"])];
  if (Number.isNaN(fromMs)) return refusal("18", "E018: Invalid date format");
  if (!(limit <= 100 && offset <= 5000)) return refusal("14", "E014: Invalid Offset");
  const rows = book.listed({ by, fromMs, untilMs });
  const page = pageOf(rows, { start: offset, size: limit }, book.faults);
  const orders = page.rows.map(({ order }) => order.data);
  return success({ data: { count: orders.length, countTotal: rows.length, orders } });
}

function part({ book }: Desk, orderId: string | undefined, name: "order" | "items"): HttpResponse {
  const found = book.find(orderId ?? "");
  return found === null ? refusal("16", "E016: Invalid Order ID") : success({ data: found[name].data });
}

function reverseOrders({ book }: Desk, form: Form): HttpResponse {
  const items = book.find(form["trade_order_id"] ?? "")?.reverse?.result.items ?? [];
  return success({ result: { total: items.length, page_no: 1, page_size: 100, success: true, items } });
}

function readyToShip({ book, shipments, now }: Desk, form: Form): HttpResponse {
  const unitIds = (form["order_item_ids"] ?? "").replace(/[[\]]/g, "").split(",");
  const orderId = [...book.listed({ by: "changed", fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER })].find(({ items }) =>
    items.data.some((unit: Foreign) => unitIds.includes(String(unit.order_item_id))),
  )?.order.data.order_id;
  const found = structuredClone(book.find(String(orderId)));
  if (found === null) return refusal("20", "E020: Invalid Order Item IDs");
  const units: Foreign[] = found.items.data.filter((unit: Foreign) => unitIds.includes(String(unit.order_item_id)));
  if (!units.every(({ status }) => ["packed", "repacked", "pending"].includes(status))) {
    return refusal("73", "E073: All order items must have status Pending or Ready To Ship");
  }
  const changedAt = now().toISOString().slice(0, 19).replace("T", " ");
  for (const unit of units) {
    Object.assign(unit, {
      status: "ready_to_ship",
      tracking_code: form["tracking_number"],
      shipment_provider: form["shipment_provider"],
      package_id: unit.package_id || `FP-${form["tracking_number"]}`,
      updated_at: `${changedAt} +0000`,
    });
  }
  found.order.data.updated_at = `${changedAt} +0000`;
  book.put(found);
  shipments.push({ unitIds, provider: form["shipment_provider"], trackingNo: form["tracking_number"] });
  return success({ data: { order_items: units.map(({ order_item_id }) => ({ order_item_id })) } });
}

function updateStock({ stock }: Desk, form: Form): HttpResponse {
  const sku = /<Sku><ItemId>(\d+)<\/ItemId><SkuId>(\d+)<\/SkuId><SellableQuantity>(\d+)<\/SellableQuantity><\/Sku>/g;
  const wanted = [...(form["payload"] ?? "").matchAll(sku)];
  if (wanted.length === 0 || wanted.length > 50) return refusal("5", "E005: Invalid Request Format");
  const unknown = wanted.find(([, itemId, skuId]) => !stock.has(`${itemId}:${skuId}`));
  if (unknown !== undefined) return refusal("501", "Update sellable quantity failed: SKU_NOT_EXIST");
  for (const [, itemId, skuId, quantity] of wanted) stock.set(`${itemId}:${skuId}`, Number(quantity));
  return success({ data: {} });
}

function renewToken({ tokens }: Desk, form: Form): HttpResponse {
  const renewed = tokens.renew(form["refresh_token"]);
  if (renewed === null) return refusal("IllegalRefreshToken", "The specified refresh token is invalid or expired");
  const { access, refresh } = renewed;
  return success({ access_token: access, refresh_token: refresh, expires_in: 604_800, country: "sg" });
}

function success(body: object): HttpResponse {
  return jsonAnswer(200, { code: "0", request_id: "0ba2887f", ...body });
}

function refusal(code: string, message: string, type = "ISV"): HttpResponse {
  return jsonAnswer(200, { type, code, message, request_id: "0ba2887f" });
}

/** "2026-11-22 09:00:00 +0800", or ISO 8601. */
function msOf(text: unknown): number {
  const iso = String(text).replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, "$1T$2$3:$4");
  return Date.parse(iso);
}
