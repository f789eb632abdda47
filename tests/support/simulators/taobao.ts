import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, type OrderBook } from "./order-book.ts";
import { chineseText, type Form, formOf, isSigned, makeTokens, msOfChinese, type Tokens } from "./signed-form.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
type Foreign = any;

type Message = { readonly id: string; readonly topic: string; readonly content: string; readonly pub_time: string };

export type TaobaoSimulator = Simulator & {
  /** What has been produced and not yet confirmed. */
  readonly waiting: readonly Message[];
};

/**
 * Taobao's open platform. `put` takes what `readOrder` of the channel gives, read losslessly (big ids as text), and tells of
 * it by a message. `stock` is kept under "num_iid:sku_id" or "num_iid"; what is not in it is no article of the shop.
 */
export function makeTaobaoSimulator({ now }: { readonly now: () => Date }): TaobaoSimulator {
  const tokens = makeTokens();
  const book = makeOrderBook<Foreign>({ now, read: (order) => timesOf(tradeOf(order)) });
  const messages: Message[] = [];
  let produced = 0;
  const shipments: unknown[] = [];
  const stock = new Map<string, number>();
  const desk: Desk = { now, tokens, book, messages, shipments, stock };

  return {
    name: "taobao",
    credentials: {
      appKey: "23000001",
      appSecret: "invented-app-secret",
      sessionKey: tokens.access,
      refreshToken: tokens.refresh,
    },
    faults: book.faults,
    shipments,
    stock,
    waiting: messages,
    put: (order) => {
      book.put(order);
      const { tid, status, payment } = tradeOf(order);
      produced += 1;
      const id = `71041000000000${10_000 + produced}`;
      const topic = topics[String(status)] ?? "taobao_trade_TradeChanged";
      const content = `{"tid":${tid},"oid":${tid},"status":"${status}","payment":"${payment}"}`;
      messages.push({ id, topic, content, pub_time: chineseText(now().getTime()) });
    },
    expireTokens: tokens.expire,
    tooMany: () => refusal(7, "accesscontrol.limited-by-api-access-count", "This ban will last for 1 more seconds"),
    respond: async (request) => answer(desk, request),
  };
}

type Desk = {
  readonly now: () => Date;
  readonly tokens: Tokens;
  readonly book: OrderBook<Foreign>;
  readonly messages: Message[];
  readonly shipments: unknown[];
  readonly stock: Map<string, number>;
};

const topics: Readonly<Record<string, string>> = {
  WAIT_BUYER_PAY: "taobao_trade_TradeCreate",
  WAIT_SELLER_SEND_GOODS: "taobao_trade_TradeBuyerPay",
  SELLER_CONSIGNED_PART: "taobao_trade_TradePartlySellerShip",
  WAIT_BUYER_CONFIRM_GOODS: "taobao_trade_TradeSellerShip",
  TRADE_FINISHED: "taobao_trade_TradeSuccess",
  TRADE_CLOSED: "taobao_trade_TradeClose",
  TRADE_CLOSED_BY_TAOBAO: "taobao_trade_TradeClose",
};

const dayMs = 86_400_000;
const ofApp = ["taobao.tmc.messages.consume", "taobao.tmc.messages.confirm", "taobao.top.auth.token.refresh"];

function answer(desk: Desk, request: HttpRequest): HttpResponse {
  const form = formOf(request);
  const method = form["method"] ?? "";
  if (form["app_key"] !== "23000001") return refusal(29, "isv.appkey-not-exists", "Invalid App Key");
  if (!isSigned(form, "invented-app-secret")) return refusal(25, "isv.invalid-signature", "Invalid signature");
  const skewMs = Math.abs(msOfChinese(form["timestamp"]) - desk.now().getTime());
  if (!(skewMs <= 600_000)) return refusal(31, "isv.invalid-timestamp", "Invalid timestamp");
  if (!ofApp.includes(method) && !desk.tokens.isLive(form["session"])) {
    return refusal(27, "sessionkey-not-generated-by-server", "Invalid session");
  }
  return handlers[method]?.(desk, form) ?? refusal(22, "isv.invalid-method", "Invalid method");
}

const handlers: Readonly<Record<string, (desk: Desk, form: Form) => HttpResponse>> = {
  "taobao.trades.sold.increment.get": (desk, form) => list(desk, form, "changed"),
  "taobao.trades.sold.get": (desk, form) => list(desk, form, "created"),
  "taobao.trade.fullinfo.get": ({ book }, form) => {
    const order = book.find(form["tid"] ?? "");
    if (order === null) return refusal(15, "isv.trade-not-exist", "the trade does not exist");
    return done("trade_fullinfo_get", { trade: tradeOf(order) });
  },
  "taobao.refund.get": ({ book }, form) => {
    const orders = book.listed({ by: "created", fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER });
    const refunds = orders.flatMap((order) => order.refunds).map((each) => each.refund_get_response.refund);
    const refund = refunds.find((each) => String(each.refund_id) === form["refund_id"]);
    return refund === undefined
      ? refusal(15, "isv.refund-not-exist", "no such refund")
      : done("refund_get", { refund });
  },
  "taobao.tmc.messages.consume": ({ messages }, form) => {
    const tmc_message = messages.slice(0, Number(form["quantity"]));
    return done("tmc_messages_consume", tmc_message.length === 0 ? {} : { messages: { tmc_message } });
  },
  "taobao.tmc.messages.confirm": ({ messages }, form) => {
    const ids = (form["s_message_ids"] ?? "").split(",");
    if (ids.length > 200) return refusal(41, "isv.invalid-parameter", "at most 200 ids");
    messages.splice(0, messages.length, ...messages.filter(({ id }) => !ids.includes(id)));
    return done("tmc_messages_confirm", { is_success: true });
  },
  "taobao.top.auth.token.refresh": ({ tokens }, form) => {
    const next = tokens.renew(form["refresh_token"]);
    if (next === null) return refusal(15, "isv.invalid-refresh-token", "the refresh token was used before");
    const token = { access_token: next.access, refresh_token: next.refresh, expires_in: 86_400, token_type: "Bearer" };
    return done("top_auth_token_refresh", { token_result: JSON.stringify(token) });
  },
  "taobao.logistics.offline.send": (desk, form) => ship(desk, form, "offline"),
  "taobao.logistics.online.send": (desk, form) => ship(desk, form, "online"),
  "taobao.skus.quantity.update": ({ stock }, form) => {
    const pairs = (form["skuid_quantities"] ?? "").split(";").map((pair) => pair.split(":"));
    const keys = pairs.map(([sku = ""]) => `${form["num_iid"]}:${sku}`);
    if (pairs.length > 20) return refusal(41, "isv.invalid-parameter", "at most 20 skus");
    if (!keys.every((key) => stock.has(key))) return refusal(15, "isv.item-sku-not-exist", "no such sku");
    for (const [place, key] of keys.entries()) stock.set(key, Number(pairs[place]?.[1]));
    return done("skus_quantity_update", { item: { num_iid: form["num_iid"] } });
  },
  "taobao.item.quantity.update": ({ stock }, form) => {
    const key = form["num_iid"] ?? "";
    if (!stock.has(key)) return refusal(15, "isv.item-not-exist", "no such article");
    stock.set(key, Number(form["quantity"]));
    return done("item_quantity_update", { item: { num_iid: key } });
  },
};

/** Pages are cut from the whole; a repeated row stands before them, as when rows have moved. */
function list({ book, now }: Desk, form: Form, by: "changed" | "created"): HttpResponse {
  const [name, method] = by === "changed" ? ["modified", "trades_sold_increment_get"] : ["created", "trades_sold_get"];
  const fromMs = msOfChinese(form[`start_${name}`]);
  const untilMs = msOfChinese(form[`end_${name}`]);
  const isWindow = fromMs <= untilMs && fromMs > now().getTime() - 92 * dayMs;
  if (!isWindow || (by === "changed" && untilMs - fromMs > dayMs)) {
    return refusal(15, "isv.invalid-parameter", "the window is longer than a day or begins too early");
  }
  const rows = book.listed({ by, fromMs, untilMs });
  const size = Number(form["page_size"]);
  const start = (Number(form["page_no"]) - 1) * size;
  const from = book.faults.repeatsPages && start > 0 ? start - 1 : start;
  const trade = rows.slice(from, start + size).map((order) => {
    const { tid, created, modified } = tradeOf(order);
    return { tid, created, modified };
  });
  return done(method ?? "", { total_results: rows.length, ...(trade.length === 0 ? {} : { trades: { trade } }) });
}

function ship(desk: Desk, form: Form, how: "offline" | "online"): HttpResponse {
  const order = desk.book.find(form["tid"] ?? "");
  if (order === null) return refusal(15, "isv.logistics-offline-service-error:B01", "no such trade");
  const copy = structuredClone(order);
  const trade = tradeOf(copy);
  if ((trade.type === "cod") !== (how === "online")) return refusal(15, "isv.logistics-service-error", "wrong way");
  const oids = form["is_split"] === "1" ? (form["sub_tid"] ?? "").split(",") : null;
  const lines: Foreign[] = trade.orders.order.filter(
    (line: Foreign) => oids === null || oids.includes(String(line.oid)),
  );
  const open = lines.filter((line) => line.status === "WAIT_SELLER_SEND_GOODS");
  if (open.length === 0) return refusal(15, "isv.logistics-offline-service-error:B04", "it has already been shipped");
  const time = chineseText(desk.now().getTime());
  for (const line of open) {
    const out = { logistics_company: form["company_code"], invoice_no: form["out_sid"], consign_time: time };
    Object.assign(line, out, { status: "WAIT_BUYER_CONFIRM_GOODS" });
  }
  const isAllOut = trade.orders.order.every((line: Foreign) => line.consign_time !== undefined);
  const status = isAllOut ? "WAIT_BUYER_CONFIRM_GOODS" : "SELLER_CONSIGNED_PART";
  Object.assign(trade, { status, consign_time: time, modified: time });
  desk.book.put(copy);
  desk.shipments.push({ tid: form["tid"], sub_tid: form["sub_tid"] ?? null, out_sid: form["out_sid"] });
  return done(`logistics_${how}_send`, { shipping: { is_success: true } });
}

function tradeOf(order: Foreign): Foreign {
  return order.fullinfo.trade_fullinfo_get_response.trade;
}

function timesOf(trade: Foreign): { readonly id: string; readonly changedMs: number; readonly createdMs: number } {
  return {
    id: String(trade.tid),
    changedMs: msOfChinese(trade.modified),
    createdMs: msOfChinese(trade.created),
  };
}

/** Ids of trades and messages are numbers there, beyond 2^53. */
function done(name: string, body: object): HttpResponse {
  const text = JSON.stringify({ [`${name}_response`]: { ...body, request_id: "invented" } });
  return jsonAnswer(200, text.replace(/"(tid|oid|id)":"(\d+)"/g, '"$1":$2'));
}

function refusal(code: number, sub_code: string, sub_msg: string): HttpResponse {
  return jsonAnswer(200, { error_response: { code, msg: "Remote service error", sub_code, sub_msg } });
}
