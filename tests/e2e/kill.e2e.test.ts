import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { seeded } from "../property/seeded.ts";
import { type HubClient, type Json, makeHubClient, signedRequest } from "../support/hub-client.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { freePort, type HubProcess, isListening, startHubProcess } from "./hub-process.ts";
import { expectTrueStock } from "./true-stock.ts";
import { stockWorkbook } from "./workbooks.ts";

const ORDERS = 120;
const KILLS = 3;
const SHOPS = 4;
const SCARCE = 25;
/** The longest visibility time of a queue: a message that a killed function held comes back after it. */
const HIDDEN_MS = 360_000;

let hub: HubProcess | undefined;
const folder = mkdtempSync(join(tmpdir(), "orderhub-kill-"));

afterEach(async () => {
  if (hub?.isAlive() === true) await hub.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}, 20_000);

/** Marketplaces that send orders one after another, each again and again until it is accepted. */
function startShops(current: () => HubClient | null) {
  const receipts = new Map<number, string>();
  let next = 0;
  async function shop(): Promise<void> {
    for (let no = next++; no < ORDERS; no = next++) {
      const sku = no % 3 === 0 ? "SCARCE" : "PLENTY";
      const body = shopifyOrder({ no, lines: [{ sku, quantity: 1 }] });
      while (!receipts.has(no)) {
        const receipt = await sendOnce(current(), body, no);
        if (receipt === null) await sleep(30);
        else receipts.set(no, receipt);
      }
    }
  }
  return { receipts, done: Promise.all(Array.from({ length: SHOPS }, shop)) };
}

/** The receipt, or null when nobody answered or the answer was no acceptance. */
async function sendOnce(client: HubClient | null, body: Buffer, no: number): Promise<string | null> {
  if (client === null) return null;
  try {
    const [url, init] = signedRequest(client.local, { topic: "orders/paid", body, deliveryNo: `kill-${no}` });
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.ok ? response.headers.get("x-orderhub-receipt") : null;
  } catch {
    return null;
  }
}

async function admin(client: HubClient, path: string, body?: object): Promise<Json> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const { status, body: answer } = await client.call(`/_local/${path}`, init);
  if (status !== 200) throw new Error(`/_local/${path} answered ${status}: ${JSON.stringify(answer)}`);
  return answer;
}

async function settle(client: HubClient): Promise<void> {
  await admin(client, "idle", {});
  for (let round = 0; round < 3; round += 1) {
    await admin(client, "advance-clock", { ms: HIDDEN_MS });
    await admin(client, "idle", {});
  }
}

describe("a hub that is killed while orders come in", () => {
  it.each([20261121])(
    "keeps every accepted delivery and applies it once (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const args = ["--port", String(await freePort()), "--data", folder];
      let client: HubClient | null = null;
      const start = async (): Promise<HubClient> => {
        hub = await startHubProcess(args);
        return makeHubClient(hub.local);
      };
      client = await start();
      const stock = [
        { sku: "PLENTY", warehouse: "SHA", onHand: 10_000 },
        { sku: "SCARCE", warehouse: "SHA", onHand: SCARCE },
      ];
      await client.files.put("imports", "demo/stock/opening.xlsx", stockWorkbook(stock));
      await admin(client, "idle", {});

      const shops = startShops(() => client);
      for (let kill = 0; kill < KILLS; kill += 1) {
        // Each time within another part of the orders, so that some are accepted and others still to come.
        const enough = ((kill + random()) * ORDERS) / (KILLS + 1);
        while (shops.receipts.size < enough) await sleep(3);
        await sleep(random() * 50);
        client = null;
        await hub?.end("SIGKILL");
        expect(hub?.isAlive()).toBe(false);
        expect(shops.receipts.size).toBeLessThan(ORDERS);
        client = await start();
      }
      await shops.done;
      await settle(client);

      const { receipts } = shops;
      for (const [no, receipt] of receipts) {
        const { body: fate } = await client.get(`/deliveries/${receipt}`, null);
        expect(fate, `order ${no}, receipt ${receipt}`).toMatchObject({ outcome: "applied" });
      }
      const { orders, held } = await expectTrueStock(client, ["PLENTY", "SCARCE"]);
      const numbers = orders.map(({ channelOrderNo }) => channelOrderNo);
      expect(numbers.toSorted()).toEqual([...receipts.keys()].map((no) => `#${no}`).toSorted());
      expect(held.get("SCARCE")).toBe(SCARCE);
      const waiting = orders.filter(({ status }) => status === "backordered");
      expect(waiting).toHaveLength(Math.ceil(ORDERS / 3) - SCARCE);
      expect(orders.filter(({ status }) => status === "allocated")).toHaveLength(ORDERS - waiting.length);
      expect(await deadLetters(client)).toEqual([]);

      const { localJsonPath, local } = hub as HubProcess;
      const end = await (hub as HubProcess).end("SIGINT");
      expect(end.code).toBe(0);
      expect(existsSync(localJsonPath)).toBe(false);
      expect([await isListening(local.api), await isListening(local.endpoints.s3)]).toEqual([false, false]);
    },
    150_000,
  );
});

async function deadLetters(client: HubClient): Promise<readonly string[]> {
  const { queues } = (await admin(client, "metrics")) as { queues: Record<string, { visible: number }> };
  return Object.entries(queues).flatMap(([name, { visible }]) => (visible > 0 ? [name] : []));
}

describe("Ctrl-C", () => {
  it("ends the hub within five seconds: no process, no port, no local.json", async () => {
    hub = await startHubProcess(["--port", "0"]);
    const { local, localJsonPath } = hub;
    expect(await isListening(local.api)).toBe(true);
    expect(existsSync(localJsonPath)).toBe(true);

    const { code, ms } = await hub.end("SIGINT");

    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    expect(hub.isAlive()).toBe(false);
    expect(existsSync(localJsonPath)).toBe(false);
    expect([await isListening(local.api), await isListening(local.endpoints.s3)]).toEqual([false, false]);
  }, 60_000);
});
