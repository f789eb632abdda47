import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isDue, reportNames } from "../../shared/reports/report.ts";
import { startHub } from "../hub/start-hub.ts";
import { checkDay } from "./checks.ts";
import { demoJson } from "./demo-json.ts";
import { makeProgress } from "./progress.ts";
import { openChannelWorld } from "./pulled/channel-world.ts";
import { runDay } from "./run-day.ts";
import { summaryText } from "./summary.ts";

it("keeps every promise on a small day, and says so on a page and as JSON", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-demo-"));
  const hub = await startHub({ port: 0, quiet: true });
  const world = await openChannelWorld({ now: () => new Date(hub.clock.now()), seed: 11 });
  try {
    const progress = makeProgress({ write: () => true });
    const record = await runDay(hub, { seed: 11, folder, world, scale: 0.2 }, progress);
    const checks = checkDay(record);

    expect(checks.filter((check) => !check.ok)).toEqual([]);
    const json = demoJson(record, checks, 1, "imports") as {
      ok: boolean;
      orders: number;
      deliveries: Record<string, number>;
      bill: { writeUnits: number; usdPerMillionOrders: number };
    };
    expect(json.ok).toBe(true);
    expect(json.deliveries["refused"]).toBe(4);
    expect(json.orders).toBe(record.day.sales.length + record.day.lateSales.length + record.day.sheetOrders.length);
    expect(json.bill.writeUnits / json.orders).toBeGreaterThan(5);
    expect(json.bill.usdPerMillionOrders).toBeGreaterThan(0);
    // One of them is the merchant's own.
    const [files, reports] = [4, reportNames.filter((report) => isDue(report, record.date)).length + 1];
    // Beside its files each report has a manifest.
    expect(readdirSync(join(folder, "exports")).length).toBe((files + 1) * reports);
    expect(summaryText(record, checks, folder)).toContain(`Business day ${record.date}`);
  } finally {
    await hub.stop();
    await world.close();
    rmSync(folder, { recursive: true });
  }
});
