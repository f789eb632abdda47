import * as z from "zod/mini";
import type { ImportId, MerchantId } from "../kernel/ids.ts";
import { importKey, listKeys } from "../table/keys.ts";
import type { Condition, Item, Table, Value } from "../table/port.ts";
import { type ImportKind, importKinds } from "./import-kind.ts";
import { type ImportPolicy, importPolicies } from "./import-policy.ts";

const underway = ["received", "reading", "checking", "applying"] as const;
const states = [
  ...underway,
  "applied",
  "applied_with_errors",
  "checked",
  "rejected",
  "cancelled",
  "duplicate",
] as const;

/**
 * `received` (waits for its scan) `→ reading → checking → applying → applied | applied_with_errors`; `checked` ends a dry run,
 * `rejected` a file of which nothing was applied, `duplicate` one whose content was applied before.
 */
export type ImportState = (typeof states)[number];

const phases = ["check", "apply"] as const;

/** `check` looks what each row would do, on a table that keeps nothing; `apply` does it. */
export type ImportPhase = (typeof phases)[number];

/** How far the chunks of the phase are. A chunk that has begun is brought to its end, whatever happens meanwhile. */
export type ImportWork = {
  readonly phase: ImportPhase;
  readonly chunks: number;
  readonly begun: readonly number[];
  readonly ended: readonly number[];
  readonly startedAt: string;
};

export type Unmapped = {
  /** Names this set of headings, for `PUT /v1/import-mappings/{kind}/{headerSet}`. */
  readonly headerSet: string;
  readonly headings: readonly string[];
  /** Fields that no heading is known for. */
  readonly missing: readonly string[];
  readonly suggestions: readonly { readonly field: string; readonly heading: string }[];
};

/** One upload of one file. `rows = applied + unchanged + skipped + failed + notApplied` once it has ended. */
export type ImportJob = {
  readonly importId: ImportId;
  readonly merchantId: MerchantId;
  readonly kind: ImportKind;
  readonly policy: ImportPolicy;
  readonly fileName: string;
  readonly objectKey: string;
  /** Of the bytes that were uploaded, as the bucket tells it. */
  readonly etag: string;
  /** Names what the file says; empty until it has been read. */
  readonly content: string;
  /** Another import applied some of this content before. */
  readonly isAgain: boolean;
  readonly state: ImportState;
  /** Read so far; all of them once the chunks are made. */
  readonly rows: number;
  readonly applied: number;
  readonly unchanged: number;
  /** Totals and comments, which are no rows of the table. */
  readonly skipped: number;
  readonly failed: number;
  /** Rows without fault that were not applied: a dry run, a file rejected for other rows, an import stopped by someone. */
  readonly notApplied: number;
  /** null before the chunks are made and after the end. */
  readonly work: ImportWork | null;
  /** The platform's file that was recognised, e.g. `shopify-orders`; empty for our own columns. */
  readonly layout: string;
  /** The saved mapping that was used, by its header set; empty for none. */
  readonly mapping: string;
  /** Headings under which nothing is read. */
  readonly unusedColumns: readonly string[];
  /** What has to be said of the headings before the file can be read; null when nothing. */
  readonly unmapped: Unmapped | null;
  /** Where the receipt lies in the bucket; empty until it is written. */
  readonly receiptKey: string;
  /** Where the file of only the failed rows lies; empty when no row failed. */
  readonly failedRowsKey: string;
  /** For `rejected`, `cancelled` and `duplicate`: what is wrong and how to mend it, in the merchant's language. */
  readonly reason: string;
  /** For `duplicate`: the import that has the receipt; empty otherwise. */
  readonly duplicateOf: string;
  readonly receivedAt: string;
  readonly cancelRequestedAt: string | null;
  readonly finishedAt: string | null;
};

const jobSchema = z.object({
  importId: z.string(),
  merchantId: z.string(),
  kind: z.enum(importKinds),
  policy: z._default(z.enum(importPolicies), "skip-bad-rows"),
  fileName: z.string(),
  objectKey: z.string(),
  etag: z._default(z.string(), ""),
  content: z._default(z.string(), ""),
  isAgain: z._default(z.boolean(), false),
  state: z.enum(states),
  rows: z.number(),
  applied: z.number(),
  unchanged: z.number(),
  skipped: z._default(z.number(), 0),
  failed: z.number(),
  notApplied: z._default(z.number(), 0),
  work: z._default(
    z.nullable(
      z.object({
        phase: z.enum(phases),
        chunks: z.number(),
        begun: z.array(z.number()),
        ended: z.array(z.number()),
        startedAt: z.string(),
      }),
    ),
    null,
  ),
  layout: z._default(z.string(), ""),
  mapping: z._default(z.string(), ""),
  unusedColumns: z._default(z.array(z.string()), []),
  unmapped: z._default(
    z.nullable(
      z.object({
        headerSet: z.string(),
        headings: z.array(z.string()),
        missing: z.array(z.string()),
        suggestions: z.array(z.object({ field: z.string(), heading: z.string() })),
      }),
    ),
    null,
  ),
  receiptKey: z.string(),
  failedRowsKey: z._default(z.string(), ""),
  reason: z.string(),
  duplicateOf: z._default(z.string(), ""),
  receivedAt: z.string(),
  cancelRequestedAt: z._default(z.nullable(z.string()), null),
  finishedAt: z.nullable(z.string()),
});

export function isFinished(job: ImportJob): boolean {
  return !underway.some((state) => state === job.state);
}

/** What every write to a job asks: a finished one is not opened again. */
export const isUnderway: Condition = { kind: "in", path: "state", values: underway };

export async function readImport(table: Table, merchant: MerchantId, id: ImportId): Promise<ImportJob | null> {
  const item = await table.get(importKey(merchant, id));
  return item === null ? null : fromImportItem(item);
}

export function fromImportItem(item: Item): ImportJob {
  const job = jobSchema.parse(item);
  return { ...job, importId: job.importId as ImportId, merchantId: job.merchantId as MerchantId };
}

/** Nobody has cut its file into chunks: until then it can be rejected, and all runs that read it say the same of it. */
export const isUncut: Condition = {
  kind: "all",
  of: [isUnderway, { kind: "compare", path: "work", op: "=", value: null }],
};

/**
 * Writes a job unless it is there and not as `condition` says; true when it was written. Of runs of one job that get so far
 * the last writer wins: they end with the same figures.
 */
export async function writeImport(
  table: Table,
  job: ImportJob,
  condition: Condition,
  outbox: readonly Value[] = [],
): Promise<boolean> {
  const item: Item = {
    ...importKey(job.merchantId, job.importId),
    ...listKeys(job.merchantId, "imports", "all", job.receivedAt, job.importId),
    schemaVersion: 1,
    ...job,
    ...(outbox.length === 0 ? {} : { outbox }),
  };
  const put = await table.put(item, { kind: "any", of: [{ kind: "absent", path: "pk" }, condition] });
  return put.ok;
}

/** For the first write of a job: who comes later finds it, and what has been asked of it meanwhile. */
export const isAbsent: Condition = { kind: "absent", path: "pk" };
