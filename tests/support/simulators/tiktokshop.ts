import { createHmac } from "node:crypto";
import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook, pageOf } from "./order-book.ts";
import { makeTokens, type Tokens } from "./signed-form.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

type Asked = { readonly desk: Desk; readonly query: Foreign; readonly body: Foreign; readonly id: string };

const app = { key: "6invented", secret: "invented-app-secret", cipher: "ROW_invented" };

/** TikTok Shop. `put` takes `{ order, returns, cancellations }`: an order, and the answers beside it or null. `stock` is kept under "product:sku"; what is not in it is no listing. */
export function makeTikTokShopSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({ now, read: ({ order }) => timesOf(order) });
  const desk: Desk = { now, tokens, book, shipments: [], stock: new Map() };
  return {
    name: "tiktokshop",
    credentials: {
      appKey: app.key,
      appSecret: app.secret,
      shopCipher: app.cipher,
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: book.put,
    expireTokens: tokens.expire,
    tooMany: () => refusal(429, 36009002, "Too many requests"),
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const { pathname, searchParams } = new URL(request.url);
  const query = Object.fromEntries(searchParams);
  if (pathname === "/api/v2/token/refresh") return renew(desk, query);
  const body = request.body === undefined ? "" : bodyText(request);
  if (query["app_key"] !== app.key) return refusal(400, 36009004, "Invalid app_key");
  if (query["sign"] !== signatureOf(pathname, query, body)) return refusal(401, 106001, "Invalid sign");
  if (!(Math.abs(Number(query["timestamp"]) - desk.now().getTime() / 1000) <= 300)) {
    return refusal(400, 36009004, "Invalid timestamp");
  }
  if (!desk.tokens.isLive(request.headers?.["x-tts-access-token"])) return refusal(401, 105002, "Expired credentials");
  if (query["shop_cipher"] !== app.cipher) return refusal(400, 106013, "shop_cipher is invalid");
  for (const [pattern, handle] of routes) {
    const match = pattern.exec(`${request.method} ${pathname}`);
    if (match) return handle({ desk, query, body: body === "" ? {} : JSON.parse(body), id: match[1] ?? "" });
  }
  return refusal(404, 36009009, "Invalid path");
}

/** Reckoned here anew, apart from the product's. */
function signatureOf(path: string, query: Foreign, body: string): string {
  const names = Object.keys(query)
    .filter((name) => name !== "sign")
    .sort();
  const text = names.map((name) => `${name}${query[name]}`).join("");
  return createHmac("sha256", app.secret).update(`${app.secret}${path}${text}${body}${app.secret}`).digest("hex");
}

const routes: readonly (readonly [RegExp, (asked: Asked) => HttpResponse])[] = [
  [/^POST \/order\/202309\/orders\/search$/, search],
  [
    /^GET \/order\/202309\/orders$/,
    ({ desk, query }) => {
      const held = desk.book.find(query.ids);
      return done({ orders: held === null ? [] : [held.order] });
    },
  ],
  [/^POST \/return_refund\/202309\/(returns|cancellations)\/search$/, ({ desk, body, id }) => beside(desk, body, id)],
  [/^POST \/fulfillment\/202309\/orders\/(\d+)\/packages$/, ship],
  [
    /^POST \/product\/202309\/products\/(\d+)\/inventory\/update$/,
    ({ desk, body, id }) => {
      const [sku] = body.skus;
      const key = `${id}:${sku.id}`;
      if (!desk.stock.has(key)) return done({ errors: [{ code: 12052260, message: "sku does not exist" }] });
      desk.stock.set(key, sku.inventory[0].quantity);
      return done({});
    },
  ],
];

function beside(desk: Desk, body: Foreign, name: string): HttpResponse {
  const nothing = name === "returns" ? { return_orders: [] } : { cancellations: [] };
  return done(desk.book.find(body.order_ids[0])?.[name]?.data ?? nothing);
}

function search({ desk, query, body }: Asked): HttpResponse {
  const by = body.update_time_ge === undefined ? "created" : "changed";
  const name = by === "changed" ? "update_time" : "create_time";
  const size = Number(query.page_size);
  if (!(size >= 1 && size <= 100)) return refusal(400, 36009004, "Invalid page_size");
  const rows = desk.book.listed({ by, fromMs: body[`${name}_ge`] * 1000, untilMs: body[`${name}_lt`] * 1000 });
  const start = query.page_token === undefined ? 0 : Number(query.page_token.replace("page-", ""));
  const page = pageOf(rows, { start, size }, desk.book.faults);
  const next_page_token = page.next === null ? "" : `page-${page.next}`;
  return done({ orders: page.rows.map(({ order }) => order), next_page_token, total_count: rows.length });
}

function ship({ desk, body, id }: Asked): HttpResponse {
  const held = desk.book.find(id);
  if (held === null) return refusal(400, 21008111, "Order not found");
  const copy = structuredClone(held.order);
  const units: Foreign[] = copy.line_items.filter((unit: Foreign) => body.order_line_item_ids.includes(unit.id));
  const fits = units.length === body.order_line_item_ids.length && units.every((unit) => unit.package_id === undefined);
  if (copy.shipping_type !== "SELLER" || !fits) return refusal(400, 21011006, "Order already shipped");
  const seconds = Math.floor(desk.now().getTime() / 1000);
  const package_id = `11530000000000${desk.shipments.length + 1}`;
  const { tracking_number, shipping_provider_id } = body;
  for (const unit of units) {
    Object.assign(unit, { package_id, tracking_number, shipping_provider_id, display_status: "IN_TRANSIT" });
  }
  const isAllOut = copy.line_items.every((unit: Foreign) => unit.package_id !== undefined);
  Object.assign(copy, { status: isAllOut ? "IN_TRANSIT" : "PARTIALLY_SHIPPING", update_time: seconds });
  desk.book.put({ ...held, order: copy });
  desk.shipments.push({ order_id: id, ...body });
  return done({ order_id: id, package_id });
}

function renew({ tokens, now }: Desk, query: Foreign): HttpResponse {
  const isApp = query.app_key === app.key && query.app_secret === app.secret;
  const next = isApp ? tokens.renew(query.refresh_token) : null;
  if (next === null) return refusal(200, 36004004, "refresh token is invalid");
  const until = Math.floor(now().getTime() / 1000) + 604_800;
  return done({ access_token: next.access, refresh_token: next.refresh, access_token_expire_in: until });
}

function timesOf(order: Foreign): { readonly id: string; readonly changedMs: number; readonly createdMs: number } {
  return { id: order.id, changedMs: order.update_time * 1000, createdMs: order.create_time * 1000 };
}

function done(data: unknown): HttpResponse {
  return jsonAnswer(200, { code: 0, message: "Success", data, request_id: "invented" });
}

function refusal(status: number, code: number, message: string): HttpResponse {
  return jsonAnswer(status, { code, message, request_id: "invented" });
}
