import type { ApiCall, ApiProblem, ChannelApi, HttpRequest, HttpResponse } from "../../shared/channels/api.ts";
import { fail, ok, type Result } from "../../shared/kernel/result.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";
import { makeOrderBook, pageOf } from "./simulators/order-book.ts";
import { jsonAnswer, type Simulator } from "./simulators/simulator.ts";

/** An order as the plain channel holds it. */
export type PlainOrder = { readonly incoming: IncomingOrder; readonly createdMs: number };

const MINUTE = 60_000;
const PAGE = 3;

type Answer = { readonly [name: string]: unknown };

/** The API of the plain channel: a bearer token, refresh tokens that are good for one use, lists by time, messages. */
export const plainApi: ChannelApi & { readonly messages: NonNullable<ChannelApi["messages"]> } = {
  name: "plain",
  credentials: [{ name: "refreshToken", about: "for tests", isSecret: true }],
  limit: { perSecond: 50, burst: 50 },
  listing: {
    by: ["changed", "created"],
    maxWindowMs: 60 * MINUTE,
    settleMs: 2 * MINUTE,
    overlapMs: 10 * MINUTE,
    historyDays: 30,
  },
  listOrders: async (call, { by, from, until, page }) => {
    const query = new URLSearchParams({ by, from, until, page: page ?? "0" });
    const answer = await ask(call, `/orders?${query}`);
    if (!answer.ok) return answer;
    const { orders, next, total } = answer.value as unknown as {
      orders: { channelOrderId: string; changedAt: string; createdAt: string }[];
      next: string | null;
      total: number;
    };
    return ok({ orders, next, total });
  },
  readOrder: async (call, id) => {
    const answer = await ask(call, `/orders/${id}`);
    return answer.ok ? ok(new TextEncoder().encode(JSON.stringify(answer.value))) : answer;
  },
  messages: {
    consume: async (call) => {
      const answer = await ask(call, "/messages");
      if (!answer.ok) return answer;
      const { messages } = answer.value as unknown as { messages: { id: string; order: string }[] };
      return ok(messages.map(({ id, order }) => ({ messageId: id, topic: "push", body: said({ pull: [order] }) })));
    },
    confirm: async (call, ids) => {
      const answer = await ask(call, `/messages/confirm?ids=${ids.join(",")}`, "POST");
      return answer.ok ? ok(null) : answer;
    },
  },
  refreshCredentials: async (call) => {
    const token = call.credentials["refreshToken"];
    const answer = await ask(call, `/token?refresh=${token}`, "POST", false);
    return answer.ok ? ok(answer.value as Record<string, string>) : answer;
  },
};

function said(body: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body));
}

async function ask(
  { http, credentials }: ApiCall,
  path: string,
  method: "GET" | "POST" = "GET",
  isRepeatable = true,
): Promise<Result<Answer, ApiProblem>> {
  const headers = { authorization: credentials["accessToken"] ?? "" };
  const request: HttpRequest = { method, url: `https://plain.example${path}`, headers, isRepeatable };
  const sent = await http.send(request);
  if (!sent.ok) return sent;
  const { status, body } = sent.value;
  const detail = `status ${status}`;
  if (status === 200) return ok(JSON.parse(new TextDecoder().decode(body)) as Answer);
  if (status === 404) return fail({ kind: "not_found", detail });
  if (status === 401) return fail({ kind: "unauthorised", detail });
  if (status === 429) return fail({ kind: "rate_limited", retryAfterMs: 1_000 });
  return fail(status >= 500 ? { kind: "unavailable", detail } : { kind: "refused", code: String(status), detail });
}

export type PlainSimulator = Simulator & {
  put(order: PlainOrder): void;
  /** A message that waits until it is confirmed. */
  tell(channelOrderId: string): void;
  readonly waiting: () => number;
  readonly requests: () => number;
  /** How often a used refresh token came again: the hub would have lost the shop. */
  readonly reused: () => number;
};

/** The plain channel on the other side. */
export function makePlainSimulator(now: () => Date): PlainSimulator {
  const book = makeOrderBook<PlainOrder>({
    now,
    read: ({ incoming, createdMs }) => ({ id: incoming.channelOrderId, changedMs: incoming.clock.at, createdMs }),
  });
  const messages = new Map<string, string>();
  let [tokens, requests, reused, messageNo] = [0, 0, 0, 0];
  let [isExpired, isUsed] = [false, false];

  const row = ({ incoming, createdMs }: PlainOrder) => ({
    channelOrderId: incoming.channelOrderId,
    changedAt: new Date(incoming.clock.at).toISOString(),
    createdAt: new Date(createdMs).toISOString(),
  });

  function list(query: URLSearchParams): HttpResponse {
    const [by, from, until] = [query.get("by"), query.get("from") ?? "", query.get("until") ?? ""];
    const wanted = by === "created" ? "created" : "changed";
    const rows = book.listed({ by: wanted, fromMs: Date.parse(from), untilMs: Date.parse(until) });
    const page = pageOf(rows, { start: Number(query.get("page")), size: PAGE }, book.faults);
    const next = page.next === null ? null : String(page.next);
    return jsonAnswer(200, { orders: page.rows.map(row), next, total: rows.length });
  }

  /** An answer that was lost may be asked for again, as long as nothing of it was used. */
  function refresh(token: string | null): HttpResponse {
    const isLost = token === `refresh-${tokens - 1}` && !isUsed;
    if (token !== `refresh-${tokens}` && !isLost) {
      reused += 1;
      return jsonAnswer(400, {});
    }
    if (!isLost) tokens += 1;
    isExpired = false;
    isUsed = false;
    return jsonAnswer(200, { accessToken: `access-${tokens}`, refreshToken: `refresh-${tokens}` });
  }

  return {
    name: "plain",
    credentials: { accessToken: "access-0", refreshToken: "refresh-0" },
    faults: book.faults,
    shipments: [],
    stock: new Map(),
    put: book.put,
    tell: (channelOrderId) => {
      messageNo += 1;
      messages.set(`m${messageNo}`, channelOrderId);
    },
    waiting: () => messages.size,
    requests: () => requests,
    reused: () => reused,
    expireTokens: () => {
      isExpired = true;
    },
    respond: async ({ url, headers }) => {
      requests += 1;
      const { pathname, searchParams } = new URL(url);
      if (pathname === "/token") return refresh(searchParams.get("refresh"));
      if (isExpired || headers?.["authorization"] !== `access-${tokens}`) return jsonAnswer(401, {});
      isUsed = true;
      if (pathname === "/orders") return list(searchParams);
      if (pathname === "/messages") {
        return jsonAnswer(200, { messages: [...messages].slice(0, 2).map(([id, order]) => ({ id, order })) });
      }
      if (pathname === "/messages/confirm") {
        for (const id of searchParams.get("ids")?.split(",") ?? []) messages.delete(id);
        return jsonAnswer(200, {});
      }
      const found = book.find(pathname.slice("/orders/".length));
      return found === null ? jsonAnswer(404, {}) : jsonAnswer(200, { order: found.incoming });
    },
  };
}
