import { beforeAll, describe, expect, it } from "vitest";
import type { Json, Role } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { stockWorkbook } from "./workbooks.ts";

const the = useLocalHub();
const roles: readonly Role[] = ["operator", "finance", "warehouse", "service", "viewer"];
const ORDERS = 25;

beforeAll(async () => {
  const counted = stockWorkbook([{ sku: "TEA", warehouse: "SHA", onHand: 20 }]);
  await the().files.put("imports", "demo/stock/count.xlsx", counted);
  await the().hub.idle();
  for (let no = 0; no < ORDERS; no += 1) {
    const placedAt = new Date(Date.now() - (ORDERS - no) * 60_000);
    const body = shopifyOrder({ no, lines: [{ sku: "TEA", quantity: 1 }], placedAt });
    await the().post({ topic: "orders/paid", body, deliveryNo: String(no) });
  }
  await the().hub.idle();
}, 60_000);

async function anOrder(): Promise<Json> {
  const [first] = await the().list("/v1/orders?status=allocated");
  return first ?? {};
}

describe("who may ask", () => {
  const forAll = ["/v1/orders", "/v1/stock", "/v1/stock/TEA", "/v1/alerts", "/v1/imports"];
  const table: readonly (readonly [path: string, allowed: readonly Role[]])[] = [
    ...forAll.map((path) => [path, roles] as const),
    ["/deliveries", ["operator", "service", "viewer", "finance"]],
    ["/v1/reports", ["finance", "operator", "viewer"]],
  ];

  it.each(table)("%s is for %j, and for nobody without a token", async (path, allowed) => {
    for (const role of roles) {
      expect((await the().get(path, role)).status, role).toBe(allowed.includes(role) ? 200 : 403);
    }
    expect((await the().get(path, null)).status).toBe(401);
  });

  it("refuses a role's call with a problem that names the roles it is for", async () => {
    const { status, headers, body } = await the().get("/v1/reports", "warehouse");

    expect(status).toBe(403);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({ status: 403, code: "forbidden", instance: "/v1/reports" });
    expect(body["detail"]).toContain("finance, operator, viewer");
  });

  it.each([
    ["no JWT at all", "Bearer not-a-token"],
    ["a token that was altered", null],
  ])("answers 401 to %s", async (_, header) => {
    const token = await the().hub.token({ merchant: "demo", role: "operator" });
    const altered = `Bearer ${token.slice(0, -4)}AAAA`;
    const { status } = await the().call("/v1/orders", { headers: { authorization: header ?? altered } });
    expect(status).toBe(401);
  });

  it("hides the buyer from those who do not pack or speak to them", async () => {
    const { orderId } = await anOrder();

    const seen = await the().get<{ address: Json }>(`/v1/orders/${orderId}`, "operator");
    const hidden = await the().get<{ address: Json }>(`/v1/orders/${orderId}`, "finance");

    expect(seen.body.address["name"]).toBe("林晓溪");
    expect(hidden.body.address).toMatchObject({ name: "林***", phone: "***1234", street: "***", city: "上海市" });
  });
});

describe("another merchant's token", () => {
  it.each(["/v1/orders", "/v1/stock", "/v1/imports", "/deliveries", "/v1/reports", "/v1/alerts"])(
    "sees an empty %s",
    async (path) => {
      const { status, body } = await the().get(path, "operator", "other");
      expect([status, body["items"]]).toEqual([200, []]);
    },
  );

  it("finds none of our orders, skus, imports or reports by their ids", async () => {
    const { orderId } = await anOrder();
    const [job] = await the().list("/v1/imports");
    const paths = [`/v1/orders/${orderId}`, "/v1/stock/TEA", `/v1/imports/${job?.["importId"]}`];

    for (const path of paths) {
      expect((await the().get(path, "operator")).status, path).toBe(200);
      expect((await the().get(path, "operator", "other")).status, path).toBe(404);
    }
    const byNumber = await the().get<{ items: Json[] }>("/v1/orders?channelOrderNo=%231", "operator", "other");
    expect(byNumber.body.items).toEqual([]);
  });

  it("cannot page on with our cursor", async () => {
    const { body } = await the().get("/v1/orders?limit=5");
    const path = `/v1/orders?limit=5&cursor=${encodeURIComponent(String(body["cursor"]))}`;

    const { status, body: answer } = await the().get(path, "operator", "other");

    expect([200, 400]).toContain(status);
    expect(answer["items"] ?? []).toEqual([]);
  });
});

describe("lists", () => {
  it("give every order once, newest first, page by page", async () => {
    const seen: Json[] = [];
    for (let cursor: unknown = ""; cursor !== null; ) {
      const next = cursor === "" ? "" : `&cursor=${encodeURIComponent(String(cursor))}`;
      const { body } = await the().get<{ items: Json[]; cursor: string | null }>(`/v1/orders?limit=7${next}`);
      expect(body.items.length).toBeLessThanOrEqual(7);
      seen.push(...body.items);
      cursor = body.cursor;
    }

    const numbers = seen.map(({ channelOrderNo }) => Number(String(channelOrderNo).slice(1)));
    expect(numbers).toEqual(Array.from({ length: ORDERS }, (_, index) => ORDERS - 1 - index));
  });

  it("narrow by status and by time", async () => {
    const waiting = await the().list("/v1/orders?status=backordered");
    const halfway = new Date(Date.now() - 10.5 * 60_000).toISOString();
    const recent = await the().list(`/v1/orders?from=${halfway}`);

    expect(waiting).toHaveLength(5);
    expect(recent.length).toBeGreaterThanOrEqual(9);
    expect(recent.length).toBeLessThanOrEqual(11);
  });

  it.each([
    ["/v1/orders?limit=0", "invalid_query"],
    ["/v1/orders?status=nonsense", "invalid_query"],
    ["/v1/orders?cursor=forged", "invalid_query"],
    ["/v1/reports?day=yesterday", "invalid_query"],
  ])("refuse %s with a 400 that says what is wrong", async (path, code) => {
    const { status, body } = await the().get(path);
    expect([status, body["code"]]).toEqual([400, code]);
  });
});

describe("what anyone may read", () => {
  it("is whether the hub can take an order", async () => {
    expect(await the().get("/health", null)).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  it("is the description of the API, with every address this file called", async () => {
    const { status, body } = await the().get<{ openapi: string; paths: Json }>("/openapi.json", null);

    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(["/v1/orders", "/v1/orders/{orderId}", "/v1/stock/{sku}", "/deliveries/{receiptId}"]),
    );
  });

  it("is not a receipt that nobody gave out", async () => {
    const { status, body } = await the().get("/deliveries/dlv_demo_00000000000000000000000000", null);
    expect([status, body["code"]]).toEqual([404, "not_found"]);
  });
});

describe("uploading through the API", () => {
  it("gives a link that takes the file, and shows the import and its receipt", async () => {
    const wish = { kind: "stock", fileName: "linked.xlsx" };
    const made = await the().send("POST", "/v1/imports", wish, "warehouse");
    const {
      url,
      method,
      headers: sent,
    } = made.body["upload"] as { url: string; method: string; headers: Record<string, string> };

    const file = Buffer.from(stockWorkbook([{ sku: "LINKED", warehouse: "CAN", onHand: 3 }]));
    const uploaded = await fetch(url, { method, headers: sent, body: file });
    await the().hub.idle();

    expect([made.status, uploaded.status]).toEqual([201, 200]);
    expect((await the().get("/v1/stock/LINKED")).body).toMatchObject({ onHand: 3 });
    const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === "linked.xlsx");
    const shown = (await the().get(`/v1/imports/${job?.["importId"]}`)).body;
    expect(shown).toMatchObject({ state: "applied", rows: 1, rowsDone: 1 });
    expect((await fetch(String(shown["receiptUrl"]))).status).toBe(200);
  });

  it("refuses a kind or file name it does not know", async () => {
    for (const wish of [
      { kind: "invoices", fileName: "a.xlsx" },
      { kind: "stock", fileName: "../a.exe" },
    ]) {
      const { status, body } = await the().send("POST", "/v1/imports", wish);
      expect([status, body["code"]]).toEqual([400, "invalid_body"]);
    }
  });
});
