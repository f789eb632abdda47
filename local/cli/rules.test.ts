import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { routes as manageHolds } from "../../functions/operators/manage-holds.handler.ts";
import { routes as manageNetwork } from "../../functions/operators/manage-network.handler.ts";
import { routes as manageRules } from "../../functions/operators/manage-rules.handler.ts";
import { routes as publishRules } from "../../functions/operators/publish-rules.handler.ts";
import { routes as readConnections } from "../../functions/operators/read-connections.handler.ts";
import { routes as readOrders } from "../../functions/operators/read-orders.handler.ts";
import { routes as readRouting } from "../../functions/operators/read-routing.handler.ts";
import { routes as readRules } from "../../functions/operators/read-rules.handler.ts";
import { warehouseCode } from "../../shared/kernel/ids.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeReleaseHold } from "../../shared/orders/release-hold.ts";
import { problemAnswer } from "../../shared/platform/http-answer.ts";
import type { Route } from "../../shared/platform/http-route.ts";
import { makePutInForce } from "../../shared/routing/put-in-force.ts";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import type { Table } from "../../shared/table/port.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { runCommandLine } from "./run.ts";

let world: World;
let server: Server;
let api: string;
let folder: string;
let asked: string[];

beforeEach(async () => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "orderhub-rules-"));
  world = await makeWorld({
    warehouses: [{ code: warehouseCode("SHA") }, { code: warehouseCode("CAN"), priority: 2 }],
  });
  for (const warehouse of ["SHA", "CAN"]) await world.count("TEA", warehouse, 30);
  for (let no = 0; no < 6; no += 1) await world.apply(anOrderOf(no, [["TEA", 1 + (no % 2)]]));
  await world.settle();
  server = createServer(async (request, response) => {
    const { status, body } = await answered(world.table, request);
    response.statusCode = status;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** The real handlers on the world's table, as the API would call them. */
async function answered(table: Table, request: IncomingMessage): Promise<{ status: number; body: string }> {
  const url = new URL(request.url ?? "/", "http://hub");
  let body = "";
  for await (const chunk of request) body += String(chunk);
  asked.push(`${request.method} ${url.pathname}`);
  const deps = { table, readMerchant: async () => aMerchant(), now: () => new Date(), pause: async () => undefined };
  const all: readonly (readonly [Readonly<Record<string, Route<never>>>, unknown])[] = [
    [{ ...readOrders, ...readRouting, ...readConnections, ...manageNetwork }, table],
    [
      { ...readRules, ...manageRules, ...publishRules },
      { table, inForce: makePutInForce({ table, backorders: memoryQueue() }), now: () => new Date() },
    ],
    [manageHolds, makeReleaseHold(makeChangeOrder(deps))],
  ];
  for (const [routes, services] of all) {
    for (const [key, route] of Object.entries(routes)) {
      const [method = "", path = ""] = key.split(" ");
      const found = new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(url.pathname);
      if (method !== request.method || found === null) continue;
      const principal = { merchantId: aMerchantId, role: "operator", subject: "mei" } as const;
      const query = Object.fromEntries(url.searchParams);
      const call = { principal, path: url.pathname, params: { ...found.groups }, query, body, requestId: "r" };
      const answer = await route(call, services as never);
      return answer.ok ? answer.value : problemAnswer(answer.error, call);
    }
  }
  return { status: 404, body: "{}" };
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const to = (name: "out" | "err") => ({
    write: (text: string): void => {
      written[name] += text;
    },
  });
  const env = { ORDERHUB_API: api, ORDERHUB_TOKEN: "t" };
  const code = await runCommandLine({ args, folder, home: folder, env, stdout: to("out"), stderr: to("err") });
  return { code, ...written };
}

function file(name: string, rules: readonly object[]): string {
  writeFileSync(join(folder, name), JSON.stringify({ rules }));
  return name;
}

const fromCanton = { name: "Canton", when: "true", actions: [{ do: "prefer", warehouses: ["CAN"] }] };
const day = (): string => world.orders()[0]?.booking?.day ?? "";

describe("orderhub rules", () => {
  it("checks a file, with the merchant's own names and without a hub", async () => {
    const wrong = file("wrong.json", [{ ...fromCanton, when: "order.totl > 5" }]);
    const { code, out } = await run("rules", "check", wrong);
    expect(code).toBe(1);
    expect(out).toContain("order.total");
    expect(out).toContain("1:7");
    const misspelt = file("name.json", [{ ...fromCanton, actions: [{ do: "prefer", warehouses: ["CNA"] }] }]);
    expect((await run("rules", "check", misspelt)).code).toBe(1);
    const offline = await run("rules", "check", misspelt, "--api", "http://127.0.0.1:9", "--token", "t");
    expect(offline).toMatchObject({ code: 0 });
    expect(offline.out).toContain("no hub runs");
  });

  it("drafts, publishes, shows and brings back", async () => {
    await run("rules", "draft", file("canton.json", [fromCanton]));
    expect((await run("rules", "publish")).out).toContain("counts from");
    const { out } = await run("rules");
    expect(out).toContain("is in force since");
    expect(out).toContain("Canton");
    expect((await run("rules", "bring-back", "0")).out).toContain("no rule set counts");
    expect((await run("rules")).out).toContain("no rule set is in force: warehouses are asked by their own priority");
  });

  it("tries a file on past orders, changes nothing by that, and puts it in force when told to", async () => {
    const canton = file("canton.json", [fromCanton]);
    const tried = await run("rules", "what-if", canton, "--from", day(), "--workbook", "moved.xlsx");
    expect(tried.err).toContain("6 orders of 1 days");
    expect(tried.out).toContain("6 of 6 orders (100.0 %) would go another way");
    expect(asked.filter((call) => !call.startsWith("GET "))).toEqual([]);
    const sheet = await readSheet(new Uint8Array(readFileSync(join(folder, "moved.xlsx"))));
    expect(sheet.ok).toBe(true);

    const json = await run("rules", "what-if", canton, "--from", day(), "--json");
    const result = JSON.parse(json.out) as Record<string, unknown>;
    expect(result).toMatchObject({
      orders: 6,
      moved: 6,
      before: { parcels: 6 },
      after: { parcels: 6 },
      published: null,
    });
    expect((await run("rules", "what-if", canton, "--from", day(), "--json")).out).toBe(json.out);

    const put = await run("rules", "what-if", canton, "--from", day(), "--publish");
    expect(put.out).toContain("canton.json is put in force");
    const again = await run("rules", "what-if", canton, "--from", day());
    expect(again.out).toContain("0 of 6 orders");
    const version = /version (\d+) is in force/.exec((await run("rules")).out)?.[1] ?? "";
    const back = await run("rules", "what-if", "--version", version, "--against", "0", "--from", day());
    expect(back.out).toContain("6 of 6 orders");
  });
});

describe("orderhub order --why", () => {
  it.each([
    ["en", "Warehouses, in the order asked", "chosen"],
    ["zh", "仓库（按询问顺序）", "选中"],
  ])("tells every number in %s", async (language, title, verdict) => {
    const { orderId } = world.orders()[0] ?? { orderId: "" };
    const { code, out } = await run("order", orderId, "--why", "--lang", language);
    expect(code).toBe(0);
    expect(out).toContain(title);
    expect(out).toMatch(new RegExp(`SHA +${verdict}`));
    expect(out).toMatch(/TEA +SHA +30/);
  });

  it("gives the receipt itself to programs", async () => {
    const { orderId } = world.orders()[0] ?? { orderId: "" };
    const { receipts } = JSON.parse((await run("order", orderId, "--why", "--json")).out) as { receipts: object[] };
    expect(receipts).toMatchObject([
      { warehouses: [{ warehouse: "SHA", verdict: "chosen" }, {}], plan: { isProven: true } },
    ]);
  });
});

describe("orderhub release", () => {
  it("wants a note, and says what the hub says", async () => {
    const { orderId } = world.orders()[0] ?? { orderId: "" };
    expect((await run("release", orderId, "held_by_rule")).code).toBe(2);
    const { code, err } = await run("release", orderId, "held_by_rule", "--note", "called");
    expect(code).toBe(1);
    expect(err).toContain("not held for this reason");
  });
});
