import * as z from "zod/mini";
import type { ImportId, MerchantId } from "../kernel/ids.ts";
import { importKey, listKeys } from "../table/keys.ts";
import type { Item, Table, Value } from "../table/port.ts";
import { type ImportKind, importKinds } from "./import-kind.ts";

const states = ["received", "applying", "applied", "applied_with_errors", "rejected", "duplicate"] as const;

/** `received → applying → applied | applied_with_errors | rejected`, or `duplicate`: the same content was applied before. */
export type ImportState = (typeof states)[number];

/** One upload of one file. `rows = applied + unchanged + skipped + failed` once it has ended. */
export type ImportJob = {
  readonly importId: ImportId;
  readonly merchantId: MerchantId;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly objectKey: string;
  readonly state: ImportState;
  readonly rows: number;
  readonly applied: number;
  readonly unchanged: number;
  /** Totals and comments, which are no rows of the table. */
  readonly skipped: number;
  readonly failed: number;
  /** The platform's file that was recognised, e.g. `shopify-orders`; empty for our own columns. */
  readonly layout: string;
  /** Headings under which nothing is read. */
  readonly unusedColumns: readonly string[];
  /** Where the receipt lies in the bucket; empty until it is written. */
  readonly receiptKey: string;
  /** For `rejected` and `duplicate`: what is wrong and how to mend it, in the merchant's language. */
  readonly reason: string;
  readonly receivedAt: string;
  readonly finishedAt: string | null;
};

const jobSchema = z.object({
  importId: z.string(),
  merchantId: z.string(),
  kind: z.enum(importKinds),
  fileName: z.string(),
  objectKey: z.string(),
  state: z.enum(states),
  rows: z.number(),
  applied: z.number(),
  unchanged: z.number(),
  skipped: z._default(z.number(), 0),
  failed: z.number(),
  layout: z._default(z.string(), ""),
  unusedColumns: z._default(z.array(z.string()), []),
  receiptKey: z.string(),
  reason: z.string(),
  receivedAt: z.string(),
  finishedAt: z.nullable(z.string()),
});

export function isFinished(job: ImportJob): boolean {
  return job.state !== "received" && job.state !== "applying";
}

export async function readImport(table: Table, merchant: MerchantId, id: ImportId): Promise<ImportJob | null> {
  const item = await table.get(importKey(merchant, id));
  return item === null ? null : fromImportItem(item);
}

export function fromImportItem(item: Item): ImportJob {
  const job = jobSchema.parse(item);
  return { ...job, importId: job.importId as ImportId, merchantId: job.merchantId as MerchantId };
}

/** Last writer wins: all of one job's runs end with the same figures. A finished job is not opened again. */
export async function writeImport(table: Table, job: ImportJob, outbox: readonly Value[] = []): Promise<void> {
  const item: Item = {
    ...importKey(job.merchantId, job.importId),
    ...listKeys(job.merchantId, "imports", "all", job.receivedAt, job.importId),
    schemaVersion: 1,
    ...job,
    ...(outbox.length === 0 ? {} : { outbox }),
  };
  await table.put(item, {
    kind: "any",
    of: [
      { kind: "absent", path: "pk" },
      { kind: "in", path: "state", values: ["received", "applying"] },
    ],
  });
}
