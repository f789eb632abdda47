import * as z from "zod/mini";
import type { ObjectFiles } from "../platform/ports.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { RawRow, ReadSheet } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { ImportJob } from "./import-job.ts";
import type { RowContext } from "./kinds/kind-of-import.ts";
import { layouts } from "./layouts/recognise-layout.ts";
import { type ColumnFacts, checkedColumns } from "./recognise-columns.ts";
import type { Chunks } from "./split-rows.ts";
import { planKey } from "./work-files.ts";

/** What the reading of a file found out for those who work on its chunks: all of them go by the same settings. */
export type ImportPlan = {
  readonly columns: Columns;
  readonly facts: ColumnFacts;
  readonly sheet: Pick<ReadSheet, "name" | "format">;
  readonly layout: string;
  readonly merchant: MerchantSettings;
  readonly warehouses: readonly string[];
  /** Rows that say something of the rows of other chunks too. */
  readonly headRows: readonly RawRow[];
  readonly chunks: Chunks;
};

/** Only `writePlan` writes plans; what it wrote is not looked through again, field by field. */
const planSchema = z.object({
  columns: z.object({
    headerRow: z.number(),
    headings: z.array(z.string()),
    at: z.array(z.tuple([z.string(), z.number()])),
    also: z.array(z.tuple([z.string(), z.array(z.number())])),
  }),
  facts: z.object({
    ids: z.record(
      z.string(),
      z.object({ digitsBeyond: z.number(), isEachRounded: z.boolean(), zeroLedWidth: z.number() }),
    ),
    dates: z.record(z.string(), z.object({ hasDayFirst: z.boolean(), hasMonthFirst: z.boolean() })),
  }),
  sheet: z.custom<ImportPlan["sheet"]>(),
  layout: z.string(),
  merchant: z.custom<MerchantSettings>(),
  warehouses: z.array(z.string()),
  headRows: z._default(z.custom<readonly RawRow[]>(), []),
  chunks: z.object({ pieces: z.number(), rows: z.array(z.number()), lastRow: z.number() }),
});

type Name = Pick<ImportJob, "merchantId" | "importId">;

export async function writePlan(files: ObjectFiles, name: Name, { columns, ...rest }: ImportPlan): Promise<void> {
  const { headerRow, headings, at, also } = columns;
  const kept = { ...rest, columns: { headerRow, headings, at: [...at], also: [...(also ?? [])] } };
  await files.put(planKey(name), JSON.stringify(kept), { contentType: "application/json" });
}

/** Throws when there is none: chunks are announced after it was written. */
export async function readPlan(files: ObjectFiles, name: Name): Promise<ImportPlan> {
  const stored = await files.get(planKey(name));
  if (stored === null) throw new Error(`the plan of import ${name.importId} is gone`);
  const { columns, ...rest } = planSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
  const { at, also, ...plain } = columns;
  return { ...rest, columns: { ...plain, at: new Map(at), also: new Map(also) } };
}

/** What rows are read with, by this plan. */
export function rowContextOf(plan: ImportPlan, uploadedAt: string): RowContext {
  const { columns, facts, sheet, merchant, headRows } = plan;
  return {
    columns: checkedColumns(columns, facts, sheet.format),
    layout: layouts.find(({ id }) => id === plan.layout) ?? null,
    merchant,
    warehouses: new Set(plan.warehouses),
    headRows,
    uploadedAt,
  };
}
