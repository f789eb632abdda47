import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook } from "./order-book.ts";
import { chineseText, type Form, formOf, isSigned, makeTokens, msOfChinese, type Tokens } from "./signed-form.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

/** JD's open platform. `put` takes what `readOrder` of the channel gives. `stock` is kept under JD's sku id. */
export function makeJdSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({
    now,
    read: (order) => {
      const { orderId, modified, orderStartTime } = infoOf(order);
      return { id: String(orderId), changedMs: msOfChinese(modified), createdMs: msOfChinese(orderStartTime) };
    },
  });
  const shipments: unknown[] = [];
  const stock = new Map<string, number>();
  const desk: Desk = { now, tokens, book, shipments, stock };
  return {
    name: "jd",
    credentials: {
      appKey: "invented-jd-app",
      appSecret: "invented-jd-secret",
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(order),
    expireTokens: tokens.expire,
    tooMany: () => refusal("2", "限制时间内调用失败次数"),
    respond: async (request) =>
      request.url.includes("oauth2/refresh_token") ? renew(desk, formOf(request)) : answer(desk, request),
  };
}

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

function renew({ tokens }: Desk, form: Form): HttpResponse {
  const next = form["app_secret"] === "invented-jd-secret" ? tokens.renew(form["refresh_token"]) : null;
  if (next === null) return jsonAnswer(200, { code: 205, msg: "refresh_token is not valid" });
  return jsonAnswer(200, { access_token: next.access, refresh_token: next.refresh, expires_in: 86_400, code: 0 });
}

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const form = formOf(request);
  if (!isSigned(form, "invented-jd-secret")) return refusal("12", "无效签名");
  const skewMs = Math.abs(msOfChinese(form["timestamp"]) - desk.now().getTime());
  if (!(skewMs <= 360_000)) return refusal("8", "非法的时间戳参数");
  if (!desk.tokens.isLive(form["access_token"])) return refusal("19", "无效access_token");
  const params = JSON.parse(form["360buy_param_json"] ?? "{}") as Form;
  return handlers[form["method"] ?? ""]?.(desk, params) ?? refusal("15", "不存在的方法名");
}

const fine = { success: true, englishErrCode: "", chineseErrCode: "", numberCode: 0 };

const handlers: Readonly<Record<string, (desk: Desk, params: Form) => HttpResponse>> = {
  "jingdong.pop.order.enSearch": ({ book }, params) => {
    const fromMs = msOfChinese(params["start_date"]);
    const untilMs = msOfChinese(params["end_date"]);
    const size = Number(params["page_size"]);
    if (!(untilMs - fromMs <= 31 * 86_400_000) || size > 50 || !params["order_state"]) {
      const apiResult = { ...fine, success: false, numberCode: 4001, chineseErrCode: "时间段或页数不合法" };
      return done("jingdong_pop_order_enSearch", { searchorderinfo_result: { orderTotal: 0, apiResult } });
    }
    const rows = book.listed({ by: params["dateType"] === "1" ? "created" : "changed", fromMs, untilMs });
    const start = (Number(params["page"]) - 1) * size;
    const from = book.faults.repeatsPages && start > 0 ? start - 1 : start;
    const orderInfoList = rows.slice(from, start + size).map((order) => {
      const { orderId, modified, orderStartTime } = infoOf(order);
      return { orderId, modified, orderStartTime };
    });
    const searchorderinfo_result = { orderInfoList, orderTotal: rows.length, apiResult: fine };
    return done("jingdong_pop_order_enSearch", { searchorderinfo_result });
  },
  "jingdong.pop.order.enGet": ({ book }, params) => {
    const order = book.find(params["order_id"] ?? "");
    const named = (params["optional_fields"] ?? "").split(",");
    const orderInfo =
      order && Object.fromEntries(Object.entries(infoOf(order)).filter(([name]) => named.includes(name)));
    return done("jingdong_pop_order_enGet", {
      orderDetailInfo: { ...(orderInfo === null ? {} : { orderInfo }), apiResult: fine },
    });
  },
  "jingdong.pop.order.shipment": (desk, params) => {
    const order = desk.book.find(params["orderId"] ?? "");
    const isWaiting = order !== null && infoOf(order).orderState === "WAIT_SELLER_STOCK_OUT";
    if (!isWaiting || !/^\d+$/.test(params["logiCoprId"] ?? "")) {
      const sopjosshipment_result = {
        success: false,
        errorCode: "10400001",
        chineseErrCode: "订单状态或物流公司不合法",
      };
      return done("jingdong_pop_order_shipment", { sopjosshipment_result });
    }
    const copy = structuredClone(order);
    const time = chineseText(desk.now().getTime());
    const out = { modified: time, outBoundDate: time, waybill: params["logiNo"], logisticsId: params["logiCoprId"] };
    Object.assign(infoOf(copy), out, { orderState: "WAIT_GOODS_RECEIVE_CONFIRM" });
    desk.book.put(copy);
    desk.shipments.push(params);
    return done("jingdong_pop_order_shipment", { sopjosshipment_result: { success: true } });
  },
  "jingdong.stock.write.updateSkuStock": ({ stock }, params) => {
    const skuId = params["skuId"] ?? "";
    if (stock.has(skuId)) stock.set(skuId, Number(params["stockNum"]));
    return done("jingdong_stock_write_updateSkuStock", { success: stock.has(skuId) });
  },
};

function infoOf(order: Foreign): Foreign {
  return order.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo;
}

function done(name: string, body: object): HttpResponse {
  return jsonAnswer(200, { [`${name}_responce`]: { code: "0", ...body } });
}

function refusal(code: string, zh_desc: string): HttpResponse {
  return jsonAnswer(200, { error_response: { code, zh_desc, en_desc: "" } });
}
