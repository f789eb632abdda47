import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook } from "./order-book.ts";
import { chineseText, type Form, formOf, isSigned, makeTokens, msOfChinese, type Tokens } from "./signed-form.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

/**
 * Pinduoduo's open platform. `put` takes what `readOrder` of the channel gives. `stock` is kept under "goods_id:sku_id" or
 * "goods_id:outer_id".
 */
export function makePinduoduoSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({
    now,
    read: (order) => {
      const { order_sn, updated_at, created_time } = infoOf(order);
      return { id: String(order_sn), changedMs: msOfChinese(updated_at), createdMs: msOfChinese(created_time) };
    },
  });
  const shipments: unknown[] = [];
  const stock = new Map<string, number>();
  const desk: Desk = { now, tokens, book, shipments, stock };
  return {
    name: "pinduoduo",
    credentials: {
      clientId: "invented-pdd-app",
      clientSecret: "invented-pdd-secret",
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(order),
    expireTokens: tokens.expire,
    tooMany: () => refusal(70031, "调用过于频繁，请调整调用频率"),
    respond: async (request) => answer(desk, request),
  };
}

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

const refreshType = "pdd.pop.auth.token.refresh";

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const form = formOf(request);
  const type = form["type"] ?? "";
  if (!isSigned(form, "invented-pdd-secret")) return refusal(20004, "签名sign校验失败");
  const skewMs = Math.abs(Number(form["timestamp"]) * 1000 - desk.now().getTime());
  if (!(skewMs <= 300_000)) return refusal(20003, "timestamp");
  if (type !== refreshType && !desk.tokens.isLive(form["access_token"])) return refusal(10019, "access_token已过期");
  return handlers[type]?.(desk, form) ?? refusal(30000, "没有调用此target接口权限");
}

const handlers: Readonly<Record<string, (desk: Desk, form: Form) => HttpResponse>> = {
  [refreshType]: ({ tokens }, form) => {
    const next = tokens.renew(form["refresh_token"]);
    if (next === null) return refusal(10016, "refresh_token");
    const given = { access_token: next.access, refresh_token: next.refresh, expires_in: 86_400 };
    return jsonAnswer(200, { pop_auth_token_refresh_response: given });
  },
  "pdd.order.number.list.increment.get": ({ book, now }, form) => {
    const fromMs = Number(form["start_updated_at"]) * 1000;
    const untilMs = Number(form["end_updated_at"]) * 1000;
    const size = Number(form["page_size"]);
    if (!(untilMs - fromMs <= 1_800_000) || size > 100) return refusal(50001, "开始时间结束时间间距不超过 30 分钟");
    if (untilMs > now().getTime()) return refusal(50001, "结束时间不能晚于当前时间");
    const rows = book.listed({ by: "changed", fromMs, untilMs });
    const start = (Number(form["page"]) - 1) * size;
    const from = book.faults.repeatsPages && start > 0 ? start - 1 : start;
    const order_sn_list = rows.slice(from, start + size).map((order) => {
      const { order_sn, order_status, refund_status, updated_at, created_time } = infoOf(order);
      return { order_sn, order_status, refund_status, updated_at, created_time };
    });
    return jsonAnswer(200, { order_sn_increment_get_response: { total_count: rows.length, order_sn_list } });
  },
  "pdd.order.information.get": ({ book }, form) =>
    jsonAnswer(200, book.find(form["order_sn"] ?? "") ?? { order_info_get_response: { request_id: "invented" } }),
  "pdd.logistics.online.send": (desk, form) => {
    const order = desk.book.find(form["order_sn"] ?? "");
    if (order === null || infoOf(order).order_status !== 1) return refusal(50001, "订单状态不可发货");
    if (!/^\d+$/.test(form["logistics_id"] ?? "")) return refusal(50001, "快递公司编号不合法");
    const copy = structuredClone(order);
    const time = chineseText(desk.now().getTime());
    const out = { order_status: 2, updated_at: time, shipping_time: time, tracking_number: form["tracking_number"] };
    Object.assign(infoOf(copy), out, { logistics_id: Number(form["logistics_id"]) });
    desk.book.put(copy);
    desk.shipments.push({ order_sn: form["order_sn"], tracking_number: form["tracking_number"] });
    return jsonAnswer(200, { logistics_online_send_response: { is_success: true } });
  },
  "pdd.goods.quantity.update": ({ stock }, form) => {
    const key = `${form["goods_id"]}:${form["sku_id"] ?? form["outer_id"]}`;
    if (!stock.has(key)) return refusal(50001, "商品不存在");
    stock.set(key, Number(form["quantity"]));
    return jsonAnswer(200, { goods_quantity_update_response: { is_success: true } });
  },
};

function infoOf(order: Foreign): Foreign {
  return order.order_info_get_response.order_info;
}

function refusal(error_code: number, error_msg: string): HttpResponse {
  return jsonAnswer(200, {
    error_response: { error_code, error_msg, sub_code: String(error_code), sub_msg: error_msg },
  });
}
