import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHub } from "../../local/hub/start-hub.ts";
import { seeded } from "../property/seeded.ts";
import { type HubClient, type Json, makeHubClient } from "../support/hub-client.ts";
import { noteGrants } from "../support/note-grants.ts";
import { freePort, type HubProcess, startHubProcess } from "./hub-process.ts";

const heading = "order_no,placed_at,sku,quantity,unit_price,is_paid";
const row = (no: number, quantity = "1"): string => `L-${no},2026-11-20 10:00,TEA-${no % 5},${quantity},5.00,no`;

/** Unpaid orders of one row each; every hundredth row is wrong. */
function largeFile(rows: number): string {
  return [heading, ...Array.from({ length: rows }, (_, no) => row(no, no % 100 === 99 ? "none" : "1"))].join("\r\n");
}

async function imports(client: HubClient): Promise<readonly Json[]> {
  return client.list("/v1/imports");
}

async function endOf(client: HubClient, fileName: string): Promise<Json> {
  for (;;) {
    const job = (await imports(client)).find((each) => each["fileName"] === fileName);
    if (job !== undefined && job["finishedAt"] !== null)
      return (await client.get(`/v1/imports/${job["importId"]}`)).body;
    await sleep(100);
  }
}

/** Of each row; the demo merchant reads Chinese. */
async function statuses(receiptUrl: unknown): Promise<readonly string[]> {
  const lines = (await (await fetch(String(receiptUrl))).text()).trim().split(/\r?\n/);
  const at = (lines[0] ?? "").split(",").indexOf("状态");
  return lines.slice(1).map((line) => line.split(",")[at] ?? "");
}

describe("imports on the local hub", () => {
  let hub: Awaited<ReturnType<typeof startHub>>;
  let client: HubClient;
  beforeAll(async () => {
    hub = await startHub({ port: 0, quiet: true });
    client = makeHubClient(hub.localJson);
  }, 120_000);
  afterAll(async () => {
    noteGrants(hub);
    await hub.stop();
  });

  async function send(path: string, method: string, body?: object): Promise<{ status: number; body: Json }> {
    const headers = { authorization: `Bearer ${hub.localJson.tokens["operator"]}`, "content-type": "application/json" };
    return client.call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  async function uploadedByLink(fileName: string, body: string, wish: object): Promise<number> {
    const made = await send("/v1/imports", "POST", { fileName, bytes: Buffer.byteLength(body), ...wish });
    const { upload } = made.body as { upload: { url: string; headers: Record<string, string> } };
    const tooLong = await fetch(upload.url, { method: "PUT", headers: upload.headers, body: `${body}.` });
    expect(tooLong.ok, "a file of another size").toBe(false);
    return (await fetch(upload.url, { method: "PUT", headers: upload.headers, body })).status;
  }

  it("takes a large file chunk by chunk, tells how far it is, and accounts for every row", async () => {
    const rows = 500;
    expect(await uploadedByLink("large.csv", largeFile(rows), { kind: "orders" })).toBe(200);
    const job = await endOf(client, "large.csv");

    expect(job).toMatchObject({ state: "applied_with_errors", rows, applied: 495, failed: 5, secondsLeft: 0 });
    const told = await statuses(job["receiptUrl"]);
    expect(told.map((status, no) => (no % 100 === 99) === (status === "失败"))).toEqual(new Array(rows).fill(true));
    expect(await client.list("/v1/orders")).toHaveLength(495);
  }, 120_000);

  it("looks first where all or nothing is asked for, and stops where somebody says so", async () => {
    const body = largeFile(500).replaceAll("L-", "R-");
    await uploadedByLink("all.csv", body, { kind: "orders", policy: "reject-all" });
    expect(await endOf(client, "all.csv")).toMatchObject({
      state: "rejected",
      applied: 0,
      failed: 5,
      notApplied: 495,
    });

    await client.files.put("imports", "demo/orders/stopped.csv", largeFile(700).replaceAll("L-", "S-"));
    let id: unknown;
    while (id === undefined)
      id = (await imports(client)).find(({ fileName }) => fileName === "stopped.csv")?.["importId"];
    const { status } = await send(`/v1/imports/${id}`, "DELETE");
    const stopped = await endOf(client, "stopped.csv");
    expect([202, 409]).toContain(status);
    expect(Number(stopped["applied"]) + Number(stopped["failed"]) + Number(stopped["notApplied"])).toBe(700);
    expect((await send(`/v1/imports/${id}`, "DELETE")).status).toBe(409);
  }, 120_000);

  it("gives a template that imports as it stands", async () => {
    const headers = { authorization: `Bearer ${hub.localJson.tokens["operator"]}` };
    const template = await fetch(`${hub.localJson.api}/v1/import-templates/stock?language=zh`, { headers });
    expect(template.headers.get("content-disposition")).toBe('attachment; filename="stock-template-zh.xlsx"');
    await client.files.put("imports", "demo/stock/from-template.xlsx", new Uint8Array(await template.arrayBuffer()));
    expect(await endOf(client, "from-template.xlsx")).toMatchObject({ state: "applied", applied: 2, failed: 0 });
  }, 60_000);

  it("asks once what unknown headings mean", async () => {
    const body = "Artikelnr,Lagerort,Bestand neu\nTEA-9,SHA,5";
    await client.files.put("imports", "demo/stock/de.csv", body);
    const unknown = await endOf(client, "de.csv");
    const unmapped = unknown["unmapped"] as { headerSet: string; headings: string[] };
    const fields = { Artikelnr: "sku", Lagerort: "warehouse", "Bestand neu": "on_hand" };
    const path = `/v1/import-mappings/stock/${unmapped.headerSet}`;
    expect((await send(path, "PUT", { headings: unmapped.headings, fields: { Artikelnr: "sku" } })).status).toBe(422);
    expect((await send(path, "PUT", { headings: unmapped.headings, fields })).status).toBe(200);

    await client.files.put("imports", "demo/stock/de-2.csv", body);
    expect(await endOf(client, "de-2.csv")).toMatchObject({ state: "applied", mapping: unmapped.headerSet });
    expect(await client.list("/v1/import-mappings")).toHaveLength(1);
    expect((await send(path, "DELETE")).status).toBe(200);
  }, 60_000);
});

const ROWS = 600;
const KILLS = 5;
/** Longer than the queue of imports hides a message: what a killed worker held comes back after it. */
const HIDDEN_MS = 1_830_000;

describe("a hub that is killed five times while it imports", () => {
  it("ends with the rows, orders and receipt of one that was not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "orderhub-import-kill-"));
    const random = seeded(20261122);
    const args = ["--port", String(await freePort()), "--data", folder];
    let hub: HubProcess | undefined;
    try {
      hub = await startHubProcess(args);
      await makeHubClient(hub.local).files.put("imports", "demo/orders/large.csv", largeFile(ROWS));
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(200 + random() * 1_500);
        await hub.end("SIGKILL");
        hub = await startHubProcess(args);
        await advance(makeHubClient(hub.local));
      }
      const client = makeHubClient(hub.local);
      const job = await endOf(client, "large.csv");

      expect(job).toMatchObject({ state: "applied_with_errors", rows: ROWS, applied: ROWS * 0.99, failed: ROWS / 100 });
      const told = await statuses(job["receiptUrl"]);
      expect(told.map((status, no) => (no % 100 === 99 ? "失败" : "已导入") === status)).toEqual(
        new Array(ROWS).fill(true),
      );
      const orders = await client.list("/v1/orders");
      expect(new Set(orders.map(({ channelOrderNo }) => channelOrderNo)).size).toBe(ROWS * 0.99);
      expect(orders).toHaveLength(ROWS * 0.99);
      const deliveries = await client.list("/deliveries");
      expect(deliveries.length, "each order was told once").toBe(ROWS * 0.99);
    } finally {
      if (hub?.isAlive() === true) await hub.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

async function advance(client: HubClient): Promise<void> {
  const body = JSON.stringify({ ms: HIDDEN_MS });
  const { status } = await client.call("/_local/advance-clock", { method: "POST", body });
  expect(status).toBe(200);
}
