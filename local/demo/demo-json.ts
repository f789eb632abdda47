import { channelLines } from "./channels-table.ts";
import type { Check } from "./check.ts";
import { webhookRecords } from "./checks-deliveries.ts";
import type { DayRecord } from "./day-record.ts";
import { countBy } from "./figures.ts";

/** The last line of `npm run demo -- --json`. Counts are read back from the hub; members are only ever added. */
export function demoJson(
  record: DayRecord,
  checks: readonly Check[],
  seconds: number,
  bucket: string,
): Readonly<Record<string, unknown>> {
  const { asked, back, bill, day, sent, files, reports, waited } = record;
  const ledger = webhookRecords(back.deliveries);
  const outcomes = countBy(ledger, (each) => each.outcome);
  const statuses = countBy(back.orders, (order) => order.status);
  const jobs = new Map(back.imports.map((job) => [job.objectKey, job]));
  return {
    ok: checks.every((check) => check.ok),
    seconds,
    date: record.date,
    deliveries: {
      sent: sent.length,
      applied: outcomes["applied"] ?? 0,
      duplicate: ledger.reduce((sum, each) => sum + each.duplicates, 0),
      stale: outcomes["stale"] ?? 0,
      unchanged: outcomes["unchanged"] ?? 0,
      skipped: outcomes["skipped"] ?? 0,
      refused: refusedBy(record),
      parked: outcomes["parked"] ?? 0,
    },
    orders: back.orders.length,
    channels: channelLines(record),
    lost: {
      webhooks: day.lost.length,
      foundByPolling: asked.foundByPolling.size,
      foundAtNight: asked.foundAtNight.size,
    },
    statuses,
    routed: back.orders.filter((order) => order.routing !== null).length,
    backordered: waited,
    held: statuses["on_hold"] ?? 0,
    imports: files.map(({ file, key, receiptKey }) => ({
      file: file.name,
      rows: jobs.get(key)?.rows ?? 0,
      applied: jobs.get(key)?.applied ?? 0,
      failed: jobs.get(key)?.failed ?? 0,
      receipt: `s3://${bucket}/${receiptKey}`,
    })),
    alerts: back.openAlerts.map(({ sku, warehouse, available, threshold }) => ({
      sku,
      warehouse,
      available,
      threshold,
    })),
    exports: reports.map(({ manifest, files: own }) => ({
      report: manifest.report,
      date: manifest.day,
      files: own.map((file) => file.path),
      rows: manifest.rows,
      sums: manifest.sums,
    })),
    bill,
    checks,
  };
}

/** By the hub's own count of what it turned away at the door. */
function refusedBy({ metrics }: DayRecord): number {
  return Object.entries(metrics.counters).reduce(
    (sum, [name, { sum: count }]) => (/^orderhub\/Refused\{/.test(name) ? sum + count : sum),
    0,
  );
}
