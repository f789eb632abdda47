import { createHmac } from "node:crypto";
import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { parseJson } from "../../../shared/kernel/lossless-json.ts";
import { makeOrderBook, type OrderBook, pageOf } from "./order-book.ts";
import { makeTokens, type Tokens } from "./signed-form.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

export type ShopeeSimulator = Simulator & {
  /** Keeps the push of an order back, as when our address did not answer; of another shop of the app when it is named. */
  losePush(orderSn: string, shopId?: number): void;
};

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly lost: { readonly id: number; readonly push: Foreign }[];
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

const partner = { id: "2001887", key: "invented-partner-key", shopId: "727700143" };
const windowSeconds = 15 * 86_400;

/**
 * Shopee's Open Platform v2. `put` takes what `readOrder` of the channel gives: the answer of get_order_detail. `stock` is kept under
 * "item_id:model_id"; what is not in it is no article of the shop. Parcels of "Seller's own" carriers take our tracking
 * number, "Drop-off" needs nothing, all others want a pickup to be arranged.
 */
export function makeShopeeSimulator({ now }: { readonly now: () => Date }): ShopeeSimulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({
    now,
    read: (order) => ({
      id: String(order.order_sn),
      changedMs: Number(order.update_time) * 1000,
      createdMs: Number(order.create_time) * 1000,
    }),
  });
  const desk: Desk = { now, tokens, book, lost: [], shipments: [], stock: new Map() };
  return {
    name: "shopee",
    credentials: {
      partnerId: partner.id,
      partnerKey: partner.key,
      shopId: partner.shopId,
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: (answer) => book.put(structuredClone((answer as Foreign).response.order_list[0])),
    expireTokens: tokens.expire,
    losePush: (orderSn, shopId = Number(partner.shopId)) => {
      const order = book.find(orderSn);
      const data = { items: [], ordersn: orderSn, status: order?.order_status, update_time: order?.update_time };
      const push = { data, shop_id: shopId, code: 3, timestamp: seconds(now()) };
      const said = { shop_id: shopId, code: 3, timestamp: push.timestamp, data: JSON.stringify(push) };
      desk.lost.push({ id: 176_610 + desk.lost.length, push: said });
    },
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const url = new URL(request.url);
  const query = Object.fromEntries(url.searchParams);
  const body = request.method === "POST" ? jsonOf(bodyText(request)) : {};
  const handle = handlers[`${request.method} ${url.pathname}`];
  if (handle === undefined) return refusal("error_not_found", "no such API", 404);
  if (query["partner_id"] !== partner.id) return refusal("error_param", "Invalid partner_id.", 403);
  if (Math.abs(seconds(desk.now()) - Number(query["timestamp"])) > 300)
    return refusal("error_param", "Invalid timestamp");
  const ofShop = handle.isOfApp ? "" : `${query["access_token"]}${query["shop_id"]}`;
  const text = `${partner.id}${url.pathname}${query["timestamp"]}${ofShop}`;
  if (query["sign"] !== createHmac("sha256", partner.key).update(text).digest("hex")) {
    return refusal("error_sign", "Wrong sign.", 403);
  }
  if (!handle.isOfApp && !desk.tokens.isLive(query["access_token"])) {
    return refusal("error_auth", "Invalid access_token.", 403);
  }
  return handle.answer(desk, { query, body });
}

type Asked = { readonly query: Readonly<Record<string, string>>; readonly body: Foreign };
type Handler = { readonly isOfApp: boolean; readonly answer: (desk: Desk, asked: Asked) => HttpResponse };

const ofShop = (answerIt: Handler["answer"]): Handler => ({ isOfApp: false, answer: answerIt });
const ofApp = (answerIt: Handler["answer"]): Handler => ({ isOfApp: true, answer: answerIt });

const handlers: Readonly<Record<string, Handler>> = {
  "GET /api/v2/order/get_order_list": ofShop(listOrders),
  "GET /api/v2/order/get_order_detail": ofShop(orderDetail),
  "GET /api/v2/logistics/get_shipping_parameter": ofShop(shippingParameter),
  "POST /api/v2/logistics/ship_order": ofShop(shipOrder),
  "POST /api/v2/product/update_stock": ofShop(updateStock),
  "POST /api/v2/auth/access_token/get": ofApp(renewToken),
  "GET /api/v2/push/get_lost_push_message": ofApp(({ lost }) =>
    success({
      push_message_list: lost.slice(0, 100).map(({ push }) => push),
      has_next_page: lost.length > 100,
      last_message_id: lost.slice(0, 100).at(-1)?.id ?? 0,
    }),
  ),
  "POST /api/v2/push/confirm_consumed_lost_push_message": ofApp(({ lost }, { body }) => {
    lost.splice(0, lost.findIndex(({ id }) => id === body.last_message_id) + 1);
    return jsonAnswer(200, { error: "-", message: "-", warning: "-", request_id: "r" });
  }),
};

function listOrders({ book }: Desk, { query }: Asked): HttpResponse {
  const [from, to, size] = [query["time_from"], query["time_to"], query["page_size"]].map(Number) as [
    number,
    number,
    number,
  ];
  if (!(from < to) || to - from > windowSeconds) {
    return refusal("order.order_list_invalid_time", "Start time must be earlier than end time and diff in 15days.");
  }
  if (!(size >= 1 && size <= 100)) return refusal("error_param", "Wrong parameters, detail: page_size.");
  const by = query["time_range_field"] === "create_time" ? "created" : "changed";
  const rows = book.listed({ by, fromMs: from * 1000, untilMs: to * 1000 + 1 });
  const page = pageOf(rows, { start: Number(query["cursor"] || 0), size }, book.faults);
  return success({
    more: page.next !== null,
    next_cursor: page.next === null ? "" : String(page.next),
    order_list: page.rows.map(({ order_sn, booking_sn }) => ({ order_sn, ...(booking_sn ? { booking_sn } : {}) })),
  });
}

const always = [
  "order_sn",
  "region",
  "currency",
  "cod",
  "order_status",
  "message_to_seller",
  "create_time",
  "update_time",
  "days_to_ship",
  "ship_by_date",
  "advance_package",
  "pending_terms",
];

function orderDetail({ book }: Desk, { query }: Asked): HttpResponse {
  const orders = (query["order_sn_list"] ?? "").split(",").map((orderSn) => book.find(orderSn));
  if (orders.includes(null)) return refusal("error_not_found", "Wrong parameters, detail: the order is not found.");
  const fields = [...always, ...(query["response_optional_fields"] ?? "").split(",")];
  const chosen = orders.map((order) =>
    Object.fromEntries(Object.entries(order).filter(([name]) => fields.includes(name))),
  );
  return success({ order_list: chosen });
}

function shippingParameter({ book }: Desk, { query }: Asked): HttpResponse {
  const order = book.find(query["order_sn"] ?? "");
  if (order === null) return refusal("logistics.error_order_not_found", "Order is not found.");
  const carrier = String(order.shipping_carrier);
  if (carrier.startsWith("Seller's own")) return success({ info_needed: { non_integrated: ["tracking_number"] } });
  if (carrier === "Drop-off") return success({ info_needed: { dropoff: [] }, dropoff: { branch_list: null } });
  return success({ info_needed: { pickup: ["address_id", "pickup_time_id"] }, pickup: { address_list: [] } });
}

function shipOrder({ book, shipments, now }: Desk, { body }: Asked): HttpResponse {
  const order = structuredClone(book.find(body.order_sn));
  if (order === null) return refusal("logistics.error_order_not_found", "Order is not found.");
  const parcels: Foreign[] = order.package_list;
  const parcel = body.package_number ? parcels.find((each) => each.package_number === body.package_number) : parcels[0];
  if (parcel?.logistics_status !== "LOGISTICS_READY") {
    return refusal("logistics.error_param", "The order status is not ready to ship.");
  }
  parcel.logistics_status = body.non_integrated ? "LOGISTICS_PICKUP_DONE" : "LOGISTICS_REQUEST_CREATED";
  const isDone = parcels.every((each) => each.logistics_status === "LOGISTICS_PICKUP_DONE");
  book.put({ ...order, order_status: isDone ? "SHIPPED" : "PROCESSED", update_time: seconds(now()) });
  shipments.push(body);
  return jsonAnswer(200, { error: "", message: "", request_id: "r" });
}

function updateStock({ stock }: Desk, { body }: Asked): HttpResponse {
  const known = [...stock.keys()].some((key) => key.startsWith(`${body.item_id}:`));
  if (!known) return refusal("error_item_not_found", "Item_id is not found.");
  const wanted: Foreign[] = body.stock_list;
  const isKnown = ({ model_id }: Foreign): boolean => stock.has(`${body.item_id}:${model_id}`);
  for (const each of wanted.filter(isKnown)) stock.set(`${body.item_id}:${each.model_id}`, each.seller_stock[0].stock);
  const failures = wanted.filter((each) => !isKnown(each));
  const response = {
    failure_list: failures.map(({ model_id }) => ({ model_id, failed_reason: "Wrong model_id." })),
    success_list: wanted.filter(isKnown).map(({ model_id }) => ({ model_id })),
  };
  const error = failures.length > 0 ? "error_busi_update_stock_failed" : "";
  return jsonAnswer(200, { error, message: "", warning: "", request_id: "r", response });
}

function renewToken({ tokens }: Desk, { body }: Asked): HttpResponse {
  const renewed = tokens.renew(body.refresh_token);
  if (renewed === null) return refusal("error_auth", "Your refresh_token expired.", 403);
  const { access, refresh } = renewed;
  return jsonAnswer(200, {
    error: "",
    message: "",
    request_id: "r",
    access_token: access,
    refresh_token: refresh,
    expire_in: 14_400,
  });
}

function success(response: unknown): HttpResponse {
  return jsonAnswer(200, { error: "", message: "", request_id: "a1b2c3", response });
}

function refusal(error: string, message: string, status = 200): HttpResponse {
  return jsonAnswer(status, { error, message, request_id: "a1b2c3" });
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function jsonOf(text: string): Foreign {
  const json = parseJson(text);
  return json.ok ? json.value : {};
}
