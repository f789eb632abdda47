import { createHash } from "node:crypto";
import type { Cell } from "../sheets/sheet.ts";
import type { ReportSnapshot } from "./report.ts";

/**
 * JSON lines: the first says what the file is, each other is one row. Software reads it row by row; the hub makes the
 * CSV, the workbook and the manifest from it.
 */
export function encodeSnapshot(snapshot: ReportSnapshot): string {
  const { rows, ...head } = snapshot;
  return `${[head, ...rows].map((line) => JSON.stringify(line)).join("\n")}\n`;
}

export function decodeSnapshot(text: string): ReportSnapshot {
  const [head = "", ...rows] = text.trimEnd().split("\n");
  return {
    ...(JSON.parse(head) as Omit<ReportSnapshot, "rows">),
    rows: rows.map((row) => JSON.parse(row) as readonly Cell[]),
  };
}

/**
 * A new version of a sealed report: every row it had, unchanged, and after them what was found to be missing. Null when
 * nothing is.
 */
export function restate(sealed: ReportSnapshot, found: ReportSnapshot): ReportSnapshot | null {
  const known = new Set(sealed.rows.map((row) => row[0]));
  const missing = found.rows.filter((row) => !known.has(row[0] ?? null));
  if (missing.length === 0) return null;
  const missingIds = new Set(missing.map((row) => row[0]));
  return {
    ...found,
    version: sealed.version + 1,
    rows: [...sealed.rows, ...missing],
    ledger: [...sealed.ledger, ...found.ledger.filter((entry) => missingIds.has(entry.entryId))],
  };
}

export function sha256(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}
