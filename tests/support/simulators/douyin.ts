import { createHmac } from "node:crypto";
import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { parseJson } from "../../../shared/kernel/lossless-json.ts";
import { makeOrderBook, type OrderBook } from "./order-book.ts";
import { makeTokens, type Tokens } from "./signed-form.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly packs: Map<string, string>;
  readonly stock: Map<string, number>;
};

const app = { key: "7000000000000000001", secret: "invented-app-secret" };

/**
 * The Doudian open platform. `put` takes what `readOrder` of the channel gives, read losslessly. `stock` is kept under the
 * sku's id or its code; what is not in it is no article of the shop.
 */
export function makeDouyinSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({ now, read: (order) => timesOf(orderOf(order)) });
  const desk: Desk = { now, tokens, book, shipments: [], packs: new Map(), stock: new Map() };
  return {
    name: "douyin",
    credentials: {
      appKey: app.key,
      appSecret: app.secret,
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments: desk.shipments,
    stock: desk.stock,
    put: book.put,
    expireTokens: tokens.expire,
    tooMany: () => refusal(60000, "", "触发限流，请稍后重试"),
    respond: async (request) => answer(desk, request),
  };
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const { pathname, searchParams } = new URL(request.url);
  const query = Object.fromEntries(searchParams);
  const param = bodyText(request);
  const method = query["method"] ?? "";
  if (query["app_key"] !== app.key) return refusal(40003, "isv.app-id-invalid", "app_key格式不正确");
  if (pathname !== `/${method.replaceAll(".", "/")}` || query["sign"] !== signatureOf(query, param)) {
    return refusal(40003, "isv.signature-invalid", "签名校验失败");
  }
  const skewS = Math.abs(Number(query["timestamp"]) - desk.now().getTime() / 1000);
  if (!(skewS <= 600)) return refusal(40003, "isv.timestamp-invalid", "时间戳不合法");
  if (!method.startsWith("token.") && !desk.tokens.isLive(query["access_token"])) {
    return refusal(40003, "isv.access-token-expired", "access_token已过期");
  }
  const read = parseJson(param);
  if (!read.ok || !isSorted(param)) return refusal(40003, "isv.parameter-format-invalid", "业务参数json解析失败");
  return handlers[method]?.(desk, read.value) ?? refusal(70000, "isp.api-service-off", "API不存在");
}

/** Reckoned here anew, apart from the product's. */
function signatureOf(query: Foreign, param: string): string {
  const parts = {
    app_key: query.app_key,
    method: query.method,
    param_json: param,
    timestamp: query.timestamp,
    v: query.v,
  };
  const text = Object.entries(parts).flat().join("");
  return createHmac("sha256", app.secret)
    .update(app.secret + text + app.secret)
    .digest("hex");
}

function isSorted(param: string): boolean {
  const names = Object.keys(JSON.parse(param));
  return names.join() === names.toSorted().join();
}

const handlers: Readonly<Record<string, (desk: Desk, param: Foreign) => HttpResponse>> = {
  "order.searchList": ({ book }, param) => {
    const by = param.update_time_start === undefined ? "created" : "changed";
    const name = by === "changed" ? "update_time" : "create_time";
    const fromMs = Number(param[`${name}_start`]) * 1000;
    const untilMs = Number(param[`${name}_end`]) * 1000 + 1;
    if (param.size > 100 || param.page < 0) return refusal(40004, "isv.parameter-invalid:1", "参数不合法");
    const rows = book.listed({ by, fromMs, untilMs });
    const start = param.page * param.size;
    const from = book.faults.repeatsPages && start > 0 ? start - 1 : start;
    const shop_order_list = rows.slice(from, start + param.size).map(orderOf);
    return done({ page: param.page, size: shop_order_list.length, total: rows.length, shop_order_list });
  },
  "order.orderDetail": ({ book }, { shop_order_id }) => {
    const order = book.find(String(shop_order_id));
    return order === null ? noOrder : done({ shop_order_detail: orderOf(order) });
  },
  "afterSale.List": ({ book }, { order_id }) => {
    const order = book.find(String(order_id));
    return order === null ? noOrder : done(order.aftersales?.data ?? { items: [], has_more: false, total: 0 });
  },
  "token.refresh": ({ tokens }, { refresh_token }) => {
    const next = tokens.renew(refresh_token);
    if (next === null) return refusal(50001, "dop.token-generate-failed:token-expired", "生成token失败，token已过期");
    return done({ access_token: next.access, refresh_token: next.refresh, expires_in: 604_800, shop_id: 7700001 });
  },
  "token.create": ({ tokens }, { grant_type, shop_id }) => {
    const isOwn = grant_type === "authorization_self" && String(shop_id) === "7700001";
    const next = isOwn ? tokens.renew(tokens.refresh) : null;
    if (next === null) return refusal(50001, "dop.token-generate-failed:no-authorization", "店铺授权已失效");
    return done({ access_token: next.access, refresh_token: next.refresh, expires_in: 604_800, shop_id });
  },
  "order.logisticsAddSinglePack": ship,
  "sku.syncStock": ({ stock }, { sku_id, code, stock_num, incremental }) => {
    const key = String(sku_id ?? code);
    if (incremental !== false || !stock.has(key)) return refusal(40004, "isv.parameter-invalid:2010003", "sku不存在");
    stock.set(key, stock_num);
    return done(null);
  },
};

function ship(desk: Desk, param: Foreign): HttpResponse {
  const before = desk.packs.get(param.request_id);
  if (before !== undefined) return done({ pack_id: before });
  const order = desk.book.find(String(param.order_id_list[0]));
  if (order === null) return noOrder;
  const copy = structuredClone(order);
  const detail = orderOf(copy);
  if (detail.order_status === 4) return refusal(50002, "isv.business-failed:60021", "订单已取消，不支持发货");
  const lines: Foreign[] = detail.sku_order_list;
  if (lines.some((line) => line.after_sale_info?.after_sale_status === 6)) {
    return refusal(50002, "isv.business-failed:60040", "发货订单中有退款申请需要处理，请先处理");
  }
  const parcels: Foreign[] = detail.logistics_info ?? [];
  const outOf = (lineId: string): number =>
    parcels
      .flatMap((parcel) => parcel.product_info)
      .filter((line: Foreign) => line.sku_order_id === lineId)
      .reduce((sum: number, line: Foreign) => sum + line.product_count, 0);
  const openOf = (line: Foreign): number => line.item_num - outOf(line.order_id);
  const wanted: Foreign[] = param.shipped_order_info;
  const fits = wanted.every(({ shipped_order_id, shipped_num }) =>
    lines.some((line) => line.order_id === shipped_order_id && openOf(line) >= shipped_num),
  );
  if (!fits) return refusal(50002, "isv.business-failed:60110", "60110:订单已发货，不允许再次执行发货");
  const seconds = Math.floor(desk.now().getTime() / 1000);
  const pack_id = `pack-${desk.packs.size + 1}`;
  const product_info = wanted.map((line) => ({ sku_order_id: line.shipped_order_id, product_count: line.shipped_num }));
  parcels.push({
    tracking_no: param.logistics_code,
    company: param.company_code,
    delivery_id: pack_id,
    ship_time: seconds,
    product_info,
  });
  const status = lines.every((line) => openOf(line) === 0) ? 3 : 101;
  Object.assign(detail, { logistics_info: parcels, order_status: status, main_status: status, update_time: seconds });
  desk.book.put(copy);
  desk.packs.set(param.request_id, pack_id);
  desk.shipments.push(param);
  return done({ pack_id });
}

function orderOf(order: Foreign): Foreign {
  return order.detail.data.shop_order_detail;
}

function timesOf(order: Foreign): { readonly id: string; readonly changedMs: number; readonly createdMs: number } {
  const { order_id, update_time, create_time } = order;
  return { id: String(order_id), changedMs: update_time * 1000, createdMs: create_time * 1000 };
}

function done(data: unknown): HttpResponse {
  return jsonAnswer(200, { code: 10000, msg: "success", sub_code: "", sub_msg: "", data, log_id: "invented" });
}

function refusal(code: number, sub_code: string, sub_msg: string): HttpResponse {
  return jsonAnswer(200, { code, msg: "refused", sub_code, sub_msg, log_id: "invented" });
}

const noOrder = refusal(40004, "isv.parameter-invalid:60033", "未查询到此订单");
