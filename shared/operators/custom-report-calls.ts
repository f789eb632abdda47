import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type HttpAnswer, invalid, json, notFound, type Problem } from "../platform/http-answer.ts";
import type { ObjectFiles } from "../platform/ports.ts";
import { type CustomReport, isCustomId } from "../reports/custom/custom-report.ts";
import {
  customReportOf,
  deleteCustomReport,
  newestOfEach,
  readSavedReports,
  saveCustomReport,
} from "../reports/custom/custom-store.ts";
import { ownLakeTable } from "../reports/custom/own-lake-table.ts";
import { previewReport } from "../reports/custom/preview-report.ts";
import { readDefinition } from "../reports/custom/read-definition.ts";
import { readMerchantSettings } from "../settings/merchant-settings.ts";
import type { Table } from "../table/port.ts";
import {
  type PreviewAsked,
  previewAnswer,
  previewProblem,
  savedReportView,
  tooManyReports,
  versionsView,
  wrongDefinition,
} from "./custom-report-view.ts";

const noCustomReport = notFound("custom report");

/** `200` with all definitions as they are now. */
export async function listDefinitions(table: Table, merchantId: MerchantId): Promise<Result<HttpAnswer, Problem>> {
  const items = newestOfEach(await readSavedReports(table, merchantId)).map(savedReportView);
  return ok(json(200, { items, cursor: null }));
}

/** `200` with the definition as it is now, from which day on which version counted, and what makes a table of it in Athena. */
export async function showDefinition(
  { table, bucket }: { readonly table: Table; readonly bucket: string },
  merchantId: MerchantId,
  id: string,
): Promise<Result<HttpAnswer, Problem>> {
  const versions = (await readSavedReports(table, merchantId)).filter((each) => each.id === id);
  const [newest] = newestOfEach(versions);
  if (newest === undefined) return fail(noCustomReport);
  const from = versions[0]?.from ?? newest.from;
  const athena = ownLakeTable(customReportOf(newest), { merchantId, bucket, from });
  return ok(json(200, { ...savedReportView(newest), versions: versionsView(versions), athena }));
}

/** `200` with the definition and the day from which it counts. */
export async function saveDefinition(
  table: Table,
  merchantId: MerchantId,
  { id, body }: { readonly id: string; readonly body: unknown },
  saved: { readonly at: string; readonly by: string },
): Promise<Result<HttpAnswer, Problem>> {
  const merchant = await readMerchantSettings(table, merchantId);
  if (merchant === null) return fail(notFound("merchant"));
  if (!isCustomId(id))
    return fail(
      wrongDefinition([
        { path: "id", found: id, expected: "up to 40 of a–z, 0–9 and -, a letter first", suggestion: "tea-by-region" },
      ]),
    );
  const read = readDefinition(body);
  if (!read.ok) return fail(wrongDefinition(read.error));
  const kept = await saveCustomReport(table, merchant, { id, ...read.value }, saved);
  return kept.ok ? ok(json(200, savedReportView(kept.value))) : fail(tooManyReports(kept.error));
}

/** `200`, or `404` where there is none of this id. */
export async function deleteDefinition(
  table: Table,
  merchantId: MerchantId,
  id: string,
  saved: { readonly at: string; readonly by: string },
): Promise<Result<HttpAnswer, Problem>> {
  const merchant = await readMerchantSettings(table, merchantId);
  const isDeleted = merchant !== null && (await deleteCustomReport(table, merchant, id, saved));
  return isDeleted ? ok(json(200, { deleted: true })) : fail(noCustomReport);
}

/** `200` with the rows or a file; see `previewAnswer`. */
export async function previewDefinition(
  services: { readonly table: Table; readonly exports: ObjectFiles },
  merchantId: MerchantId,
  asked: PreviewAsked,
): Promise<Result<HttpAnswer, Problem>> {
  const merchant = await readMerchantSettings(services.table, merchantId);
  if (merchant === null) return fail(notFound("merchant"));
  const custom = await definitionOf(services.table, merchantId, asked);
  if (!custom.ok) return custom;
  const made = await previewReport(services, merchant, custom.value, asked);
  if (!made.ok) return fail(previewProblem(made.error));
  return previewAnswer(custom.value.id, made.value, asked.format ?? "json", merchant.locale);
}

/** The one that is sent along, or the saved one as it is now. */
async function definitionOf(
  table: Table,
  merchantId: MerchantId,
  { id, definition }: PreviewAsked,
): Promise<Result<CustomReport, Problem>> {
  if (definition !== undefined) {
    const read = readDefinition(definition);
    return read.ok ? ok({ id: "preview", version: 0, ...read.value }) : fail(wrongDefinition(read.error));
  }
  if (id === undefined) return fail(invalid("body", "id: of a saved report, or a `definition`"));
  const saved = newestOfEach(await readSavedReports(table, merchantId)).find((each) => each.id === id);
  return saved === undefined ? fail(noCustomReport) : ok(customReportOf(saved));
}
