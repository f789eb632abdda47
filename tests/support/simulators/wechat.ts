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
  /** The token that `stable_token` gives, until it is expired. */
  current: string;
};

const app = { id: "wx00000000000000aa", secret: "invented-app-secret" };
const dayS = 86_400;

/**
 * The WeChat store. `put` takes what `readOrder` of the channel gives, read losslessly. `stock` is kept under "product:sku";
 * what is not in it is no listing.
 */
export function makeWeChatSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({ now, read: (envelope) => timesOf(orderOf(envelope)) });
  const desk: Desk = { now, tokens, book, shipments: [], stock: new Map(), current: tokens.access };
  return {
    name: "wechat",
    credentials: { appId: app.id, appSecret: app.secret, accessToken: tokens.access },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: book.put,
    expireTokens: tokens.expire,
    tooMany: () => refusal(45009, "reach max api daily quota limit"),
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const { pathname, searchParams } = new URL(request.url);
  const body = JSON.parse(bodyText(request));
  if (pathname === "/cgi-bin/stable_token") return token(desk, body);
  const given = searchParams.get("access_token") ?? undefined;
  if (given === undefined) return refusal(41001, "access_token missing");
  if (!desk.tokens.isLive(given)) return refusal(42001, "access_token expired");
  return handlers[pathname]?.(desk, body) ?? refusal(48001, "api unauthorized");
}

/** Gives the same again while it lives. */
function token(desk: Desk, { grant_type, appid, secret }: Foreign): HttpResponse {
  if (grant_type !== "client_credential" || appid !== app.id) return refusal(40013, "invalid appid");
  if (secret !== app.secret) return refusal(40125, "invalid appsecret");
  if (!desk.tokens.isLive(desk.current)) {
    const count = Number(desk.current.replace("access-", ""));
    desk.current = desk.tokens.renew(`refresh-${count}`)?.access ?? desk.current;
  }
  return jsonAnswer(200, { access_token: desk.current, expires_in: 7200 });
}

const handlers: Readonly<Record<string, (desk: Desk, body: Foreign) => HttpResponse>> = {
  "/channels/ec/order/list/get": list,
  "/channels/ec/order/get": ({ book }, { order_id }) => {
    const order = book.find(order_id);
    return order === null ? refusal(10020011, "order not exist") : done({ order: orderOf(order) });
  },
  "/channels/ec/aftersale/getaftersaleorder": ({ book }, { after_sale_order_id }) => {
    const all = book.listed({ by: "created", fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER });
    const found = all
      .flatMap((envelope) => envelope.aftersales)
      .find((each) => each.after_sale_order.after_sale_order_id === after_sale_order_id);
    return found === undefined ? refusal(10020012, "aftersale not exist") : jsonAnswer(200, found);
  },
  "/channels/ec/order/delivery/send": ship,
  "/channels/ec/product/stock/update": ({ stock }, { product_id, sku_id, diff_type, num }) => {
    const key = `${product_id}:${sku_id}`;
    if (diff_type !== 3 || !stock.has(key)) return refusal(10020052, "product not exist");
    stock.set(key, num);
    return done({});
  },
};

/** A key is good only with the very question it came from. */
function list({ book }: Desk, body: Foreign): HttpResponse {
  const by = body.update_time_range === undefined ? "created" : "changed";
  const range = body.update_time_range ?? body.create_time_range;
  const { start_time, end_time } = range;
  if (end_time - start_time > 7 * dayS || body.page_size > 100) return refusal(10020051, "invalid args");
  const question = `${by}-${start_time}-${end_time}`;
  const [asked, place] = body.next_key === "" ? [question, "0"] : String(body.next_key).split("@");
  if (asked !== question) return refusal(10020055, "next_key does not fit the request before");
  const rows = book.listed({ by, fromMs: start_time * 1000, untilMs: end_time * 1000 + 1 });
  const page = pageOf(rows, { start: Number(place), size: body.page_size }, book.faults);
  return done({
    order_id_list: page.rows.map((envelope) => String(orderOf(envelope).order_id)),
    has_more: page.next !== null,
    next_key: `${question}@${page.next ?? rows.length}`,
  });
}

function ship(desk: Desk, { order_id, delivery_list }: Foreign): HttpResponse {
  const envelope = desk.book.find(order_id);
  if (envelope === null) return refusal(10020011, "order not exist");
  const copy = structuredClone(envelope);
  const order = orderOf(copy);
  if (![20, 21].includes(order.status)) return refusal(10020065, "order status is not allowed");
  const { product_infos, delivery_info } = order.order_detail;
  const parcels: Foreign[] = [...delivery_info.delivery_product_info, ...delivery_list];
  const openOf = (line: Foreign): number =>
    parcels
      .flatMap((parcel) => parcel.product_infos)
      .filter((piece: Foreign) => piece.product_id === line.product_id && piece.sku_id === line.sku_id)
      .reduce((open: number, piece: Foreign) => open - piece.product_cnt, line.sku_cnt);
  if (product_infos.some((line: Foreign) => openOf(line) < 0)) return refusal(10020066, "product_cnt is too large");
  const seconds = Math.floor(desk.now().getTime() / 1000);
  delivery_info.delivery_product_info = parcels.map((parcel) => ({ delivery_time: seconds, ...parcel }));
  const isAllOut = product_infos.every((line: Foreign) => openOf(line) <= line.finish_aftersale_sku_cnt);
  Object.assign(order, { status: isAllOut ? 30 : 21, update_time: seconds });
  desk.book.put(copy);
  desk.shipments.push({ order_id, delivery_list });
  return done({});
}

function orderOf(envelope: Foreign): Foreign {
  return envelope.answer.order;
}

function timesOf(order: Foreign): { readonly id: string; readonly changedMs: number; readonly createdMs: number } {
  const { order_id, update_time, create_time } = order;
  return { id: String(order_id), changedMs: update_time * 1000, createdMs: create_time * 1000 };
}

function done(more: object): HttpResponse {
  return jsonAnswer(200, { errcode: 0, errmsg: "ok", ...more });
}

function refusal(errcode: number, errmsg: string): HttpResponse {
  return jsonAnswer(200, { errcode, errmsg: `${errmsg} rid: invented` });
}
