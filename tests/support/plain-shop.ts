import type { ApiProblem, ChannelApi, HttpResponse, ShipmentNews, StockLevel } from "../../shared/channels/api.ts";
import { fail, ok, type Result } from "../../shared/kernel/result.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulators/simulator.ts";

type Parcel = { readonly id: string; readonly news: ShipmentNews };
type Told = { readonly sku: string; readonly quantity: number; readonly key: string };

/** A made-up shop with the plainest of APIs: what tests of write-back stand on, without any one channel's shapes. */
export type PlainShop = Omit<Simulator, "shipments"> & {
  readonly shipments: Parcel[];
  /** Every quantity it was told, in the order of arrival. */
  readonly stockCalls: Told[];
  /** Says no to parcels, or to a sku, with this sentence; null: it takes them. */
  no: string | null;
  /** Refuses a quantity when it has another than the hub expects; many channels do not look. */
  compares: boolean;
  /** Shows no parcels when an order is read. */
  hidesParcels: boolean;
};

export function makePlainShop(): PlainShop {
  const orders = new Map<string, IncomingOrder>();
  const shipments: Parcel[] = [];
  const stock = new Map<string, number>();
  const stockCalls: Told[] = [];
  const token = "the token";

  function readOrder(id: string): HttpResponse {
    const order = orders.get(id);
    if (order === undefined) return jsonAnswer(404, { message: "no such order" });
    const own = shop.hidesParcels ? [] : shipments.filter(({ news }) => news.channelOrderId === id);
    const fulfilments = own.map(({ id: fulfilmentId, news }) => ({
      fulfilmentId,
      at: news.shippedAt,
      state: "success" as const,
      carrier: news.carrier.name,
      trackingNo: news.trackingNo,
      lines: news.lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
    }));
    const clock = { at: order.clock.at + 1 + own.length, tie: "p" };
    return jsonAnswer(200, { order: { ...order, clock, fulfilments } });
  }

  function ship(news: ShipmentNews): HttpResponse {
    if (shop.no !== null) return jsonAnswer(422, { message: shop.no });
    const known = shipments.find((parcel) => parcel.news.trackingNo === news.trackingNo);
    if (known !== undefined) return jsonAnswer(409, { id: known.id });
    const id = `f${shipments.length + 1}`;
    shipments.push({ id, news });
    return jsonAnswer(201, { id });
  }

  function setStock(levels: readonly StockLevel[]): HttpResponse {
    return jsonAnswer(
      200,
      levels.map(({ sku, quantity, previous, idempotencyKey }) => {
        if (shop.no !== null) return { kind: "refused", code: "422", detail: shop.no };
        const found = stock.get(sku) ?? 0;
        if (shop.compares && previous !== null && previous !== found) return { kind: "conflict", found };
        stock.set(sku, quantity);
        stockCalls.push({ sku, quantity, key: idempotencyKey });
        return { kind: "set" };
      }),
    );
  }

  const shop: PlainShop = {
    name: "shopify",
    credentials: { token },
    shipments,
    stock,
    stockCalls,
    no: null,
    compares: true,
    hidesParcels: false,
    faults: { repeatsPages: false, commitsLateMs: 0 },
    put: (order) => {
      orders.set((order as IncomingOrder).channelOrderId, order as IncomingOrder);
    },
    expireTokens: () => undefined,
    respond: async (request) => {
      if (request.headers?.["authorization"] !== token) return jsonAnswer(401, {});
      const [, what = "", id = ""] = new URL(request.url).pathname.split("/");
      if (what === "orders") return readOrder(id);
      const said = JSON.parse(bodyText(request));
      return what === "ships" ? ship(said) : setStock(said);
    },
  };
  return shop;
}

async function problemOf({ status, body }: HttpResponse): Promise<ApiProblem> {
  const text = new TextDecoder().decode(body);
  if (status === 401) return { kind: "unauthorised", detail: "401" };
  if (status === 404) return { kind: "not_found", detail: text };
  if (status === 429) return { kind: "rate_limited", retryAfterMs: 1_000 };
  if (status >= 500) return { kind: "in_doubt", detail: String(status) };
  return { kind: "refused", code: String(status), detail: JSON.parse(text).message };
}

/** The shop's API as the hub calls it. */
export const plainApi: ChannelApi = {
  name: "shopify",
  credentials: [{ name: "token", about: "the token", isSecret: true }],
  limit: { perSecond: 1_000, burst: 1_000 },
  listing: null,
  listOrders: async () => fail({ kind: "unavailable", detail: "it lists nothing" }),
  readOrder: async ({ http, credentials }, id) => {
    const answer = await http.send({
      method: "GET",
      url: `https://shop.example/orders/${id}`,
      headers: { authorization: credentials["token"] ?? "" },
    });
    if (!answer.ok) return answer;
    if (answer.value.status === 200) return ok(answer.value.body);
    const problem = await problemOf(answer.value);
    return fail(problem.kind === "in_doubt" ? { kind: "unavailable", detail: problem.detail } : problem);
  },
  sendShipment: async (call, news) => {
    const answer = await post(call, "ships", news);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    if (status !== 201 && status !== 409) return fail(await problemOf(answer.value));
    const { id } = JSON.parse(new TextDecoder().decode(body));
    return ok({ kind: status === 201 ? "done" : "already", reference: id });
  },
  setStock: async (call, levels) => {
    const answer = await post(call, "stock", levels);
    if (!answer.ok) return answer;
    if (answer.value.status !== 200) return fail(await problemOf(answer.value));
    return ok(JSON.parse(new TextDecoder().decode(answer.value.body)));
  },
  stockBatch: 3,
};

function post(
  { http, credentials }: Parameters<NonNullable<ChannelApi["sendShipment"]>>[0],
  what: string,
  body: unknown,
): Promise<Result<HttpResponse, ApiProblem>> {
  return http.send({
    method: "POST",
    url: `https://shop.example/${what}`,
    headers: { authorization: credentials["token"] ?? "" },
    body: JSON.stringify(body),
  });
}
