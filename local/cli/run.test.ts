import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommandLine } from "./run.ts";

type Answer = { readonly status?: number; readonly body: unknown };

let server: Server;
let api: string;
let folder: string;
let answers: Record<string, Answer | ((body: string) => Answer)>;
let asked: string[];

beforeEach(async () => {
  answers = {};
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "orderhub-cli-"));
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      const key = `${request.method} ${request.url}`;
      asked.push(`${key} ${request.headers.authorization ?? ""}`.trim());
      const found = answers[key] ?? { status: 404, body: { title: "Not found", detail: key, code: "not_found" } };
      const answer = typeof found === "function" ? found(body) : found;
      response.statusCode = answer.status ?? 200;
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const to = (name: "out" | "err") => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await runCommandLine({
    args,
    folder,
    home: folder,
    env: {},
    stdout: to("out"),
    stderr: to("err"),
  });
  return { code, ...written };
}

function localHubRuns(): void {
  mkdirSync(join(folder, ".orderhub"));
  const tokens = { operator: "op-token", finance: "fin-token" };
  writeFileSync(join(folder, ".orderhub", "local.json"), JSON.stringify({ api, tokens }));
}

const seal = { report: "sales", day: "2026-11-21", version: 1, state: "sealed", sealedAt: "", rows: 1, note: "" };

describe("the command line", () => {
  it("ends with 3 and says how to start a hub when there is none", async () => {
    const { code, err } = await run("orders");

    expect(code).toBe(3);
    expect(err).toContain("npm start");
  });

  it("ends with 3 when nobody answers at the address", async () => {
    const { code, err } = await run("orders", "--api", "http://127.0.0.1:9", "--token", "t");

    expect(code).toBe(3);
    expect(err).toContain("nobody answers at http://127.0.0.1:9");
  });

  it("ends with 2 for a word or option it does not know, and names what there is", async () => {
    expect(await run("ordrs")).toMatchObject({ code: 2, err: expect.stringContaining("there is status, orders") });
    expect(await run("orders", "--colour")).toMatchObject({ code: 2, err: expect.stringContaining("--colour") });
    expect(await run("orders", "--limit", "many")).toMatchObject({ code: 2 });
  });

  it("answers plainly for what is planned and not there yet", async () => {
    expect(await run("replay", "x")).toMatchObject({ code: 2, err: expect.stringMatching(/yet/) });
  });

  it("uses the running hub's token of the role", async () => {
    localHubRuns();
    answers["GET /v1/orders?limit=50"] = { body: { items: [], cursor: null } };
    answers["GET /v1/reports?day=2026-11-21"] = { body: { items: [] } };

    expect(await run("orders")).toMatchObject({ code: 0, out: "no such orders\n" });
    expect(await run("export", "2026-11-21")).toMatchObject({
      code: 1,
      err: expect.stringContaining("not been sealed"),
    });
    expect(asked).toEqual([
      "GET /v1/orders?limit=50 Bearer op-token",
      "GET /v1/reports?day=2026-11-21 Bearer fin-token",
    ]);
  });

  it("repeats the hub's own words when it says no", async () => {
    localHubRuns();
    answers["GET /v1/alerts?state=open&limit=200"] = {
      status: 403,
      body: {
        title: "Your role may not do this",
        detail: "This address is for operators.",
        code: "forbidden",
        requestId: "r1",
      },
    };

    const { code, err } = await run("alerts");

    expect(code).toBe(1);
    expect(err).toContain("Your role may not do this: This address is for operators.");
    expect(err).toContain("request r1");
  });

  it("follows cursors up to the limit and prints nothing but JSON when asked", async () => {
    localHubRuns();
    const item = (orderId: string) => ({ orderId, status: "shipped" });
    answers["GET /v1/orders?limit=3"] = { body: { items: [item("a"), item("b")], cursor: "c1" } };
    answers["GET /v1/orders?limit=1&cursor=c1"] = { body: { items: [item("c")], cursor: "c2" } };

    const { out } = await run("orders", "--limit", "3", "--json");

    expect(JSON.parse(out)).toEqual([item("a"), item("b"), item("c")]);
  });

  it("finds an order by the shop's number, with or without its #, and asks when two shops have it", async () => {
    localHubRuns();
    const summary = (orderId: string) => ({
      orderId,
      status: "shipped",
      connectionId: "x",
      warehouses: [],
      placedAt: null,
    });
    answers["GET /v1/orders?channelOrderNo=1001&limit=50"] = { body: { items: [], cursor: null } };
    answers["GET /v1/orders?channelOrderNo=%231001&limit=50"] = {
      body: { items: [summary("ord_a"), summary("ord_b")], cursor: null },
    };

    const { code, err } = await run("order", "1001");

    expect(code).toBe(1);
    expect(err).toContain("2 orders have the number #1001");
    expect(err).toContain("ord_b");
  });

  it("uploads a file, waits for its end and saves the receipt beside it", async () => {
    localHubRuns();
    writeFileSync(join(folder, "count.csv"), "sku,warehouse,on_hand\nA,SHA,1\n");
    let uploaded = "";
    const job = {
      importId: "imp_1",
      kind: "stock",
      objectKey: "demo/stock/x/count.csv",
      state: "applied",
      rows: 1,
      rowsDone: 1,
      applied: 1,
      unchanged: 0,
      failed: 0,
      notApplied: 0,
      rowsPerSecond: null,
      secondsLeft: 0,
      reason: "",
      unmapped: null,
      failedRowsKey: "",
      failedRowsUrl: null,
      receiptKey: "demo/receipts/imp_1/count.csv",
      finishedAt: "2026-11-21T00:00:00Z",
      receiptUrl: `${api}/receipt`,
    };
    answers["POST /v1/imports"] = {
      status: 201,
      body: { key: job.objectKey, upload: { method: "PUT", url: `${api}/upload`, headers: { "content-type": "x/y" } } },
    };
    answers["PUT /upload"] = (body) => {
      uploaded = body;
      return { body: "" };
    };
    answers["GET /v1/imports?limit=50"] = { body: { items: [job], cursor: null } };
    answers["GET /v1/imports/imp_1"] = { body: job };
    answers["GET /receipt"] = { body: "the receipt" };

    const { code, out } = await run("import", "count.csv", "--kind", "stock", "--wait");

    expect(code).toBe(0);
    expect(uploaded).toContain("A,SHA,1");
    expect(readFileSync(join(folder, "count.receipt.csv"), "utf8")).toBe("the receipt");
    expect(out).toContain("1 rows: 1 applied, 0 unchanged, 0 failed");
  });

  it("says what headings mean, once, from the import that did not know them", async () => {
    localHubRuns();
    let said = "";
    const unmapped = { headerSet: "abc", headings: ["Artikelnr", "Lager"], missing: ["sku"], suggestions: [] };
    answers["GET /v1/imports/imp_1"] = { body: { importId: "imp_1", kind: "stock", fileName: "a.csv", unmapped } };
    answers["PUT /v1/import-mappings/stock/abc"] = (body) => {
      said = body;
      return { body: { ...JSON.parse(body), kind: "stock", headerSet: "abc", savedAt: "2026-11-21T00:00:00.000Z" } };
    };

    expect(await run("mappings", "save", "imp_1", "Farbe=sku")).toMatchObject({ code: 2 });
    const { code, out } = await run("mappings", "save", "imp_1", "Artikelnr=sku", "Lager=warehouse");

    expect(code).toBe(0);
    expect(JSON.parse(said)).toEqual({
      headings: ["Artikelnr", "Lager"],
      fields: { Artikelnr: "sku", Lager: "warehouse" },
    });
    expect(out).toContain("upload a.csv again");
  });

  it("says which files are taken before it asks the hub", async () => {
    writeFileSync(join(folder, "count.pdf"), "");
    expect(await run("import", "count.pdf", "--kind", "stock")).toMatchObject({
      code: 2,
      err: expect.stringContaining(".xlsx"),
    });
    expect(await run("import", "none.xlsx", "--kind", "stock")).toMatchObject({ code: 2 });
    expect(await run("import", "count.csv")).toMatchObject({
      code: 2,
      err: expect.stringContaining("orders or stock"),
    });
  });

  it("downloads the sealed files and refuses one that is not what the manifest says", async () => {
    localHubRuns();
    const sha256 = createHash("sha256").update("a,b\n").digest("hex");
    const file = { name: "sales-2026-11-21.csv", bytes: 4, sha256, url: `${api}/file` };
    answers["GET /v1/reports?day=2026-11-21"] = { body: { items: [seal] } };
    answers["GET /v1/reports/sales/2026-11-21"] = {
      body: { ...seal, manifest: { rows: 1, sums: {}, files: [file] } },
    };
    answers["GET /file"] = { body: "a,b\n" };

    expect(await run("export", "2026-11-21", "--out", "books")).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, "books", file.name), "utf8")).toBe("a,b\n");
    expect(readFileSync(join(folder, "books", "sales-2026-11-21.manifest.json"), "utf8")).not.toContain("url");

    answers["GET /file"] = { body: "a,c\n" };
    const changed = await run("export", "2026-11-21", "--out", "again");
    expect(changed.code).toBe(1);
    expect(changed.err).toContain("is not what the manifest says");
    expect(existsSync(join(folder, "again", file.name))).toBe(false);
  });

  it("seals a span of days, shows how far it is, and says which day was not published", async () => {
    localHubRuns();
    const progress = (state: string, note: string) => ({ day: "2026-11-21", state, version: 1, rows: 7, note });
    const states = [progress("under_way", "reading orders"), progress("sealed", "")];
    answers["POST /v1/reports/backfill"] = { status: 202, body: { isAsked: true, days: 1 } };
    answers["GET /v1/reports/backfill?from=2026-11-21&to=2026-11-21"] = () => {
      return { body: { items: [states.length > 1 ? states.shift() : states[0]] } };
    };

    const sealed = await run("reports", "backfill", "2026-11-21", "2026-11-21");
    expect(sealed).toMatchObject({ code: 0, err: expect.stringContaining("1 of 1 days sealed, 7 facts") });
    states[0] = progress("failed_tie_out", "facts: sale:ord_1 (lines = booking: 3 ≠ 4)");
    const failed = await run("reports", "backfill", "2026-11-21", "2026-11-21");
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("sale:ord_1") });
    expect(await run("reports", "backfill", "2026-11-21")).toMatchObject({ code: 2 });
    expect(await run("reports", "mend")).toMatchObject({ code: 2 });
  });

  it("states a rate, and shows those of a pair", async () => {
    localHubRuns();
    const rate = {
      from: "USD",
      to: "CNY",
      day: "2026-11-20",
      rate: "7.1234",
      source: "PBOC",
      savedAt: "",
      savedBy: "Mei",
    };
    answers["PUT /v1/rates/USD/CNY/2026-11-20"] = { status: 201, body: { kind: "created", ...rate } };
    answers["GET /v1/rates/USD/CNY"] = { body: { items: [rate] } };

    const stated = await run("rates", "USD", "CNY", "2026-11-20", "7.1234", "--source", "PBOC");
    expect(stated.out).toContain("1 USD = 7.1234 CNY on 2026-11-20 (PBOC): created");
    expect((await run("rates", "USD", "CNY")).out).toContain("7.1234");
    expect(await run("rates", "USD", "CNY", "2026-11-20", "7.1234")).toMatchObject({ code: 2 });
  });

  it("moves the clock of a local hub only, by a span a person writes", async () => {
    localHubRuns();
    let sent = "";
    answers["POST /_local/advance-clock"] = (body) => {
      sent = body;
      return { body: { now: "2026-11-22T00:00:00.000Z" } };
    };

    expect(await run("advance-clock", "1d12h")).toMatchObject({ code: 0, out: expect.stringContaining("2026-11-22") });
    expect(JSON.parse(sent)).toEqual({ ms: 129_600_000 });
    expect(await run("advance-clock", "soon")).toMatchObject({ code: 2 });
    expect(await run("advance-clock", "1h", "--api", "https://hub.example", "--token", "t")).toMatchObject({ code: 2 });
  });
});

describe("parcels and what shops are told", () => {
  const order = { orderId: "ord_1", status: "allocated", warehouses: ["SHA"] };

  it("ships from the only warehouse there is, and takes a parcel back", async () => {
    localHubRuns();
    let sent = "";
    answers["GET /v1/orders/ord_1"] = { body: order };
    answers["POST /v1/orders/ord_1/shipments"] = (body) => {
      sent = body;
      return { status: 201, body: { shipmentId: "shp_1", isRepeated: false, status: "shipped" } };
    };
    answers["DELETE /v1/orders/ord_1/shipments/shp_1?reason=wrong+parcel"] = { body: { status: "allocated" } };

    const shipped = await run("ship", "ord_1", "--carrier", "SF", "--tracking", "SF1");
    const undone = await run("ship", "ord_1", "--undo", "shp_1", "--reason", "wrong parcel");

    expect(shipped).toMatchObject({ code: 0, out: "shp_1 is recorded; the order is shipped\n" });
    expect(JSON.parse(sent)).toEqual({ warehouse: "SHA", carrier: { code: "SF" }, trackingNo: "SF1" });
    expect(undone.out).toBe("shp_1 is taken back; the order is allocated\n");
  });

  it("asks for the warehouse when there are several, and for what is missing", async () => {
    localHubRuns();
    answers["GET /v1/orders/ord_1"] = { body: { ...order, warehouses: ["CAN", "SHA"] } };

    expect(await run("ship", "ord_1", "--carrier", "SF", "--tracking", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining("CAN, SHA: say --warehouse"),
    });
    expect(await run("ship", "ord_1", "--tracking", "1")).toMatchObject({ code: 2 });
  });

  it("lists what channels refused, and has one told again", async () => {
    localHubRuns();
    const telling = { orderId: "ord_1", shipmentId: "shp_1", connectionId: "shop", trackingNo: "SF1", attempts: 1 };
    const refused = { ...telling, state: "refused", lastAt: "2026-11-21T10:30:00.000Z", why: "422: carrier" };
    answers["GET /v1/tellings?state=refused&limit=50"] = { body: { items: [refused], cursor: null } };
    answers["GET /v1/orders/ord_1"] = { body: order };
    answers["POST /v1/orders/ord_1/shipments/shp_1/telling"] = { status: 202, body: { isAsked: true } };

    expect((await run("tellings", "--state", "refused")).out).toContain("422: carrier");
    expect((await run("tellings", "again", "ord_1", "shp_1")).out).toBe("the channel is told once more\n");
  });

  it("changes what a shop is told of stock and keeps the rest", async () => {
    localHubRuns();
    const stock = { isOn: false, buffer: 0, quota: 9, warehouses: null, minIntervalSeconds: 30 };
    const carriers = { SF: { code: "44", name: "顺丰" } };
    let sent = "";
    answers["GET /v1/connections/shop/write-back"] = { body: { stock, carriers } };
    answers["PUT /v1/connections/shop/write-back"] = (body) => {
      sent = body;
      return { body: {} };
    };
    const listing = {
      sku: "TEA",
      isOffered: true,
      told: { quantity: 4, at: "2026-11-21T10:30:00.000Z" },
      trouble: null,
    };
    answers["GET /v1/connections/shop/listings?limit=50"] = { body: { items: [listing], cursor: null } };

    const shown = await run("publishing", "shop", "--on", "--buffer", "2", "--quota", "none");

    expect(JSON.parse(sent)).toEqual({ stock: { ...stock, isOn: true, buffer: 2, quota: null }, carriers });
    expect(shown.out).toContain("TEA");
    expect(await run("publishing", "shop", "--on", "--off")).toMatchObject({ code: 2 });
  });
});
