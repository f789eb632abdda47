import * as z from "zod/mini";
import type { EventEnvelope } from "../../events/envelope.ts";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { sealKey, sealsPk, sortKeys } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";
import { type AnyReportName, isReportName } from "./report.ts";

/**
 * One version of one report of one day. `sealed` versions are final: a later one restates the day, none replaces it.
 * `failed_tie_out` keeps the sums that did not agree until the day can be sealed.
 */
export type Seal = {
  /** `facts`: what all reports of the version are made from. */
  readonly report: AnyReportName | "facts";
  readonly day: string;
  readonly version: number;
  readonly state: "sealed" | "failed_tie_out";
  readonly sealedAt: string;
  readonly rows: number;
  /** `demo/sales/date=2026-11-20/v1/manifest.json`; empty unless sealed. */
  readonly manifestKey: string;
  readonly manifestSha256: string;
  /** Why the version exists beside the first, or which sums did not agree. */
  readonly note: string;
};

const sealSchema = z.object({
  report: z.custom<Seal["report"]>((report) => report === "facts" || isReportName(String(report))),
  day: z.string(),
  version: z.number(),
  state: z.enum(["sealed", "failed_tie_out"]),
  sealedAt: z.string(),
  rows: z.number(),
  manifestKey: z.string(),
  manifestSha256: z.string(),
  note: z.string(),
});

/** Of one day and report, oldest version first; of one day, or of all days, when less is given. */
export async function readSeals(
  table: Table,
  merchant: MerchantId,
  day?: string,
  report?: Seal["report"],
): Promise<readonly Seal[]> {
  const prefix = [
    sortKeys.seal,
    day === undefined ? "" : `${day}#`,
    day === undefined || report === undefined ? "" : `${report}#`,
  ];
  const items = await queryAll(table, { pk: sealsPk(merchant), sk: { kind: "beginsWith", prefix: prefix.join("") } });
  return items.map((item) => sealSchema.parse(item));
}

/** Of the days from `from` to `to`, both included. */
export async function readSealsBetween(
  table: Table,
  merchant: MerchantId,
  from: string,
  to: string,
): Promise<readonly Seal[]> {
  // Behind a day stands `#`, and nothing that comes later than `$`.
  const sk = { kind: "between", low: `${sortKeys.seal}${from}#`, high: `${sortKeys.seal}${to}$` } as const;
  const items = await queryAll(table, { pk: sealsPk(merchant), sk });
  return items.map((item) => sealSchema.parse(item));
}

/** The first day the hub kept the books of; null before any sealing. Days before it are none of the hub's. */
export async function readFirstSealedDay(table: Table, merchant: MerchantId): Promise<string | null> {
  const { items } = await table.query({
    pk: sealsPk(merchant),
    sk: { kind: "beginsWith", prefix: sortKeys.seal },
    limit: 1,
  });
  const [first] = items;
  return first === undefined ? null : sealSchema.parse(first).day;
}

/** A sealed version is written once; a failed attempt may be overwritten by the next. */
export async function writeSeal(
  table: Table,
  merchant: MerchantId,
  seal: Seal,
  outbox: readonly EventEnvelope<unknown>[],
): Promise<Result<null, { readonly kind: "already_sealed" }>> {
  const written = await table.put(
    {
      ...sealKey(merchant, seal.day, seal.report, seal.version),
      schemaVersion: 1,
      merchantId: merchant,
      ...seal,
      outbox: outbox as never,
    },
    {
      kind: "any",
      of: [
        { kind: "absent", path: "pk" },
        { kind: "compare", path: "state", op: "=", value: "failed_tie_out" },
      ],
    },
  );
  return written.ok ? ok(null) : fail({ kind: "already_sealed" });
}
