import type { ObjectFiles } from "../platform/ports.ts";
import type { AnyReportName } from "./report.ts";

/** `demo/lake/sales/date=2026-11-20/sales.parquet`: one file for each day, always of the newest version, for query engines. */
export function lakeKey(merchantId: string, report: AnyReportName, day: string): string {
  return `${merchantId}/lake/${report}/date=${day}/${report}.parquet`;
}

/** Which version is current, and the key of its Parquet file. */
type Current = { readonly version: number; readonly key: string };

const TRIES = 5;

/**
 * Puts the file of the current version where query engines look, which read every file of a folder and so must find one only.
 * Whoever comes late with an older version sees that another one is current by now, and puts that. What lies there already is
 * left alone, told by its bytes: it is asked for every night, and each write would be one more version in the bucket.
 */
export async function copyToLake(
  files: ObjectFiles,
  to: string,
  current: () => Promise<Current | null>,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = await current();
    const source = before === null ? null : await files.get(before.key);
    if (before === null || source === null) return;
    const there = await files.get(to);
    if (there !== null && Buffer.compare(there.body, source.body) === 0) return;
    await files.put(to, source.body, { contentType: source.contentType });
    if ((await current())?.version === before.version) return;
  }
  throw new Error(`others kept changing ${to}`);
}
