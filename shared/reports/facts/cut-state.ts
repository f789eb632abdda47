import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { MerchantId } from "../../kernel/ids.ts";
import { queryAll, type Table } from "../../table/port.ts";
import { sealingKey, sealingsPk } from "../../table/report-keys.ts";
import { emptySink, type SinkState } from "./fact-sink.ts";
import type { FactsManifest, LedgerSums, StampedRate } from "./facts-manifest.ts";
import type { MissingRate } from "./rate-stamps.ts";

/** In this order; each goes through its items by sort key. */
export const cutSteps = ["orders", "days", "stock", "purchases", "done"] as const;
export type CutStep = (typeof cutSteps)[number];

/** One fact whose own sums disagree: its id, and the two amounts. */
export type BrokenRow = {
  readonly id: string;
  readonly check: string;
  readonly expected: number;
  readonly found: number;
};

/** How far the facts of a day have been read; enough for another worker to go on. */
export type CutState = {
  readonly version: number;
  readonly cutAt: string;
  readonly step: CutStep;
  /** The sort key behind which to go on within the step; null: from its beginning. */
  readonly after: string | null;
  readonly sink: SinkState;
  readonly ledger: LedgerSums;
  readonly rates: Readonly<Record<string, StampedRate>>;
  readonly missing: readonly MissingRate[];
  readonly broken: readonly BrokenRow[];
  readonly brokenCount: number;
  /** Positions whose ledger did not tell of all writes yet. */
  readonly unrecorded: number;
};

export function freshCut(version: number, cutAt: string): CutState {
  return {
    version,
    cutAt,
    step: "orders",
    after: null,
    sink: emptySink(),
    ledger: { sales: {}, changes: {}, refunds: {}, payments: {}, fees: {}, entries: 0 },
    rates: {},
    missing: [],
    broken: [],
    brokenCount: 0,
    unrecorded: 0,
  };
}

/** What people are shown of a sealing under way. */
export type Sealing = {
  readonly day: string;
  readonly version: number;
  readonly step: CutStep;
  readonly rows: number;
  readonly updatedAt: string;
};

/** The state that a worker left behind; null when there is none, or it is of another version. */
export async function readCut(
  table: Table,
  merchant: MerchantId,
  day: string,
  version: number,
): Promise<CutState | null> {
  const item = await table.get(sealingKey(merchant, day));
  const text = item?.["state"];
  if (typeof text !== "string" || item?.["version"] !== version) return null;
  return JSON.parse(text.startsWith("{") ? text : unpacked(text)) as CutState;
}

/** An item holds 400 KB, and the state of a day of millions of lines names a thousand files: packed they are a third. */
function packed(text: string): string {
  return zstdCompressSync(text).toString("base64");
}

/** Older releases kept it as it is. */
function unpacked(text: string): string {
  return zstdDecompressSync(Buffer.from(text, "base64")).toString();
}

export async function saveCut(
  table: Table,
  merchant: MerchantId,
  day: string,
  state: CutState,
  now: string,
): Promise<void> {
  const { version, step, sink } = state;
  const rows = Object.values(sink.rows).reduce((sum, count) => sum + count, 0);
  const sealing: Sealing = { day, version, step, rows, updatedAt: now };
  const kept = step === "done" ? {} : { state: packed(JSON.stringify(state)) };
  await table.put({ ...sealingKey(merchant, day), schemaVersion: 1, ...sealing, ...kept });
}

/** What was read so far is not gone on with: the next attempt reads everything anew. */
export async function dropCut(table: Table, merchant: MerchantId, day: string, now: string): Promise<void> {
  const item = await table.get(sealingKey(merchant, day));
  if (item === null) return;
  const { state: _, ...kept } = item;
  await table.put({ ...kept, pk: item.pk, sk: item.sk, step: "done", updatedAt: now });
}

/** The day is sealed in this version, and all its reports are made. */
export async function saveDone(
  table: Table,
  merchant: MerchantId,
  { day, version, rows, cutAt }: FactsManifest,
): Promise<void> {
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const sealing: Sealing = { day, version, step: "done", rows: all, updatedAt: cutAt };
  await table.put({ ...sealingKey(merchant, day), schemaVersion: 1, ...sealing });
}

/** The sealings that have begun, of days from `from` to `to`. */
export async function readSealings(
  table: Table,
  merchant: MerchantId,
  from: string,
  to: string,
): Promise<readonly Sealing[]> {
  const items = await queryAll(table, { pk: sealingsPk(merchant), sk: { kind: "between", low: from, high: to } });
  return items.map((item) => {
    const { day, version, step, rows, updatedAt } = item as unknown as Sealing;
    return { day, version, step, rows, updatedAt };
  });
}
