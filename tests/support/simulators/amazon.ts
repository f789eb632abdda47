import type { HttpRequest } from "../../../shared/channels/api.ts";
import { makeOrderBook, pageOf } from "./order-book.ts";
import { type Asked, type Foreign, makeLastingRefresh, type Route, routed } from "./rest-desk.ts";
import { bodyText, jsonAnswer, type Simulator } from "./simulator.ts";

const PAGE_SIZE = 100;

/**
 * The Selling Partner API. `put` takes an answer of getOrder 2026-01-01 (`{"order":{…}}`). `stock` is kept under the seller's
 * sku; what is not in it is no listing.
 */
export function makeAmazonSimulator({ now }: { readonly now: () => Date }): Simulator {
  const tokens = makeLastingRefresh("amazon");
  const book = makeOrderBook<Foreign>({
    now,
    read: ({ order }) => ({
      id: order.orderId,
      changedMs: Date.parse(order.lastUpdatedTime),
      createdMs: Date.parse(order.createdTime),
    }),
  });
  const shipments: Foreign[] = [];
  const stock = new Map<string, number>();

  const search = ({ query }: Asked) => {
    const isChanged = query.has("lastUpdatedAfter");
    if (isChanged === query.has("createdAfter")) return refusal(400, "InvalidInput", "exactly one of the two");
    const word = isChanged ? "lastUpdated" : "created";
    const untilMs = Date.parse(query.get(`${word}Before`) ?? "");
    if (untilMs > now().getTime() - 120_000) return refusal(400, "InvalidInput", "at least two minutes before now");
    const fromMs = Date.parse(query.get(`${word}After`) ?? "");
    const rows = book.listed({ by: isChanged ? "changed" : "created", fromMs, untilMs: untilMs + 1 });
    const start = Number((query.get("paginationToken") ?? "page-0").replace("page-", ""));
    const page = pageOf(rows, { start, size: PAGE_SIZE }, book.faults);
    const next = page.next === null ? {} : { pagination: { nextToken: `page-${page.next}` } };
    return jsonAnswer(200, { orders: page.rows.map(({ order }) => summaryOf(order)), ...next });
  };

  const read = ({ ids, query }: Asked) => {
    const found = book.find(ids[0] ?? "");
    if (found === null) return refusal(404, "NotFound", "the order was not found");
    const hasMoney = query.get("includedData")?.includes("PROCEEDS") ?? false;
    return jsonAnswer(200, hasMoney ? found : { order: summaryOf(found.order) });
  };

  const confirm = ({ ids, body }: Asked) => {
    const found = book.find(ids[0] ?? "");
    if (found === null) return refusal(404, "NotFound", "the order was not found");
    const { packageDetail } = body;
    if (!/^[1-9]\d*$/.test(packageDetail.packageReferenceId)) return refusal(400, "InvalidInput", "packageReferenceId");
    const known = shipments.findIndex((each) => each.packageReferenceId === packageDetail.packageReferenceId);
    if (known >= 0) shipments[known] = packageDetail;
    else shipments.push(packageDetail);
    return { status: 204, headers: {}, body: new Uint8Array() };
  };

  const patchListing = ({ ids, body }: Asked) => {
    const [, sku = ""] = ids;
    if (!stock.has(sku)) return refusal(404, "NOT_FOUND", "no such listing");
    const { quantity } = body.patches[0].value[0];
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      return jsonAnswer(200, { sku, status: "INVALID", issues: [{ code: "90220", message: "quantity is invalid" }] });
    stock.set(sku, quantity);
    return jsonAnswer(200, { sku, status: "ACCEPTED", submissionId: "invented", issues: [] });
  };

  const routes: readonly Route[] = [
    ["GET", /^\/orders\/2026-01-01\/orders$/, search],
    ["GET", /^\/orders\/2026-01-01\/orders\/([^/]+)$/, read],
    ["POST", /^\/orders\/v0\/orders\/([^/]+)\/shipmentConfirmation$/, confirm],
    ["PATCH", /^\/listings\/2021-08-01\/items\/([^/]+)\/([^/]+)$/, patchListing],
  ];

  const giveToken = (request: HttpRequest) => {
    const form = new URLSearchParams(bodyText(request));
    const isApp = form.get("client_id") === "amzn1.invented" && form.get("client_secret") === "invented-secret";
    const access = isApp ? tokens.renew(form.get("refresh_token")) : null;
    if (access === null) return jsonAnswer(400, { error: "invalid_grant", error_description: "not valid" });
    const lasts = { token_type: "bearer", expires_in: 3600, refresh_token: tokens.refresh };
    return jsonAnswer(200, { access_token: access, ...lasts });
  };

  return {
    name: "amazon",
    credentials: {
      clientId: "amzn1.invented",
      clientSecret: "invented-secret",
      refreshToken: tokens.refresh,
      sellerId: "A1DEMOSELLER01",
      marketplaceIds: "ATVPDKIKX0DER, A1F83G8C2ARO7P",
    },
    faults: book.faults,
    shipments,
    stock,
    put: (order) => book.put(structuredClone(order)),
    expireTokens: tokens.expire,
    tooMany: () => refusal(429, "QuotaExceeded", "You exceeded your quota for the requested resource."),
    respond: async (request) => {
      if (new URL(request.url).pathname === "/auth/o2/token") return giveToken(request);
      if (!tokens.isLive(request.headers?.["x-amz-access-token"]))
        return refusal(403, "Unauthorized", "The access token you provided has expired.");
      return routed(routes, request, () => refusal(404, "NotFound", "no such operation"));
    },
  };
}

/** What is told without any dataset. */
function summaryOf({ orderId, createdTime, lastUpdatedTime, programs, salesChannel, orderItems }: Foreign): Foreign {
  return { orderId, createdTime, lastUpdatedTime, programs, salesChannel, orderItems };
}

function refusal(status: number, code: string, message: string) {
  return jsonAnswer(status, { errors: [{ code, message, details: "" }] });
}
