import { customLimits, formatNames, sourceNames } from "../../reports/custom/custom-report.ts";
import type { Operations } from "./operation.ts";

const names = (most: number, description: string): object => {
  return { type: "array", items: { type: "string" }, maxItems: most, description };
};

const definition = {
  type: "object",
  required: ["title", "source", "measures"],
  properties: {
    title: { type: "string", maxLength: customLimits.characters },
    source: { enum: sourceNames, description: "Which facts; docs/reports.md names what may be asked of each." },
    dimensions: names(customLimits.dimensions, "One row for each combination of their values; none: one row."),
    measures: names(customLimits.measures, "What is summed, counted or averaged."),
    filters: {
      type: "array",
      maxItems: customLimits.filters,
      description: "All must hold.",
      items: {
        type: "object",
        required: ["field"],
        description: "`field` and one of `is`, `is_not`, `begins_with`.",
        properties: {
          field: { type: "string", description: "Any dimension of the source." },
          is: names(customLimits.valuesOfFilter, "One of these."),
          is_not: names(customLimits.valuesOfFilter, "None of these."),
          begins_with: names(customLimits.valuesOfFilter, "Begins with one of these."),
        },
      },
    },
    periods: { type: "array", items: { enum: ["day", "week", "month"] }, description: "`day` unless given." },
    formats: { type: "array", items: { enum: formatNames }, description: "All of them unless given." },
  },
};

const readers = ["finance", "operator", "viewer"];
const changers = ["finance", "operator"];

/** Merchants' own reports. */
export const customReportOperations: Operations = {
  "GET /v1/custom-reports": {
    summary: `The merchant's own report definitions, at most ${customLimits.reports}.`,
    roles: readers,
    answer: "`{ items: [{ id, report, version, from, title, source, dimensions, measures, … }], cursor: null }`.",
  },
  "GET /v1/custom-reports/{id}": {
    summary: "One definition, and from which business day on which version of it counted.",
    roles: readers,
    answer:
      "The definition with `versions: [{ version, from, isDeleted, savedAt, savedBy }]`, and as `athena` the statement that makes a table of its Parquet files in Athena, or null.",
  },
  "PUT /v1/custom-reports/{id}": {
    summary:
      "Saves a definition: from the first business day that is not closed yet its report is sealed every night. Days that are closed keep the version they had.",
    roles: changers,
    body: definition,
    answer:
      "The definition with `version` and `from`; `400 wrong_definition` with every mistake, `409 too_many_reports`.",
  },
  "DELETE /v1/custom-reports/{id}": {
    summary: "Makes no report of it any more, from the first business day that is not closed yet; sealed days stay.",
    roles: changers,
    answer: "`{ deleted: true }`.",
  },
  "POST /v1/custom-reports/preview": {
    summary:
      "What a saved report, or a definition that is not saved, would have said of up to 92 sealed days. Nothing is published.",
    roles: changers,
    body: {
      type: "object",
      required: ["from", "to"],
      properties: {
        from: { type: "string", format: "date", description: "The first business day, e.g. 2026-11-01." },
        to: { type: "string", format: "date", description: "The last one." },
        id: { type: "string", description: "Of a saved report." },
        definition,
        format: { enum: ["json", "csv", "xlsx"], description: "`json` unless given." },
      },
    },
    answer:
      "`{ days, missing, rows, columns, items }`, or `{ days, missing, rows, file: { name, contentType, base64 } }`; `409 day_not_sealed`, `413 too_many_facts`, `413 too_many_rows`, `413 too_long_answer`.",
  },
};
