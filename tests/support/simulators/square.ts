import type { HttpResponse } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { type Asked, type Foreign, makeLastingRefresh, type Route, routed } from "./rest-desk.ts";
import { jsonAnswer, type Simulator } from "./simulator.ts";

/**
 * The Square API. `put` takes what `readOrder` of the channel gives: an order's answer with its payments, refunds and variations.
 * `stock` is kept under "variation:location"; what is not in it is no article.
 */
export function makeSquareSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeLastingRefresh("square");
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order: { order } }) => ({
      id: order.id,
      changedMs: Date.parse(order.updated_at),
      createdMs: Date.parse(order.created_at),
    }),
  });
  const payments = new Map<string, Foreign>();
  const refunds = new Map<string, Foreign>();
  const variations = new Map<string, Foreign>();
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();
  const used = new Map<string, string>();

  const put = (told: Foreign): void => {
    const envelope = structuredClone(told);
    for (const answer of envelope.payments ?? []) payments.set(answer.payment.id, answer);
    for (const answer of envelope.refunds ?? []) refunds.set(answer.refund.id, answer);
    for (const object of envelope.catalog?.objects ?? []) variations.set(object.id, object);
    book.put(envelope);
  };

  const search = ({ body }: Asked) => {
    const [[field, window] = ["", {}]] = Object.entries<Foreign>(body.query.filter.date_time_filter);
    if (body.query.sort.sort_field !== field.toUpperCase()) return refusal(400, "BAD_REQUEST", "sort by the filter");
    const rows = book
      .listed({
        by: field === "updated_at" ? "changed" : "created",
        fromMs: Date.parse(window.start_at),
        untilMs: Date.parse(window.end_at) + 1,
      })
      .filter(({ order: { order } }) => body.location_ids.includes(order.location_id));
    const page = pageOf(rows, { start: Number(body.cursor ?? 0), size: body.limit }, book.faults);
    const orders = page.rows.map(({ order: { order } }) => order);
    return jsonAnswer(200, {
      ...(orders.length === 0 ? {} : { orders }),
      ...(page.next === null ? {} : { cursor: String(page.next) }),
    });
  };

  const find =
    (from: { get(id: string): Foreign }) =>
    ({ ids }: Asked) => {
      const found = from.get(ids[0] ?? "");
      return found === undefined ? refusal(404, "NOT_FOUND", "no such resource") : jsonAnswer(200, found);
    };

  const update = ({ ids, body }: Asked) => {
    const envelope = structuredClone(book.find(ids[0] ?? ""));
    if (envelope === null) return refusal(404, "NOT_FOUND", "no such order");
    const { order } = envelope.order;
    if (used.get(body.idempotency_key) === JSON.stringify(body)) return jsonAnswer(200, envelope.order);
    if (order.state !== "OPEN") return refusal(400, "BAD_REQUEST", "the order is closed");
    if (body.order.version !== order.version) return refusal(400, "VERSION_MISMATCH", "not the newest version");
    used.set(body.idempotency_key, JSON.stringify(body));
    const [{ uid, state, shipment_details }] = body.order.fulfillments;
    const target = order.fulfillments.find((each: Foreign) => each.uid === uid);
    Object.assign(target, { state });
    Object.assign(target.shipment_details, shipment_details);
    Object.assign(order, { version: order.version + 1, updated_at: now().toISOString() });
    book.put(envelope);
    shipments.push(shipment_details);
    return jsonAnswer(200, envelope.order);
  };

  const count = ({ body }: Asked) => {
    const known = used.get(body.idempotency_key) ?? JSON.stringify(body);
    if (known !== JSON.stringify(body)) return refusal(400, "IDEMPOTENCY_KEY_REUSED", "another body");
    const keyOf = ({ physical_count: each }: Foreign) => `${each.catalog_object_id}:${each.location_id}`;
    if (body.changes.length > 100) return refusal(400, "BAD_REQUEST", "too many changes");
    if (body.changes.some((change: Foreign) => !stock.has(keyOf(change))))
      return refusal(400, "INVALID_VALUE", "no such variation");
    used.set(body.idempotency_key, known);
    for (const change of body.changes) stock.set(keyOf(change), Number(change.physical_count.quantity));
    return jsonAnswer(200, { counts: [] });
  };

  const giveToken = ({ body }: Asked) => {
    const isApp = body.client_id === "sq0idp-invented" && body.client_secret === "invented-secret";
    const access = isApp ? tokens.renew(body.refresh_token) : null;
    if (access === null) return refusal(401, "UNAUTHORIZED", "not valid");
    const expires_at = new Date(now().getTime() + 30 * 86_400_000).toISOString();
    return jsonAnswer(200, { access_token: access, token_type: "bearer", expires_at, refresh_token: tokens.refresh });
  };

  const routes: readonly Route[] = [
    ["POST", /^\/v2\/orders\/search$/, search],
    ["GET", /^\/v2\/orders\/([^/]+)$/, find({ get: (id) => book.find(id)?.order })],
    ["GET", /^\/v2\/payments\/([^/]+)$/, find(payments)],
    ["GET", /^\/v2\/refunds\/([^/]+)$/, find(refunds)],
    [
      "POST",
      /^\/v2\/catalog\/batch-retrieve$/,
      ({ body }) => jsonAnswer(200, { objects: body.object_ids.flatMap((id: string) => variations.get(id) ?? []) }),
    ],
    ["PUT", /^\/v2\/orders\/([^/]+)$/, update],
    ["POST", /^\/v2\/inventory\/changes\/batch-create$/, count],
  ];

  return {
    name: "square",
    credentials: {
      clientId: "sq0idp-invented",
      clientSecret: "invented-secret",
      accessToken: tokens.access(),
      refreshToken: tokens.refresh,
      locationIds: "LDEMOHARBOUR1,LDEMOKYOTO001",
    },
    faults: book.faults,
    shipments,
    stock,
    put,
    expireTokens: tokens.expire,
    tooMany: () => refusal(429, "RATE_LIMITED", "slow down"),
    respond: async (request) => {
      const token: readonly Route[] = [["POST", /^\/oauth2\/token$/, giveToken]];
      const isLive = tokens.isLive(request.headers?.["authorization"]?.replace(/^Bearer /, ""));
      const isVersioned = request.headers?.["square-version"] !== undefined;
      return routed(isLive && isVersioned ? [...token, ...routes] : token, request, () =>
        isLive ? refusal(404, "NOT_FOUND", "no such path") : refusal(401, "ACCESS_TOKEN_EXPIRED", "expired"),
      );
    },
  };
}

function refusal(status: number, code: string, detail: string): HttpResponse {
  return jsonAnswer(status, { errors: [{ category: "INVALID_REQUEST_ERROR", code, detail }] });
}
