import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, type HubProcess, startHubProcess } from "../e2e/hub-process.ts";
import { seeded } from "../property/seeded.ts";
import { type HubClient, type Json, makeHubClient } from "../support/hub-client.ts";

export const IMPORT_KEY = "demo/orders/large.csv";

/** What an import left behind: two that are equal here did the same. */
export type Outcome = {
  readonly figures: Readonly<Record<string, unknown>>;
  /** SHA-256 of the receipt's bytes, and of the orders by number with what they say. */
  readonly receipt: string;
  readonly orders: string;
  readonly orderCount: number;
};

export type KilledImport = {
  readonly outcome: Outcome;
  readonly wallS: number;
  /** How many rows were done when the hub was killed, each time. */
  readonly killedAt: readonly number[];
};

/** Longer than the queue of imports hides a message: what a killed worker held comes back after it. */
const HIDDEN_MS = 1_830_000;
const POLL_MS = 500;

export async function theImport(client: HubClient): Promise<Json> {
  return (await client.list("/v1/imports"))[0] ?? {};
}

export async function outcomeOf(client: HubClient): Promise<Outcome> {
  const { importId } = await theImport(client);
  const job = (await client.get(`/v1/imports/${importId}`)).body;
  const { state, rows, applied, unchanged, skipped, failed, notApplied } = job;
  const orders = await client.list("/v1/orders");
  const told = orders.map(({ orderId, channelOrderNo, status, version, total }) =>
    JSON.stringify([channelOrderNo, orderId, status, version, total]),
  );
  return {
    figures: { state, rows, applied, unchanged, skipped, failed, notApplied },
    receipt: hashOf(await (await fetch(String(job["receiptUrl"]))).text()),
    orders: hashOf(told.toSorted().join("\n")),
    orderCount: orders.length,
  };
}

/** The same file through a hub on disk that is killed with all its processes, each time after a random part of `everyMs`. */
export async function killedImport(
  body: string,
  { kills, everyMs, seed }: { readonly kills: number; readonly everyMs: number; readonly seed: number },
): Promise<KilledImport> {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-import-kills-"));
  const random = seeded(seed);
  const args = ["--port", String(await freePort()), "--data", folder];
  const startedAt = performance.now();
  const killedAt: number[] = [];
  let hub: HubProcess | undefined;
  try {
    hub = await startHubProcess(args);
    await makeHubClient(hub.local).files.put("imports", IMPORT_KEY, body);
    while (killedAt.length < kills) {
      await sleep(everyMs * (0.2 + 0.8 * random()));
      const job = await theImport(makeHubClient(hub.local));
      if (job["finishedAt"] != null) break;
      await hub.end("SIGKILL");
      killedAt.push(Number(job["rowsDone"] ?? 0));
      hub = await startHubProcess(args);
      await advance(makeHubClient(hub.local));
    }
    const client = makeHubClient(hub.local);
    while ((await theImport(client))["finishedAt"] == null) await sleep(POLL_MS);
    const wallS = (performance.now() - startedAt) / 1000;
    return { outcome: await outcomeOf(client), wallS, killedAt };
  } finally {
    if (hub?.isAlive() === true) await hub.end("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function advance(client: HubClient): Promise<void> {
  await client.call("/_local/advance-clock", { method: "POST", body: JSON.stringify({ ms: HIDDEN_MS }) });
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
